/** Stored tensors: safe readers of weight files, and the writer of safetensors. */
package dev.facsimile.worker.weights;
