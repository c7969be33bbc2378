package dev.facsimile.worker.views;

/**
 * The input of one training step.
 *
 * @param step its number over all epochs
 * @param pixels (N, C, H, W), normalised; the K views of an image stand together
 * @param classes (N), class index of each view
 */
@SuppressWarnings("ArrayRecordComponent") // a hundred megabytes that nobody compares
public record Batch(long step, float[] pixels, int[] classes) {}
