/**
 * Removes from a store what nothing relies on any more. First a plan, a pure function of what lies
 * there; then the deletion, which looks once more before every step. What is named by a kept run or
 * a release, pinned by an unfinished run, young, or in doubt stays.
 */
package dev.facsimile.pipeline.sweep;
