package dev.facsimile.pipeline.spec.pod;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An amount of a resource as Kubernetes writes it, for example {@code 4}, {@code 500m} or {@code
 * 128Gi}.
 *
 * @param text the amount as written
 */
public record Quantity(@JsonValue String text) {
  /** What Kubernetes accepts as a non-negative quantity. */
  public static final String PATTERN =
      "\\+?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(([KMGTPE]i)|[numkMGTPE]|([eE][-+]?[0-9]+))?";

  private static final Pattern PARTS =
      Pattern.compile("(\\+?[0-9.]+(?:[eE][-+]?[0-9]+)?)([numkMGTPE]i?)?");
  private static final Map<String, BigDecimal> UNITS =
      Map.ofEntries(
          Map.entry("n", new BigDecimal("1e-9")),
          Map.entry("u", new BigDecimal("1e-6")),
          Map.entry("m", new BigDecimal("1e-3")),
          Map.entry("k", new BigDecimal("1e3")),
          Map.entry("M", new BigDecimal("1e6")),
          Map.entry("G", new BigDecimal("1e9")),
          Map.entry("T", new BigDecimal("1e12")),
          Map.entry("P", new BigDecimal("1e15")),
          Map.entry("E", new BigDecimal("1e18")),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

  /** A quantity from its text. */
  @JsonCreator
  public static Quantity of(String text) {
    return new Quantity(text);
  }

  /**
   * The amount as a number, in the resource's base unit (processors, bytes, devices).
   *
   * @throws IllegalArgumentException when the text is no quantity
   */
  public BigDecimal amount() {
    var parts = PARTS.matcher(text);
    if (!text.matches(PATTERN) || !parts.matches()) {
      throw new IllegalArgumentException("not a quantity: " + text);
    }
    var number = new BigDecimal(parts.group(1).replaceFirst("\\.$", ""));
    return parts.group(2) == null ? number : number.multiply(UNITS.get(parts.group(2)));
  }
}
