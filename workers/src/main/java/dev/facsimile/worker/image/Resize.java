package dev.facsimile.worker.image;

import java.util.Arrays;

/**
 * Resizing, bit for bit as {@code PIL.Image.resize} before Pillow 13: the horizontal pass first,
 * 8-bit rounding between the passes, a pass whose size does not change left out.
 */
public final class Resize {
  private Resize() {}

  /**
   * The picture in another size. Colours of a picture with alpha are weighted by alpha, except with
   * {@link Filter#NEAREST}.
   *
   * @throws IllegalArgumentException when a side is below 1
   */
  public static Pixels resize(Pixels source, int width, int height, Filter filter) {
    if (width == source.width() && height == source.height()) {
      return source;
    }
    if (filter == Filter.NEAREST) {
      return nearest(source, width, height);
    }
    if (source.channels() == 4) {
      var premultiplied = Alpha.premultiply(source);
      return Alpha.unpremultiply(resample(premultiplied, width, height, filter));
    }
    return resample(source, width, height, filter);
  }

  /**
   * Both sides times a factor, truncated; Lanczos below 1, bilinear otherwise (AugLy's {@code
   * scale}).
   */
  public static Pixels scale(Pixels source, double factor) {
    var filter = factor < 1 ? Filter.LANCZOS : Filter.BILINEAR;
    return scale(source, factor, filter);
  }

  /** Both sides times a factor, truncated. */
  public static Pixels scale(Pixels source, double factor, Filter filter) {
    return resize(
        source, (int) (source.width() * factor), (int) (source.height() * factor), filter);
  }

  /**
   * Another ratio of width to height at about the same area (AugLy's {@code change_aspect_ratio}):
   * width int(sqrt(ratio * area)), height int(area / width), bicubic.
   */
  public static Pixels changeAspectRatio(Pixels source, double ratio) {
    double area = (double) source.width() * source.height();
    int width = (int) Math.sqrt(ratio * area);
    int height = width == 0 ? 0 : (int) (area / width);
    return resize(source, width, height, Filter.BICUBIC);
  }

  /**
   * To {@code ratio} of both sides, truncated, and back, bicubic both times (AugLy's {@code
   * pixelization}, which is a low-pass filter in spite of its name; {@link Filter#NEAREST} gives
   * blocks).
   */
  public static Pixels pixelize(Pixels source, double ratio, Filter filter) {
    return resize(scale(source, ratio, filter), source.width(), source.height(), filter);
  }

  private static Pixels nearest(Pixels source, int width, int height) {
    int channels = source.channels();
    var columns = positions(source.width(), width);
    var rows = positions(source.height(), height);
    var in = source.data();
    var out = Pixels.samples(width, height, channels);
    for (int y = 0, to = 0; y < height; y++) {
      int row = rows[y] * source.width();
      for (int x = 0; x < width; x++) {
        int from = (row + columns[x]) * channels;
        for (int c = 0; c < channels; c++) {
          out[to++] = in[from++];
        }
      }
    }
    return new Pixels(width, height, channels, out);
  }

  /** Source positions that grow by repeated addition, whose rounding is Pillow's. */
  private static int[] positions(int in, int out) {
    var positions = new int[out];
    double step = (double) in / out;
    double position = step * 0.5;
    for (int i = 0; i < out; i++) {
      positions[i] = Math.min((int) position, in - 1);
      position += step;
    }
    return positions;
  }

  private static Pixels resample(Pixels source, int width, int height, Filter filter) {
    var out = Pixels.samples(width, height, source.channels());
    var across = width == source.width() ? null : Taps.of(source.width(), width, filter);
    if (height == source.height()) {
      var row = new int[width * source.channels()];
      for (int y = 0; y < height; y++) {
        across(source, y, across, row);
        narrow(row, out, y * row.length);
      }
    } else {
      down(source, across, Taps.of(source.height(), height, filter), width, out);
    }
    return new Pixels(width, height, source.channels(), out);
  }

