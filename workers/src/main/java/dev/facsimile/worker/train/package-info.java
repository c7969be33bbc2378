/** Training of the descriptor network: schedule, optimiser, step, loop and checkpoints. */
package dev.facsimile.worker.train;
