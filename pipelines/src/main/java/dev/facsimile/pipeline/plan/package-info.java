/**
 * From a pipeline file to what is to be done: {@link dev.facsimile.pipeline.plan.Planner} turns a
 * document into a {@link dev.facsimile.pipeline.plan.Plan} (sources and stages in execution order,
 * inputs by role, parameters with defaults) or into every problem at once.
 *
 * <p>Names are edges: a stage reads what its fields name, and the order in the file does not
 * matter. What identifies work is a fingerprint, sha256 of the canonical JSON of stage type,
 * version, parameters without names and defaults, the steps of the recipe, and the content digests
 * of the inputs; it is known once those are. Divided stages are cut into shares of their pictures
 * ({@link dev.facsimile.pipeline.plan.Shares}), each with a fingerprint of its own. Gates are
 * judged from scores and are in no fingerprint.
 *
 * <p>Everything here is a pure function: no store, clock, environment or randomness.
 */
package dev.facsimile.pipeline.plan;
