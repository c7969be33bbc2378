/** The terms of the training loss and their weighted sum. */
package dev.facsimile.worker.model.loss;
