package dev.facsimile.operator.decide;

import java.util.Locale;

/** Names of worker Jobs. */
public final class JobNames {
  private static final int DIGITS = 20;

  private JobNames() {}

  /** {@code <type>-<beginning of the fingerprint>-<attempt>}: creating it twice is harmless. */
  public static String of(String type, String fingerprint, int attempt) {
    return type.toLowerCase(Locale.ROOT) + "-" + fingerprint.substring(0, DIGITS) + "-" + attempt;
  }
}
