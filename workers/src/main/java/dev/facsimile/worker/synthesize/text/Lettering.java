package dev.facsimile.worker.synthesize.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * One line of text in the bundled fonts (Noto Sans, then Noto Naskh Arabic for what it lacks). Set
 * from left to right by advance widths, without shaping.
 */
public final class Lettering {
  private static final TrueTypeFont SANS = read("NotoSans-Regular.ttf");
  private static final TrueTypeFont NASKH = read("NotoNaskhArabic-Regular.ttf");

  private Lettering() {}

  /** Every character of Noto Naskh Arabic, in order. */
  public static List<Integer> naskhCharacters() {
    return NASKH.characters();
  }

  /** Width of a line at a font size of 1 pixel. */
  public static double width(String text) {
    double width = 0;
    for (int c : text.codePoints().toArray()) {
      var font = fontOf(c);
      width += font.advance(font.glyph(c));
    }
    return width;
  }

  /** Height of a line at a font size of 1 pixel. */
  public static double height() {
    return SANS.ascender() + SANS.descender();
  }

  /**
   * A mask of opacities for a canvas, 255 where text covers a pixel wholly.
   *
   * @param sizePx size of the font
   * @param left left edge of the line, in pixels
   * @param top top edge of the line, in pixels: the ascender of its first character's font
   * @param opacity factor in [0, 1] on the coverage
   */
  public static byte[] mask(
      String text,
      double sizePx,
      double left,
      double top,
      double opacity,
      int canvasWidth,
      int canvasHeight) {
    var canvas = new Coverage(canvasWidth, canvasHeight);
    int[] characters = text.codePoints().toArray();
    double pen = left;
    double baseline = characters.length == 0 ? 0 : top + fontOf(characters[0]).ascender() * sizePx;
    for (int i = 0; i < characters.length && pen < canvasWidth; i++) {
      var font = fontOf(characters[i]);
      int glyph = font.glyph(characters[i]);
      font.trace(glyph, sizePx, pen, baseline, canvas);
      pen += font.advance(glyph) * sizePx;
    }
    return canvas.mask(opacity);
  }

  private static TrueTypeFont fontOf(int character) {
    return SANS.glyph(character) != 0 && !isShared(character) ? SANS : NASKH;
  }

  /** Controls have glyphs in both fonts; Naskh's are empty. */
  private static boolean isShared(int character) {
    return character < ' ';
  }

  private static TrueTypeFont read(String name) {
    try (var file = Lettering.class.getResourceAsStream(name)) {
      return new TrueTypeFont(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("bundled font " + name, e);
    }
  }
}
