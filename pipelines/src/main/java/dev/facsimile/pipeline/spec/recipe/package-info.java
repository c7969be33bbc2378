/**
 * The augmentations a recipe is made of, as a pipeline file writes them.
 *
 * <p>Operations follow the reference recipe (transform_q of the descriptor-track solution) and the
 * image functions of AugLy 0.1.4/0.1.5; where the reference fixes a random seed or loses a value, a
 * field tells which behaviour is meant. Ranges are drawn uniformly, anew for every picture.
 */
package dev.facsimile.pipeline.spec.recipe;
