package dev.facsimile.worker.image;

import dev.facsimile.worker.random.Philox;

/** Disturbances that draw random numbers. */
public final class Noise {
  private Noise() {}

  /**
   * Gaussian noise on every colour sample (AugLy's {@code random_noise}): sample / 255 + N(mean,
   * variance), clipped to 0..1, times 255, truncated. Alpha is kept.
   *
   * @throws IllegalArgumentException when the variance is negative
   */
  public static Pixels gaussian(Pixels source, double mean, double variance, Philox random) {
    if (!(variance >= 0)) {
      throw new IllegalArgumentException("a variance cannot be negative: " + variance);
    }
    double sigma = Math.sqrt(variance);
    var in = source.data();
    var out = in.clone();
    for (int i = 0; i < in.length; i += source.channels()) {
      for (int c = i; c < i + 3; c++) {
        double value = (in[c] & 255) / 255f + (mean + sigma * random.gaussian());
        out[c] = (byte) (int) (Math.min(Math.max(value, 0), 1) * 255);
      }
    }
    return new Pixels(source.width(), source.height(), source.channels(), out);
  }

  /**
   * int(factor * pixels) randomly chosen pixels in a random order among themselves (AugLy's {@code
   * shuffle_pixels}).
   *
   * @param factor 0 to 1
   */
  public static Pixels shufflePixels(Pixels source, double factor, Philox random) {
    int pixels = source.width() * source.height();
    var positions = random.prefixOfPermutation(pixels, (int) (factor * pixels));
    var order = random.permutation(positions.length);
    var sources = new int[positions.length];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = positions[order[i]];
    }
    return Geometry.shufflePixels(source, positions, sources);
  }
}
