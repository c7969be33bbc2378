package dev.facsimile.worker.synthesize.recipe;

import dev.facsimile.pipeline.spec.recipe.PasteSteps;
import dev.facsimile.worker.image.Filter;
import dev.facsimile.worker.image.Paste;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.Stripes;
import java.util.Optional;

/** Operations that combine a picture with another one or with a pattern. */
final class PasteOperations {
  private PasteOperations() {}

  static Composition underlay(PasteSteps.UnderlayStep step, Composition picture, Draws draws) {
    var other = draws.other();
    double scale = GeometryOperations.atLeastOnePixel(draws.uniform("scale", step.scale()), other);
    double x = draws.uniform("left", step.left());
    double y = draws.uniform("top", step.top());
    return picture
        .with(Paste.underlay(picture.pixels(), other, scale, x, y))
        .plus(
            box(
                Box.Kind.UNDERLAY,
                picture.pixels(),
                (int) (other.width() * scale),
                (int) (other.height() * scale),
                x,
                y));
  }

  static Composition overlay(PasteSteps.OverlayStep step, Composition picture, Draws draws) {
    var other = draws.other();
    double scale =
        GeometryOperations.atLeastOnePixel(draws.uniform("scale", step.scale()), picture.pixels());
    double x = draws.uniform("left", step.left());
    double y = draws.uniform("top", step.top());
    int left = (int) (other.width() * x);
    int top = (int) (other.height() * y);
    return picture
        .moved(
            Paste.overlay(picture.pixels(), other, scale, x, y),
            (px, py) -> new double[] {left + px * scale, top + py * scale})
        .plus(
            Box.visible(
                Box.Kind.OVERLAY,
                left,
                top,
                left + (int) (picture.width() * scale),
                top + (int) (picture.height() * scale),
                other.width(),
                other.height()));
  }

  static Composition overlayImage(
      PasteSteps.OverlayImageStep step, Composition picture, Draws draws) {
    var other = draws.other();
    return laidOver(
        Box.Kind.UNDERLAY,
        other,
        Filter.BICUBIC,
        draws.uniform("size", step.size()),
        draws.uniform("opacity", step.opacity()),
        draws.uniform("left", step.left()),
        draws.uniform("top", step.top()),
        picture);
  }

  static Composition emoji(PasteSteps.EmojiStep step, Composition picture, Draws draws) {
    var smiley = Smileys.all().get(draws.random().below(Smileys.all().size()));
    draws.note("emoji", smiley.codePoint());
    return laidOver(
        Box.Kind.EMOJI,
        smiley.pixels(),
        Filter.NEAREST,
        draws.uniform("size", step.size()),
        draws.uniform("opacity", step.opacity()),
        draws.uniform("left", step.left()),
        draws.uniform("top", step.top()),
        picture);
  }

  private static Composition laidOver(
      Box.Kind kind,
      Pixels other,
      Filter filter,
      double size,
      double opacity,
      double x,
      double y,
      Composition picture) {
    int height = Math.max(1, (int) (picture.height() * size));
    int width = (int) ((long) other.width() * height / other.height());
    if (width < 1) {
      return picture;
    }
    return picture
        .with(Paste.overlayImage(picture.pixels(), other, filter, opacity, size, x, y))
        .plus(box(kind, picture.pixels(), width, height, x, y));
  }

  static Composition overlayStripes(
      PasteSteps.OverlayStripesStep step, Composition picture, Draws draws) {
    double width = draws.uniform("width", step.width());
    double degrees = draws.uniform("degrees", step.degrees());
    double density = draws.uniform("density", step.density());
    double opacity = draws.uniform("opacity", step.opacity());
    int[] color = draws.color("color", step.color());
    return picture.with(
        Stripes.overlay(
            picture.pixels(),
            Stripes.Line.valueOf(step.line().name()),
            width,
            degrees,
            density,
            opacity,
            color[0],
            color[1],
            color[2]));
  }

  private static Optional<Box> box(
      Box.Kind kind, Pixels canvas, int width, int height, double x, double y) {
    int left = (int) (canvas.width() * x);
    int top = (int) (canvas.height() * y);
    return Box.mostlyVisible(
        kind, left, top, left + width, top + height, canvas.width(), canvas.height());
  }
}
