package dev.facsimile.worker.image;

/**
 * How a resized picture's samples are weighted sums of the original's; the kernels are Pillow's.
 */
public enum Filter {
  /** The sample below the centre, unweighted; what Pillow uses for every palette picture. */
  NEAREST(0),
  /** A triangle of half-width 1. */
  BILINEAR(1),
  /** Keys' cubic convolution with a = -0.5, half-width 2. */
  BICUBIC(2),
  /** Sinc windowed by a sinc, half-width 3. */
  LANCZOS(3);

  private final double support;

  Filter(double support) {
    this.support = support;
  }

  /** Half-width of the kernel in samples of the smaller picture. */
  double support() {
    return support;
  }

  /** The kernel at a distance from its centre. */
  double weight(double distance) {
    double x = Math.abs(distance);
    return switch (this) {
      case NEAREST -> throw new IllegalStateException("the nearest sample has no weights");
      case BILINEAR -> x < 1 ? 1 - x : 0;
      case BICUBIC -> cubic(x);
      case LANCZOS -> x < 3 ? sinc(x) * sinc(x / 3) : 0;
    };
  }

  private static double cubic(double x) {
    double a = -0.5;
    if (x < 1) {
      return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : StrictMath.sin(x * Math.PI) / (x * Math.PI);
  }
}
