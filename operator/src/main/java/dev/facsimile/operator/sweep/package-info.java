/**
 * The operator's own sweep: what {@code facsimile gc} does by hand, done for every namespace at an
 * interval, with the cluster asked which runs exist. A mark in each namespace of the store tells
 * when it was swept last, so that neither a restart nor another leader begins the interval anew.
 */
package dev.facsimile.operator.sweep;
