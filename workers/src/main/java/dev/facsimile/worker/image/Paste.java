package dev.facsimile.worker.image;

/**
 * Putting one picture onto another, with Pillow's 8-bit arithmetic. What lies outside is clipped.
 */
public final class Paste {
  private Paste() {}

  /** {@code over} opaque, alpha ignored, with its top left corner at (x, y) of {@code base}. */
  public static Pixels paste(Pixels base, Pixels over, int x, int y) {
    var source = base.channels() == 3 ? over.asRgb() : over.asRgba();
    var out = base.data().clone();
    int left = Math.max(x, 0);
    int right = (int) Math.min((long) x + over.width(), base.width());
    if (left < right) {
      int bottom = (int) Math.min((long) y + over.height(), base.height());
      for (int row = Math.max(y, 0); row < bottom; row++) {
        System.arraycopy(
            source.data(),
            source.at(left - x, row - y),
            out,
            base.at(left, row),
            (right - left) * base.channels());
      }
    }
    return new Pixels(base.width(), base.height(), base.channels(), out);
  }

  /**
   * {@code over} blended by a mask, every channel alike, also alpha where {@code base} has it.
   *
   * @param mask {@code over.width() * over.height()} opacities, 0..255 unsigned
   */
  public static Pixels paste(Pixels base, Pixels over, byte[] mask, int x, int y) {
    var source = base.channels() == 3 ? over.asRgb() : over.asRgba();
    int channels = base.channels();
    var in = source.data();
    var out = base.data().clone();
    int left = Math.max(x, 0);
    int right = (int) Math.min((long) x + over.width(), base.width());
    int bottom = (int) Math.min((long) y + over.height(), base.height());
    for (int row = Math.max(y, 0); row < bottom; row++) {
      for (int column = left; column < right; column++) {
        int opacity = mask[(row - y) * over.width() + column - x] & 255;
        int to = base.at(column, row);
        int from = source.at(column - x, row - y);
        for (int c = 0; c < channels; c++) {
          out[to + c] = (byte) Alpha.blend(out[to + c] & 255, in[from + c] & 255, opacity);
        }
      }
    }
    return new Pixels(base.width(), base.height(), channels, out);
  }

  /** Each pixel's alpha (255 where there is none) times the opacity, truncated: a mask. */
  public static byte[] mask(Pixels picture, double opacity) {
    var mask = new byte[picture.width() * picture.height()];
    for (int i = 0; i < mask.length; i++) {
      int alpha = picture.channels() == 4 ? picture.data()[i * 4 + 3] & 255 : 255;
      mask[i] = (byte) (int) (alpha * opacity);
    }
    return mask;
  }

  /**
   * A small picture, such as an emoji, over a large one (AugLy's {@code overlay_image} and {@code
   * overlay_emoji}): scaled to height max(1, int(height of base * size)) in proportion, at (int(W *
   * x), int(H * y)), blended by its alpha times the opacity. A base with alpha keeps it, blended
   * like a colour (AugLy 0.1.4); one without stays without (AugLy 1.0).
   *
   * @param filter {@link Filter#NEAREST} for what was a palette picture, else {@link
   *     Filter#BICUBIC}
   */
  public static Pixels overlayImage(
      Pixels base, Pixels over, Filter filter, double opacity, double size, double x, double y) {
    var scaled = scaleToHeight(over, base.height(), size, filter);
    return paste(
        base, scaled, mask(scaled, opacity), (int) (base.width() * x), (int) (base.height() * y));
  }

  private static Pixels scaleToHeight(Pixels over, int baseHeight, double size, Filter filter) {
    int height = Math.max(1, (int) (baseHeight * size));
    int width = (int) ((double) over.width() * height / over.height());
    return Resize.resize(over, width, height, filter);
  }

  /**
   * The reference's {@code underlay}, whose name is reversed: {@code other}, its sides times {@code
   * scale} (truncated, bicubic), pasted opaque onto the picture at (int(W * x), int(H * y)).
   */
  public static Pixels underlay(Pixels picture, Pixels other, double scale, double x, double y) {
    var scaled = Resize.scale(other, scale, Filter.BICUBIC);
    return paste(picture, scaled, (int) (picture.width() * x), (int) (picture.height() * y));
  }

  /**
   * The reference's {@code overlay}, whose name is reversed too: the picture, its sides times
   * {@code scale} (truncated, bicubic), pasted opaque onto {@code other} at (int(W * x), int(H *
   * y)) of {@code other}; the result has the size of {@code other}.
   */
  public static Pixels overlay(Pixels picture, Pixels other, double scale, double x, double y) {
    return underlay(other, picture, scale, x, y);
  }

  /**
   * Less visible (AugLy's {@code opacity}): blended into transparent white by alpha times the
   * level; the result has alpha.
   */
  public static Pixels fade(Pixels picture, double level) {
    var base = new byte[picture.width() * picture.height() * 4];
    for (int i = 0; i < base.length; i++) {
      base[i] = (byte) (i % 4 == 3 ? 0 : 255);
    }
    var white = new Pixels(picture.width(), picture.height(), 4, base);
    return paste(white, picture, mask(picture, level), 0, 0);
  }
}
