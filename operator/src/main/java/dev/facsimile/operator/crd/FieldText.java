package dev.facsimile.operator.crd;

import com.fasterxml.jackson.databind.JsonNode;
import dev.facsimile.pipeline.schema.ListShape;
import dev.facsimile.pipeline.schema.NumberShape;
import dev.facsimile.pipeline.schema.RecordShape;
import dev.facsimile.pipeline.schema.RecordShape.Field;
import dev.facsimile.pipeline.schema.Shape;
import dev.facsimile.pipeline.spec.Range;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What {@code kubectl explain} says of a field: its description, its default, its bounds. */
final class FieldText {
  private static final double LARGEST = Integer.MAX_VALUE;

  private FieldText() {}

  static String of(Field field) {
    var sentences = new ArrayList<String>();
    sentences.add(field.description());
    field.defaultValue().map(FieldText::show).ifPresent(text -> addDefault(text, sentences));
    sentences.addAll(bounds(field.shape()));
    return sentences.stream()
        .map(sentence -> sentence.endsWith(".") ? sentence : sentence + ".")
        .collect(Collectors.joining(" "));
  }

  private static void addDefault(String text, List<String> sentences) {
    if (!text.isEmpty()) {
      sentences.add("Default: " + text);
    }
  }

  private static String show(JsonNode value) {
    if (value.has("from") && value.size() == 2) {
      return show(value.get("from")) + " to " + show(value.get("to"));
    }
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(FieldText::show)
          .collect(Collectors.joining(", "));
    }
    if (value.isObject()) {
      return "";
    }
    return value.isNumber() ? number(value.decimalValue()) : value.asText();
  }

  private static List<String> bounds(Shape shape) {
    if (shape instanceof NumberShape number) {
      return bounds(number);
    }
    if (shape instanceof RecordShape range && range.type() == Range.class) {
      return bounds((NumberShape) range.fields().get("from").shape());
    }
    if (shape instanceof ListShape list && list.maxItems() < Long.MAX_VALUE) {
      return List.of((list.minItems() > 0 ? "1 to " : "At most ") + list.maxItems() + " items");
    }
    return List.of();
  }

  private static List<String> bounds(NumberShape shape) {
    var isBelow = shape.min() > -LARGEST;
    var isAbove = shape.max() < LARGEST;
    if (isBelow && isAbove) {
      return List.of("Between " + number(shape.min()) + " and " + number(shape.max()));
    }
    if (isBelow) {
      return List.of("At least " + number(shape.min()));
    }
    return isAbove ? List.of("At most " + number(shape.max())) : List.of();
  }

  private static String number(double value) {
    return number(BigDecimal.valueOf(value));
  }

  private static String number(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
