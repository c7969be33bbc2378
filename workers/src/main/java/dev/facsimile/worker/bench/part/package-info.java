/**
 * The parts that are measured, and what stands in for a pipeline's inputs and outputs meanwhile.
 */
package dev.facsimile.worker.bench.part;
