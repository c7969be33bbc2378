/**
 * The custom resources: what users write under {@code spec}, what the operator answers under {@code
 * status}. The spec of a pipeline stays a JSON tree, which {@code plan} checks and reads exactly as
 * it does with a file.
 */
package dev.facsimile.operator.api;
