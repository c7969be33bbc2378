package dev.facsimile.worker.views;

import dev.facsimile.worker.image.Pixels;

/**
 * From 8-bit samples to the network's input: divided by 255, minus the ImageNet mean, divided by
 * the ImageNet standard deviation of the channel, each step rounded to float32.
 */
public final class Normalisation {
  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};
  private static final float[][] VALUES = values();

  private Normalisation() {}

  /** The input value of a sample (0..255) of a channel (0 red, 1 green, 2 blue). */
  public static float value(int channel, int sample) {
    return VALUES[channel][sample];
  }

  /**
   * Writes a whole RGB picture as three planes (C, H, W).
   *
   * @param target where {@code 3 * height * width} values go, from {@code offset} on
   */
  public static void planes(Pixels picture, float[] target, int offset) {
    if (picture.channels() != 3) {
      throw new IllegalArgumentException("RGB expected, not " + picture.channels() + " channels");
    }
    int plane = picture.width() * picture.height();
    var data = picture.data();
    for (int channel = 0; channel < 3; channel++) {
      var values = VALUES[channel];
      int at = offset + channel * plane;
      for (int i = 0; i < plane; i++) {
        target[at + i] = values[data[3 * i + channel] & 0xFF];
      }
    }
  }

  private static float[][] values() {
    var values = new float[3][256];
    for (int channel = 0; channel < 3; channel++) {
      for (int sample = 0; sample < 256; sample++) {
        values[channel][sample] = (sample / 255f - MEAN[channel]) / DEVIATION[channel];
      }
    }
    return values;
  }
}
