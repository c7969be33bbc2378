package dev.facsimile.worker.synthesize.recipe;

import dev.facsimile.pipeline.spec.recipe.TextSteps;
import dev.facsimile.pipeline.spec.recipe.TextSteps.TextStep.Script;
import dev.facsimile.pipeline.spec.recipe.TextSteps.TextStep.TextOpacity;
import dev.facsimile.worker.image.Paste;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.random.Philox;
import dev.facsimile.worker.synthesize.text.Lettering;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Operations that write on a picture. */
final class TextOperations {
  private static final int REFERENCE_CHARACTERS = 100;

  /**
   * The first hundred characters of Noto Naskh Arabic as the reference has them: NUL, then what has
   * a shape. Characters that only later versions of the font have are left out.
   */
  static final List<Integer> ARABIC =
      Stream.concat(
              Stream.of(0),
              Lettering.naskhCharacters().stream()
                  .filter(c -> c > ' ' && c != 0xA0 && !Character.isISOControl(c)))
          .limit(REFERENCE_CHARACTERS)
          .toList();

  /** Printable ASCII and the accented letters of Latin-1. */
  static final List<Integer> LATIN =
      IntStream.concat(
              IntStream.rangeClosed('!', '~'),
              IntStream.rangeClosed(0xC0, 0xFF).filter(Character::isLetter))
          .boxed()
          .toList();

  private static final double CAPTION_FILL = 0.94;

  private TextOperations() {}

  static Composition text(TextSteps.TextStep step, Composition picture, Draws draws) {
    int length = draws.whole("length", step.length());
    var text = draws.text("text", characters(step.script(), draws.random()), length);
    double fraction = draws.uniform("size", step.size());
    double x = draws.uniform("left", step.left());
    double y = draws.uniform("top", step.top());
    double opacity = draws.uniform("opacity", step.opacity());
    int[] color = draws.color("color", step.color());
    int sizePx = (int) (Math.min(picture.width(), picture.height()) * fraction);
    if (sizePx < 1) {
      return picture;
    }
    var mask =
        Lettering.mask(
            text,
            sizePx,
            x * picture.width(),
            y * picture.height(),
            step.textOpacity() == TextOpacity.IGNORED ? 1 : opacity,
            picture.width(),
            picture.height());
    return picture.with(painted(picture.pixels(), mask, color));
  }

  private static List<Integer> characters(Script script, Philox random) {
    return switch (script) {
      case ARABIC -> ARABIC;
      case LATIN -> LATIN;
      case MIXED -> random.chance(0.5) ? ARABIC : LATIN;
    };
  }

  static Composition memeFormat(TextSteps.MemeFormatStep step, Composition picture, Draws draws) {
    double fraction = draws.uniform("captionHeight", step.captionHeight());
    var caption =
        draws.note("caption", step.caption() == null ? words(draws.random()) : step.caption());
    double opacity = draws.uniform("opacity", step.opacity());
    int[] textColor = draws.color("textColor", step.textColor());
    int[] color = draws.color("color", step.color());
    int band = Math.max(1, (int) (picture.height() * fraction));
    double width = Lettering.width(caption);
    double size = CAPTION_FILL * Math.min(picture.width() / width, band / Lettering.height());
    var mask =
        Lettering.mask(
            caption,
            size,
            (picture.width() - width * size) / 2,
            (band - Lettering.height() * size) / 2,
            opacity,
            picture.width(),
            band);
    var header =
        painted(
            Pixels.filled(picture.width(), band, color[0], color[1], color[2]), mask, textColor);
    var canvas = Pixels.filled(picture.width(), picture.height() + band, 0, 0, 0);
    var meme = Paste.paste(Paste.paste(canvas, header, 0, 0), picture.pixels(), 0, band);
    return GeometryOperations.shifted(picture, meme, 0, band);
  }

  /** One to five words of random letters. */
  private static String words(Philox random) {
    var caption = new StringBuilder();
    int words = 1 + random.below(5);
    for (int w = 0; w < words; w++) {
      caption.append(w == 0 ? "" : " ");
      int letters = 2 + random.below(7);
      for (int i = 0; i < letters; i++) {
        caption.append((char) ((w == 0 && i == 0 ? 'A' : 'a') + random.below(26)));
      }
    }
    return caption.toString();
  }

  private static Pixels painted(Pixels canvas, byte[] mask, int[] color) {
    var flat = Pixels.filled(canvas.width(), canvas.height(), color[0], color[1], color[2]);
    return Paste.paste(canvas, flat, mask, 0, 0);
  }
}
