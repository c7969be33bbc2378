package dev.facsimile.worker.views;

import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.random.Philox;

/**
 * The recipe's training transform of a view that already has the network's size: horizontal flip,
 * black padding on all sides, random crop back to size, ImageNet normalisation.
 *
 * @param sizePx side of the view and of the result, in pixels
 * @param paddingPx padding on each side before the crop, in pixels
 * @param flipProbability how often the view is mirrored
 */
public record TrainTransform(int sizePx, int paddingPx, double flipProbability) {

  /** Number of values of a transformed view: 3 planes of sizePx x sizePx. */
  public int values() {
    return 3 * sizePx * sizePx;
  }

  /**
   * Transforms a view.
   *
   * @param view RGB, sizePx x sizePx
   * @param random the stream that flip, top and left are drawn from, in this order
   * @param target where {@link #values()} values go, from {@code offset} on, as (C, H, W)
   */
  public void apply(Pixels view, Philox random, float[] target, int offset) {
    if (view.width() != sizePx || view.height() != sizePx || view.channels() != 3) {
      throw new IllegalArgumentException(
          "a view of %dx%dx%d is not %d pixels square RGB"
              .formatted(view.width(), view.height(), view.channels(), sizePx));
    }
    boolean flip = random.nextDouble() < flipProbability;
    int down = random.below(2 * paddingPx + 1) - paddingPx;
    int right = random.below(2 * paddingPx + 1) - paddingPx;
    for (int channel = 0; channel < 3; channel++) {
      plane(view.data(), channel, flip, down, right, target, offset + channel * sizePx * sizePx);
    }
  }

  private void plane(
      byte[] data, int channel, boolean flip, int down, int right, float[] target, int offset) {
    float black = Normalisation.value(channel, 0);
    int at = offset;
    for (int y = 0; y < sizePx; y++) {
      int sourceY = y + down;
      for (int x = 0; x < sizePx; x++, at++) {
        int sourceX = x + right;
        if (sourceY < 0 || sourceY >= sizePx || sourceX < 0 || sourceX >= sizePx) {
          target[at] = black;
        } else {
          int column = flip ? sizePx - 1 - sourceX : sourceX;
          int sample = data[3 * (sourceY * sizePx + column) + channel] & 0xFF;
          target[at] = Normalisation.value(channel, sample);
        }
      }
    }
  }
}
