/**
 * What may be wrong with a pipeline file: {@link dev.facsimile.pipeline.problem.Problem}s, each
 * with a path, a rule with a stable id, and a message that says what to do. Checks collect all of
 * them in {@link dev.facsimile.pipeline.problem.Problems} and throw once.
 */
package dev.facsimile.pipeline.problem;
