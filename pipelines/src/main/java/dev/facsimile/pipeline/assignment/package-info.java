/**
 * A planned stage with known inputs, put into the words that workers and stores understand: the
 * task of its worker, the cut of its work into shares, the manifest that makes finished shares one
 * artifact, and what a worker is asked and answers about a source. Used alike by the local runner
 * and by the operator, so that both make the same keys and bytes.
 */
package dev.facsimile.pipeline.assignment;
