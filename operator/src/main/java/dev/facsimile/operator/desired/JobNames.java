package dev.facsimile.operator.desired;

import java.util.Locale;

/** Names of Jobs: equal for equal attempts, so that creating one twice is harmless. */
public final class JobNames {
  /** Longest name, so that a pod's host name, which adds an index, has at most 63 characters. */
  public static final int MAX_LENGTH = 52;

  private static final int DIGITS = 20;
  private static final int TYPE_LENGTH = MAX_LENGTH - DIGITS - "--2147483647".length();

  private JobNames() {}

  /** {@code <type>-<20 hex digits of the fingerprint>-<attempt>}; a long type is cut. */
  public static String of(String type, String fingerprint, int attempt) {
    var word = type.toLowerCase(Locale.ROOT);
    return word.substring(0, Math.min(word.length(), TYPE_LENGTH))
        + "-"
        + fingerprint.substring(0, DIGITS)
        + "-"
        + attempt;
  }
}
