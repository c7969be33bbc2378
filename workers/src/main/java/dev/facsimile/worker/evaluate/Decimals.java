package dev.facsimile.worker.evaluate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * Decimal text of doubles, the same on every JDK ({@code Double.toString} changed with JDK 19): the
 * fewest significant digits from 15 to 17 that give the number back.
 */
public final class Decimals {
  private static final int MOST_DIGITS = 17;

  private Decimals() {}

  /** A text that reads back as the same number; {@code inf}, {@code -inf} and {@code nan} too. */
  public static String text(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return number(value).toString();
  }

  /**
   * The number in decimal; zero has no sign.
   *
   * @throws NumberFormatException when the value is not finite
   */
  public static BigDecimal number(double value) {
    var exact = new BigDecimal(value);
    int digits = MOST_DIGITS - 2;
    var rounded = exact.round(new MathContext(digits));
    while (digits < MOST_DIGITS && rounded.doubleValue() != value) {
      digits++;
      rounded = exact.round(new MathContext(digits));
    }
    var stripped = rounded.stripTrailingZeros();
    return stripped.scale() < 0 && stripped.precision() - stripped.scale() <= MOST_DIGITS
        ? stripped.setScale(0)
        : stripped;
  }

  /**
   * Reads a number as Python's {@code float} does, which the contest's tools use: blanks around it,
   * {@code inf}, {@code nan} and single underscores between digits are allowed; Java's own suffixes
   * and hexadecimal forms are not.
   *
   * @throws NumberFormatException when it is none
   */
  public static double parse(String text) {
    var trimmed = text.strip();
    int sign = trimmed.startsWith("-") ? -1 : 1;
    var unsigned =
        trimmed.startsWith("-") || trimmed.startsWith("+") ? trimmed.substring(1) : trimmed;
    switch (unsigned.toLowerCase(Locale.ROOT)) {
      case "inf", "infinity":
        return sign * Double.POSITIVE_INFINITY;
      case "nan":
        return Double.NaN;
      default:
        break;
    }
    boolean digit = false;
    for (int i = 0; i < trimmed.length(); i++) {
      char c = trimmed.charAt(i);
      boolean separator = c == '_' && digit && i + 1 < trimmed.length() && digit(trimmed, i + 1);
      digit = digit(trimmed, i);
      if (!digit && !separator && "+-.eE".indexOf(c) < 0) {
        throw new NumberFormatException("not a number: \"" + text + "\"");
      }
    }
    return Double.parseDouble(trimmed.replace("_", ""));
  }

  private static boolean digit(String text, int at) {
    return text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }
}
