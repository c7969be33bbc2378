package dev.facsimile.worker.synthesize.recipe;

import dev.facsimile.pipeline.spec.recipe.GeometrySteps;
import dev.facsimile.pipeline.spec.recipe.GeometrySteps.RotateStep.Canvas;
import dev.facsimile.worker.image.Filter;
import dev.facsimile.worker.image.Geometry;
import dev.facsimile.worker.image.Perspective;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.Resize;
import dev.facsimile.worker.image.Rotation;
import dev.facsimile.worker.random.NumpyRandom;
import dev.facsimile.worker.random.Philox;
import java.util.Arrays;
import java.util.function.DoubleSupplier;

/** Operations that move pixels or change the size of the canvas. */
final class GeometryOperations {
  private static final int CROP_ATTEMPTS = 10;

  private GeometryOperations() {}

  /** torchvision's {@code RandomResizedCrop}: ten attempts, then the centre. */
  static Composition randomResizedCrop(
      GeometrySteps.RandomResizedCropStep step, Composition picture, Draws draws) {
    int[] part = drawPart(step, picture.width(), picture.height(), draws.random());
    int left = draws.note("left", part[0]);
    int top = draws.note("top", part[1]);
    int width = draws.note("width", part[2]);
    int height = draws.note("height", part[3]);
    int size = step.sizePx();
    var resized = Geometry.resizedCrop(picture.pixels(), left, top, width, height, size, size);
    return picture.moved(
        resized, (x, y) -> new double[] {(x - left) * size / width, (y - top) * size / height});
  }

  /** Left, top, width and height of a part. */
  static int[] drawPart(
      GeometrySteps.RandomResizedCropStep step, int width, int height, Philox random) {
    double smallest = step.aspectRatio().from();
    double largest = step.aspectRatio().to();
    for (int attempt = 0; attempt < CROP_ATTEMPTS; attempt++) {
      double area = (double) width * height * random.uniform(step.area().from(), step.area().to());
      double ratio =
          StrictMath.exp(random.uniform(StrictMath.log(smallest), StrictMath.log(largest)));
      int w = (int) Math.rint(Math.sqrt(area * ratio));
      int h = (int) Math.rint(Math.sqrt(area / ratio));
      if (w > 0 && w <= width && h > 0 && h <= height) {
        int top = random.below(height - h + 1);
        return new int[] {random.below(width - w + 1), top, w, h};
      }
    }
    double ratio = (double) width / height;
    int w = ratio > largest ? (int) Math.rint(height * largest) : width;
    int h = ratio < smallest ? (int) Math.rint(width / smallest) : height;
    w = Math.max(1, Math.min(w, width));
    h = Math.max(1, Math.min(h, height));
    return new int[] {(width - w) / 2, (height - h) / 2, w, h};
  }

  static Composition crop(GeometrySteps.CropStep step, Composition picture, Draws draws) {
    int left = (int) (picture.width() * draws.uniform("left", step.left()));
    int top = (int) (picture.height() * draws.uniform("top", step.top()));
    int right = (int) (picture.width() * draws.uniform("right", step.right()));
    int bottom = (int) (picture.height() * draws.uniform("bottom", step.bottom()));
    int x = Math.max(0, Math.min(left, picture.width() - 1));
    int y = Math.max(0, Math.min(top, picture.height() - 1));
    int width = Math.max(1, Math.min(right, picture.width()) - x);
    int height = Math.max(1, Math.min(bottom, picture.height()) - y);
    return shifted(picture, Geometry.crop(picture.pixels(), x, y, width, height), -x, -y);
  }

  static Composition resize(GeometrySteps.ResizeStep step, Composition picture, Draws draws) {
    int width = step.widthPx() == null ? picture.width() : step.widthPx();
    int height = step.heightPx() == null ? picture.height() : step.heightPx();
    draws.note("widthPx", width);
    draws.note("heightPx", height);
    return picture.with(Resize.resize(picture.pixels(), width, height, filter(step.filter())));
  }

  static Composition scale(GeometrySteps.ScaleStep step, Composition picture, Draws draws) {
    double factor = draws.uniform("factor", step.factor());
    return picture.with(Resize.scale(picture.pixels(), atLeastOnePixel(factor, picture.pixels())));
  }

  static Composition changeAspectRatio(
      GeometrySteps.AspectRatioStep step, Composition picture, Draws draws) {
    double area = (double) picture.width() * picture.height();
    double ratio = draws.uniform("ratio", step.ratio());
    double possible = Math.max(1.000001 / area, Math.min(ratio, 0.999999 * area));
    return area < 2 ? picture : picture.with(Resize.changeAspectRatio(picture.pixels(), possible));
  }

