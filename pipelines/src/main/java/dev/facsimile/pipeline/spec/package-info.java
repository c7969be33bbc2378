/**
 * The records of the pipeline file. They are the language: names, types, defaults, bounds and
 * descriptions stand here and nowhere else, as annotations on the components, and checks, default
 * values, the JSON Schema for editors and the operator's resource definition are made from them.
 *
 * <p>{@link dev.facsimile.pipeline.spec.PipelineSpec} is the whole. A {@link
 * dev.facsimile.pipeline.spec.StageSpec stage} is a union: its name and exactly one of the stage
 * types' records. Fields marked with {@link dev.facsimile.pipeline.spec.Reads} hold names of
 * sources or stages and are the edges of the plan. Whatever changes bytes is a field of a stage
 * type; how pods are run stands apart under {@code pod}.
 */
package dev.facsimile.pipeline.spec;
