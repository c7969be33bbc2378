package dev.facsimile.worker.image;

import java.util.Arrays;

/**
 * A decoded picture: 8-bit samples, interleaved, row by row from the top left.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param channels 3 (RGB) or 4 (RGBA, not premultiplied)
 * @param data {@code height * width * channels} samples; owned by this value and never written
 *     after construction
 */
@SuppressWarnings("ArrayRecordComponent") // a copy per picture would cost too much
public record Pixels(int width, int height, int channels, byte[] data) {
  /** Checks that the samples fit the size. */
  public Pixels {
    if (width < 1 || height < 1 || channels != 3 && channels != 4) {
      throw new IllegalArgumentException("not a picture: " + width + "x" + height + "x" + channels);
    }
    if (data.length != (long) width * height * channels) {
      throw new IllegalArgumentException(
          data.length + " samples for " + width + "x" + height + "x" + channels);
    }
  }

  /** A picture of one colour. */
  public static Pixels filled(int width, int height, int red, int green, int blue) {
    var data = samples(width, height, 3);
    for (int i = 0; i < data.length; i += 3) {
      data[i] = (byte) red;
      data[i + 1] = (byte) green;
      data[i + 2] = (byte) blue;
    }
    return new Pixels(width, height, 3, data);
  }

  /**
   * Room for the samples of a picture, all 0.
   *
   * @throws IllegalArgumentException when a side is below 1 or the samples do not fit an array
   */
  static byte[] samples(int width, int height, int channels) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("a picture needs pixels: " + width + "x" + height);
    }
    long size = (long) width * height * channels;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("too large a picture: " + width + "x" + height);
    }
    return new byte[(int) size];
  }

  /** Position of the pixel's first sample. */
  public int at(int x, int y) {
    return (y * width + x) * channels;
  }

  /** Whether both have the same size, channels and samples. */
  public boolean contentEquals(Pixels other) {
    return width == other.width
        && height == other.height
        && channels == other.channels
        && Arrays.equals(data, other.data);
  }

  /** The colours alone, alpha dropped and not blended, as Pillow's {@code convert("RGB")}. */
  public Pixels asRgb() {
    if (channels == 3) {
      return this;
    }
    var colours = samples(width, height, 3);
    for (int from = 0, to = 0; to < colours.length; from += 4, to += 3) {
      colours[to] = data[from];
      colours[to + 1] = data[from + 1];
      colours[to + 2] = data[from + 2];
    }
    return new Pixels(width, height, 3, colours);
  }

  /** The same picture with an alpha channel, opaque where there was none. */
  public Pixels asRgba() {
    if (channels == 4) {
      return this;
    }
    var samples = samples(width, height, 4);
    for (int from = 0, to = 0; to < samples.length; from += 3, to += 4) {
      samples[to] = data[from];
      samples[to + 1] = data[from + 1];
      samples[to + 2] = data[from + 2];
      samples[to + 3] = (byte) 255;
    }
    return new Pixels(width, height, 4, samples);
  }
}
