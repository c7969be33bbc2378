package dev.facsimile.worker.image;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Pictures small enough to compute results by hand. */
public final class TinyPictures {
  private TinyPictures() {}

  /** A grey RGB picture; one row per argument. */
  static Pixels grey(int[]... rows) {
    var data = new byte[rows.length * rows[0].length * 3];
    int to = 0;
    for (var row : rows) {
      for (int value : row) {
        Arrays.fill(data, to, to + 3, (byte) value);
        to += 3;
      }
    }
    return new Pixels(rows[0].length, rows.length, 3, data);
  }

  static int[] row(int... values) {
    return values;
  }

  /** The first channel, row by row. */
  static int[] reds(Pixels picture) {
    var reds = new int[picture.width() * picture.height()];
    for (int i = 0; i < reds.length; i++) {
      reds[i] = picture.data()[i * picture.channels()] & 255;
    }
    return reds;
  }

  /** One pixel. */
  static Pixels pixel(int... samples) {
    var data = new byte[samples.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) samples[i];
    }
    return new Pixels(1, 1, samples.length, data);
  }

  static int[] samples(Pixels picture) {
    var samples = new int[picture.data().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = picture.data()[i] & 255;
    }
    return samples;
  }

  /** Pictures of up to 24 x 24 pixels with any samples. */
  public static Arbitrary<Pixels> any() {
    var side = Arbitraries.integers().between(1, 24);
    return Combinators.combine(side, side, Arbitraries.of(3, 4), Arbitraries.longs())
        .as(TinyPictures::random);
  }

  /** Samples drawn from a seed. */
  public static Pixels random(int width, int height, int channels, long seed) {
    var data = new byte[width * height * channels];
    new Random(seed).nextBytes(data);
    return new Pixels(width, height, channels, data);
  }
}
