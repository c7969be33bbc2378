/**
 * The descriptor network and its losses. Tensors have PyTorch's layout (N, C, H, W); arithmetic is
 * float32 unless said otherwise.
 */
package dev.facsimile.worker.model;
