/**
 * Augmentation: a recipe's steps with drawn parameters applied to a picture, and a record of what
 * was done. Pixels are changed by {@code worker.image}; this package draws.
 */
package dev.facsimile.worker.synthesize.recipe;
