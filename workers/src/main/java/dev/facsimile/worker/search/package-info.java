/**
 * Exact nearest neighbours and best pairs of descriptors, and the corrections of descriptors by a
 * background ({@code normalize}). Results are the same bytes whatever machine finds the candidates.
 */
package dev.facsimile.worker.search;
