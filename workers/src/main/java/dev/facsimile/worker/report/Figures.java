package dev.facsimile.worker.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as a reader wants them; the same on every machine. */
public final class Figures {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final String MINUS = "\u2212";
  private static final String THIN_SPACE = "\u2009";

  /** A metric with three decimals; a dash when absent. */
  public String score(Double value) {
    return value == null ? "–" : fixed(value, 3);
  }

  /** A difference with its sign and three decimals; a dash when absent. */
  public String signed(Double value) {
    if (value == null) {
      return "–";
    }
    var text = fixed(value, 3);
    return value >= 0 ? "+" + text : text;
  }

  /** A share in whole percent. */
  public String percent(Double share) {
    return share == null ? "–" : fixed(100 * share, 0) + THIN_SPACE + "%";
  }

  /** A count with its thousands apart. */
  public String count(Long number) {
    return number == null
        ? "–"
        : String.format(Locale.ROOT, "%,d", number).replace(",", THIN_SPACE);
  }

  /** A date and time in UTC. */
  public String date(Instant instant) {
    return MINUTE.format(instant);
  }

  /** A duration in its two largest units. */
  public String time(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 10) {
      return fixed(duration.toMillis() / 1000.0, 1) + " s";
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
  }

  /** Where a share lies between 0 and 1, as a length in percent. */
  public String along(double share) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * Math.min(1, Math.max(0, share)));
  }

  /** Where a value lies between {@code -scale} and {@code scale}, as a length in percent. */
  public String offset(double value, double scale) {
    return along((value + scale) / (2 * scale));
  }

  /** An operation's or term's name in words: {@code colorJitter} becomes {@code color jitter}. */
  public String words(String camelCase) {
    return camelCase
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ")
        .replace('_', ' ')
        .toLowerCase(Locale.ROOT);
  }

  private static String fixed(double value, int decimals) {
    var text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    boolean zero = text.chars().allMatch(c -> c == '-' || c == '0' || c == '.');
    return text.startsWith("-") ? (zero ? "" : MINUS) + text.substring(1) : text;
  }
}