  /**
   * The vertical pass. Rows of the horizontal pass are made when the first output row needs them
   * and kept, as ints so that the loops over them vectorise, while a later one does.
   */
  private static void down(Pixels source, Taps across, Taps taps, int width, byte[] out) {
    int line = width * source.channels();
    var window = new int[Math.min(taps.most(), source.height())][line];
    var sum = new int[line];
    int made = taps.first()[0];
    for (int y = 0; y < taps.first().length; y++) {
      int first = taps.first()[y];
      int end = first + taps.count()[y];
      for (made = Math.max(made, first); made < end; made++) {
        across(source, made, across, window[made % window.length]);
      }
      Arrays.fill(sum, Taps.HALF);
      int w = y * taps.most();
      int row = first;
      for (; row + 4 <= end; row += 4, w += 4) {
        addFour(sum, window, row, taps.weights(), w);
      }
      for (; row < end; row++, w++) {
        addOne(sum, window[row % window.length], taps.weights()[w]);
      }
      for (int i = 0; i < line; i++) {
        sum[i] = Math.min(Math.max(sum[i] >> Taps.PRECISION, 0), 255);
      }
      narrow(sum, out, y * line);
    }
  }

  private static void addFour(int[] sum, int[][] window, int row, int[] weights, int w) {
    var a = window[row % window.length];
    var b = window[(row + 1) % window.length];
    var c = window[(row + 2) % window.length];
    var d = window[(row + 3) % window.length];
    int weightA = weights[w];
    int weightB = weights[w + 1];
    int weightC = weights[w + 2];
    int weightD = weights[w + 3];
    for (int i = 0; i < sum.length; i++) {
      sum[i] += a[i] * weightA + b[i] * weightB + c[i] * weightC + d[i] * weightD;
    }
  }

  private static void addOne(int[] sum, int[] a, int weight) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += a[i] * weight;
    }
  }

  private static void narrow(int[] row, byte[] out, int at) {
    for (int i = 0; i < row.length; i++) {
      out[at + i] = (byte) row[i];
    }
  }

  /** One row of the horizontal pass, 0..255. */
  private static void across(Pixels source, int y, Taps taps, int[] out) {
    var in = source.data();
    int start = source.at(0, y);
    if (taps == null) {
      for (int i = 0; i < out.length; i++) {
        out[i] = in[start + i] & 255;
      }
    } else if (source.channels() == 3) {
      acrossRgb(in, start, taps, out);
    } else {
      acrossRgba(in, start, taps, out);
    }
  }

  private static void acrossRgb(byte[] in, int start, Taps taps, int[] out) {
    var weights = taps.weights();
    for (int x = 0, to = 0; to < out.length; x++, to += 3) {
      int red = Taps.HALF;
      int green = Taps.HALF;
      int blue = Taps.HALF;
      int at = start + taps.first()[x] * 3;
      int w = x * taps.most();
      for (int end = w + taps.count()[x]; w < end; w++, at += 3) {
        int weight = weights[w];
        red += (in[at] & 255) * weight;
        green += (in[at + 1] & 255) * weight;
        blue += (in[at + 2] & 255) * weight;
      }
      out[to] = clip(red);
      out[to + 1] = clip(green);
      out[to + 2] = clip(blue);
    }
  }

  private static void acrossRgba(byte[] in, int start, Taps taps, int[] out) {
    var weights = taps.weights();
    for (int x = 0, to = 0; to < out.length; x++, to += 4) {
      int red = Taps.HALF;
      int green = Taps.HALF;
      int blue = Taps.HALF;
      int alpha = Taps.HALF;
      int at = start + taps.first()[x] * 4;
      int w = x * taps.most();
      for (int end = w + taps.count()[x]; w < end; w++, at += 4) {
        int weight = weights[w];
        red += (in[at] & 255) * weight;
        green += (in[at + 1] & 255) * weight;
        blue += (in[at + 2] & 255) * weight;
        alpha += (in[at + 3] & 255) * weight;
      }
      out[to] = clip(red);
      out[to + 1] = clip(green);
      out[to + 2] = clip(blue);
      out[to + 3] = clip(alpha);
    }
  }

  private static int clip(int sum) {
    return Math.min(Math.max(sum >> Taps.PRECISION, 0), 255);
  }
}
