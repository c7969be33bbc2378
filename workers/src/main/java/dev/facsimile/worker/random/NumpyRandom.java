package dev.facsimile.worker.random;

/**
 * NumPy's legacy generator {@code RandomState} (MT19937; Matsumoto and Nishimura, ACM TOMACS 8,
 * 1998), for augmentations whose reference fixes a seed. Draws are NumPy's, number by number. Not
 * thread safe.
 */
public final class NumpyRandom {
  private static final int WORDS = 624;
  private static final int SHIFT = 397;

  private final int[] state = new int[WORDS];
  private int position = WORDS;
  private double spareGaussian = Double.NaN;

  /** The generator after {@code numpy.random.seed(seed)}; the seed's lowest 32 bits count. */
  public NumpyRandom(long seed) {
    state[0] = (int) seed;
    for (int i = 1; i < WORDS; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /** The next 32 random bits. */
  public int nextInt() {
    if (position == WORDS) {
      refill();
    }
    int y = state[position++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9D2C5680;
    y ^= (y << 15) & 0xEFC60000;
    return y ^ (y >>> 18);
  }

  private void refill() {
    for (int i = 0; i < WORDS; i++) {
      int y = (state[i] & 0x80000000) | (state[(i + 1) % WORDS] & 0x7FFFFFFF);
      state[i] = state[(i + SHIFT) % WORDS] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908B0DF);
    }
    position = 0;
  }

  /** Uniform in [0, 1), as {@code random_sample()}. */
  public double nextDouble() {
    long high = nextInt() >>> 5;
    long low = nextInt() >>> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }

  /** Standard normal, as {@code standard_normal()} (Marsaglia's polar method). */
  public double gaussian() {
    if (!Double.isNaN(spareGaussian)) {
      double spare = spareGaussian;
      spareGaussian = Double.NaN;
      return spare;
    }
    double x;
    double y;
    double radius;
    do {
      x = 2 * nextDouble() - 1;
      y = 2 * nextDouble() - 1;
      radius = x * x + y * y;
    } while (radius >= 1 || radius == 0);
    double factor = Math.sqrt(-2 * StrictMath.log(radius) / radius);
    spareGaussian = factor * x;
    return factor * y;
  }

  /** A random order of 0..n-1, as {@code permutation(n)} and {@code shuffle}. */
  public int[] permutation(int n) {
    var order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    for (int i = n - 1; i > 0; i--) {
      int j = upTo(i);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }

  /** Uniform in 0..max: bits under the next power of two, drawn again when too large. */
  private int upTo(int max) {
    int mask = -1 >>> Integer.numberOfLeadingZeros(max);
    int value;
    do {
      value = nextInt() & mask;
    } while (value > max);
    return value;
  }
}
