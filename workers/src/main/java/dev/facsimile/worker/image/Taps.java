package dev.facsimile.worker.image;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * For each output position along one axis, which input samples enter with which weight, as Pillow's
 * {@code Resample.c} computes them: weights in double, normalised, then 22-bit fixed point rounded
 * half away from zero.
 *
 * @param first first input sample per output position
 * @param count number of input samples per output position
 * @param most the largest count
 * @param weights {@code most} weights per output position, the rest of each line 0
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of tables, never compared
record Taps(int[] first, int[] count, int most, int[] weights) {
  static final int PRECISION = 32 - 8 - 2;
  static final int HALF = 1 << (PRECISION - 1);
  private static final int CACHED = 256;
  private static final Map<Key, Taps> CACHE = new ConcurrentHashMap<>();

  private record Key(int in, int out, Filter filter) {}

  /** The taps from {@code in} samples to {@code out} samples; remembered for a while. */
  static Taps of(int in, int out, Filter filter) {
    var key = new Key(in, out, filter);
    var known = CACHE.get(key);
    if (known != null) {
      return known;
    }
    if (CACHE.size() >= CACHED) {
      CACHE.clear();
    }
    var taps = compute(in, out, filter);
    CACHE.put(key, taps);
    return taps;
  }

  private static Taps compute(int in, int out, Filter filter) {
    double scale = (double) in / out;
    double stretch = Math.max(scale, 1);
    double support = filter.support() * stretch;
    int most = (int) Math.ceil(support) * 2 + 1;
    var first = new int[out];
    var count = new int[out];
    var weights = new int[Math.multiplyExact(out, most)];
    var line = new double[most];
    for (int i = 0; i < out; i++) {
      double centre = (i + 0.5) * scale;
      int from = Math.max((int) (centre - support + 0.5), 0);
      int n = Math.min((int) (centre + support + 0.5), in) - from;
      double sum = 0;
      for (int j = 0; j < n; j++) {
        line[j] = filter.weight((j + from - centre + 0.5) * (1 / stretch));
        sum += line[j];
      }
      for (int j = 0; j < n; j++) {
        double weight = (sum == 0 ? line[j] : line[j] / sum) * (1 << PRECISION);
        weights[i * most + j] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
      }
      first[i] = from;
      count[i] = n;
    }
    return new Taps(first, count, most, weights);
  }
}
