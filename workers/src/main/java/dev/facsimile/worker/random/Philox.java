package dev.facsimile.worker.random;

import dev.facsimile.pipeline.artifact.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Counter-based random numbers (Philox4x32-10; Salmon, Moraes, Dror, Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011). A stream is named by its key, so that the draws for one
 * picture never depend on which others were made before it, on which thread, or by which JDK. Not
 * thread safe.
 */
public final class Philox {
  private static final int MULTIPLIER_0 = 0xD2511F53;
  private static final int MULTIPLIER_1 = 0xCD9E8D57;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;

  private final int key0;
  private final int key1;
  private final int stream0;
  private final int stream1;
  private final int[] block = new int[4];
  private long counter;
  private int used = 4;

  private Philox(long key, long stream) {
    this.key0 = (int) key;
    this.key1 = (int) (key >>> 32);
    this.stream0 = (int) stream;
    this.stream1 = (int) (stream >>> 32);
  }

  /** The stream named by a seed and any number of parts; parts are told apart by their text. */
  public static Philox of(long seed, Object... parts) {
    var digest = Digests.newSha256();
    digest.update(ByteBuffer.allocate(8).putLong(seed).flip());
    for (var part : parts) {
      var bytes = part.toString().getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
      digest.update(bytes);
    }
    var name = ByteBuffer.wrap(digest.digest());
    return new Philox(name.getLong(), name.getLong());
  }

  /** The cipher itself: four counter words and two key words to four random words. */
  static int[] cipher(int c0, int c1, int c2, int c3, int k0, int k1) {
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = (MULTIPLIER_0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
      long product1 = (MULTIPLIER_1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
      int next0 = (int) (product1 >>> 32) ^ c1 ^ k0;
      int next2 = (int) (product0 >>> 32) ^ c3 ^ k1;
      c0 = next0;
      c1 = (int) product1;
      c2 = next2;
      c3 = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    return new int[] {c0, c1, c2, c3};
  }

  /** The next 32 random bits. */
  public int nextInt() {
    if (used == 4) {
      var words = cipher((int) counter, (int) (counter >>> 32), stream0, stream1, key0, key1);
      System.arraycopy(words, 0, block, 0, 4);
      counter++;
      used = 0;
    }
    return block[used++];
  }

  /** The next 64 random bits. */
  public long nextLong() {
    return ((long) nextInt() << 32) | (nextInt() & 0xFFFFFFFFL);
  }

  /** Uniform in [0, 1), a multiple of 2^-53. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Uniform in [from, to). */
  public double uniform(double from, double to) {
    return from + (to - from) * nextDouble();
  }

  /** True with the given probability. */
  public boolean chance(double probability) {
    return nextDouble() < probability;
  }

  /**
   * Uniform in 0..bound-1, without modulo bias (Lemire's rejection).
   *
   * @throws IllegalArgumentException when the bound is not positive
   */
  public int below(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive: " + bound);
    }
    long product = (nextInt() & 0xFFFFFFFFL) * bound;
    if ((product & 0xFFFFFFFFL) < bound) {
      long threshold = (0x100000000L - bound) % bound;
      while ((product & 0xFFFFFFFFL) < threshold) {
        product = (nextInt() & 0xFFFFFFFFL) * bound;
      }
    }
    return (int) (product >>> 32);
  }

  /** Standard normal (Box and Muller), by StrictMath so that every JDK agrees. */
  public double gaussian() {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return radius * StrictMath.cos(2 * StrictMath.PI * nextDouble());
  }

  /** A uniformly random order of 0..n-1 (Fisher and Yates). */
  public int[] permutation(int n) {
    return prefixOfPermutation(n, n);
  }

  /** The first {@code k} entries of a uniformly random order of 0..n-1. */
  public int[] prefixOfPermutation(int n, int k) {
    var order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    for (int i = 0; i < k; i++) {
      int j = i + below(n - i);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return k == n ? order : Arrays.copyOf(order, k);
  }
}
