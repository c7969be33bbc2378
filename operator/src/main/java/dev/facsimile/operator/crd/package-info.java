/**
 * The two custom resource definitions, made from the records of the pipeline language and of the
 * statuses; nothing in {@code manifests/crds} is written by hand. After a change of a record:
 *
 * <pre>{@code
 * mvn -q test -pl operator -am -Dtest=CrdFilesTest -Dfacsimile.update=true \
 *     -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 *
 * <p>{@link dev.facsimile.operator.crd.StructuralSchema} turns shapes into schemas, {@link
 * dev.facsimile.operator.crd.CelRule} holds the rules that the API server checks by itself, and
 * {@link dev.facsimile.operator.crd.Crds} puts the definitions together. What the API server cannot
 * check (what a name stands for, cycles, comparable descriptors) the operator tells in {@code
 * status.problems}. Unknown fields are an error for kubectl (it asks for strict validation); a
 * client that does not ask has them dropped.
 *
 * <p>Defaults are written into stored objects only outside lists: in an item of a list they would
 * let tools that compare a file with the stored object see a difference for ever. Descriptions name
 * the default of every field. No default of a definition changes a plan, which fills in the same.
 */
package dev.facsimile.operator.crd;
