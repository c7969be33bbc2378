package dev.facsimile.worker.image;

/**
 * A decoded picture: 8-bit samples, interleaved, row by row from the top left.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param channels 3 (RGB) or 4 (RGBA, not premultiplied)
 * @param data {@code height * width * channels} samples; owned by this value and never written
 *     after construction
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared through contentEquals; a copy per picture would cost too
// much
public record Pixels(int width, int height, int channels, byte[] data) {
  /** Checks that the samples fit the size. */
  public Pixels {
    if (width < 1 || height < 1 || channels != 3 && channels != 4) {
      throw new IllegalArgumentException("not a picture: " + width + "x" + height + "x" + channels);
    }
    if (data.length != width * height * channels) {
      throw new IllegalArgumentException(
          data.length + " samples for " + width + "x" + height + "x" + channels);
    }
  }

  /** A picture of one colour. */
  public static Pixels filled(int width, int height, int red, int green, int blue) {
    var data = new byte[width * height * 3];
    for (int i = 0; i < data.length; i += 3) {
      data[i] = (byte) red;
      data[i + 1] = (byte) green;
      data[i + 2] = (byte) blue;
    }
    return new Pixels(width, height, 3, data);
  }

  /** Position of the pixel's first sample. */
  public int at(int x, int y) {
    return (y * width + x) * channels;
  }
}