  static Composition rotate(GeometrySteps.RotateStep step, Composition picture, Draws draws) {
    double degrees = draws.uniform("degrees", step.degrees());
    var turned =
        step.canvas() == Canvas.INNER
            ? Rotation.rotateAndCrop(picture.pixels(), degrees)
            : Rotation.rotate(picture.pixels(), degrees);
    double angle = StrictMath.toRadians(degrees);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double oldX = picture.width() / 2.0;
    double oldY = picture.height() / 2.0;
    double newX = turned.width() / 2.0;
    double newY = turned.height() / 2.0;
    return picture.moved(
        turned,
        (x, y) ->
            new double[] {
              (x - oldX) * cos + (y - oldY) * sin + newX, (y - oldY) * cos - (x - oldX) * sin + newY
            });
  }

  static Composition flipHorizontally(
      GeometrySteps.FlipHorizontallyStep step, Composition picture, Draws draws) {
    double width = picture.width();
    return picture.moved(
        Geometry.flipHorizontally(picture.pixels()), (x, y) -> new double[] {width - x, y});
  }

  static Composition flipVertically(
      GeometrySteps.FlipVerticallyStep step, Composition picture, Draws draws) {
    double height = picture.height();
    return picture.moved(
        Geometry.flipVertically(picture.pixels()), (x, y) -> new double[] {x, height - y});
  }

  static Composition perspective(
      GeometrySteps.PerspectiveStep step, Composition picture, Draws draws) {
    double sigma = draws.uniform("sigmaPx", step.sigmaPx());
    double dx = draws.uniform("dxPx", step.dxPx());
    double dy = draws.uniform("dyPx", step.dyPx());
    var noise = noise(step.perspectiveSeed(), draws);
    int width = picture.width();
    int height = picture.height();
    var source = new double[] {0, 0, width, 0, width, height, 0, height};
    var target = new double[8];
    for (int i = 0; i < 8; i++) {
      target[i] = source[i] + sigma * noise.getAsDouble() + (i % 2 == 0 ? dx : dy);
    }
    draws.note("corners", Arrays.stream(target).boxed().toList());
    if (!isConvex(target)) {
      // A folded quadrilateral is no view of a plane; its coefficients may not even exist.
      return picture;
    }
    var toInput = Perspective.coefficients(source, target);
    var toOutput = Perspective.coefficients(target, source);
    return picture.moved(
        Perspective.transform(picture.pixels(), toInput), (x, y) -> project(toOutput, x, y));
  }

  private static DoubleSupplier noise(Long seed, Draws draws) {
    if (seed == null) {
      return draws.random()::gaussian;
    }
    return new NumpyRandom(seed)::gaussian;
  }

  private static boolean isConvex(double[] corners) {
    for (int i = 0; i < 8; i += 2) {
      double x0 = corners[(i + 2) % 8] - corners[i];
      double y0 = corners[(i + 3) % 8] - corners[i + 1];
      double x1 = corners[(i + 4) % 8] - corners[(i + 2) % 8];
      double y1 = corners[(i + 5) % 8] - corners[(i + 3) % 8];
      if (x0 * y1 - y0 * x1 <= 0) {
        return false;
      }
    }
    return true;
  }

  private static double[] project(double[] c, double x, double y) {
    double d = c[6] * x + c[7] * y + 1;
    return new double[] {(c[0] * x + c[1] * y + c[2]) / d, (c[3] * x + c[4] * y + c[5]) / d};
  }

  static Composition pad(GeometrySteps.PadStep step, Composition picture, Draws draws) {
    double widthFactor = draws.uniform("widthFactor", step.widthFactor());
    double heightFactor = draws.uniform("heightFactor", step.heightFactor());
    int[] color = draws.color("color", step.color());
    var padded =
        Geometry.pad(picture.pixels(), widthFactor, heightFactor, color[0], color[1], color[2]);
    return centred(picture, padded);
  }

  static Composition padSquare(GeometrySteps.PadSquareStep step, Composition picture, Draws draws) {
    int[] color = draws.color("color", step.color());
    return centred(picture, Geometry.padSquare(picture.pixels(), color[0], color[1], color[2]));
  }

  /** Everything moved along with the old canvas, which lies in the middle of the new one. */
  private static Composition centred(Composition picture, Pixels changed) {
    return shifted(
        picture,
        changed,
        (changed.width() - picture.width()) / 2,
        (changed.height() - picture.height()) / 2);
  }

  /** Everything moved by whole pixels. */
  static Composition shifted(Composition picture, Pixels changed, int dx, int dy) {
    return picture.moved(changed, (x, y) -> new double[] {x + dx, y + dy});
  }

  /** The factor, or the smallest one that leaves a picture with at least one pixel each way. */
  static double atLeastOnePixel(double factor, Pixels pixels) {
    return Math.max(factor, 1.000001 / Math.min(pixels.width(), pixels.height()));
  }

  static Filter filter(GeometrySteps.Filter filter) {
    return Filter.valueOf(filter.name());
  }
}
