package dev.facsimile.worker.synthesize.recipe;

import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.codec.ImageDecoder;
import dev.facsimile.worker.image.codec.RejectedImageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The bundled smileys (Twemoji), decoded once. */
final class Smileys {
  /**
   * One smiley.
   *
   * @param codePoint its Unicode code point in hex
   * @param pixels the picture, with alpha
   */
  record Smiley(String codePoint, Pixels pixels) {}

  private static final List<Smiley> ALL =
      new String(resource("index.txt"), StandardCharsets.UTF_8).lines().map(Smileys::read).toList();

  private Smileys() {}

  /** All of them, in Unicode's order. */
  static List<Smiley> all() {
    return ALL;
  }

  private static Smiley read(String file) {
    try {
      return new Smiley(file.replace(".png", ""), ImageDecoder.decode(resource(file)));
    } catch (RejectedImageException e) {
      throw new IllegalStateException("bundled smiley " + file, e);
    }
  }

  private static byte[] resource(String file) {
    try (var stream = Smileys.class.getResourceAsStream("emoji/" + file)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("bundled smiley " + file, e);
    }
  }
}
