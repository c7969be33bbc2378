package dev.facsimile.pipeline.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.facsimile.pipeline.schema.RecordShape.Field;
import dev.facsimile.pipeline.spec.ArtifactKind;
import dev.facsimile.pipeline.spec.ExactlyOne;
import dev.facsimile.pipeline.spec.KeyPattern;
import dev.facsimile.pipeline.spec.Range;
import dev.facsimile.pipeline.spec.Reads;
import dev.facsimile.pipeline.spec.pod.Quantity;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the shape of a record from its components and their annotations. */
public final class ShapeReader {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return record(type.asSubclass(Record.class), null);
        }
      };

  private ShapeReader() {}

  /**
   * The shape of a record.
   *
   * @throws IllegalArgumentException when a component has a type or a default that is not
   *     understood: a defect of the record
   */
  public static RecordShape of(Class<? extends Record> type) {
    return SHAPES.get(type);
  }

  private static RecordShape record(Class<? extends Record> type, NumberShape rangeBounds) {
    var fields = new LinkedHashMap<String, Field>();
    for (var component : type.getRecordComponents()) {
      try {
        var declared = type.getDeclaredField(component.getName());
        fields.put(declared.getName(), field(declared, rangeBounds));
      } catch (NoSuchFieldException e) {
        throw new IllegalStateException("a record has a field for each component", e);
      }
    }
    return new RecordShape(type, Collections.unmodifiableMap(fields), union(type, fields));
  }

  private static List<String> union(Class<?> type, Map<String, Field> fields) {
    var annotation = type.getAnnotation(ExactlyOne.class);
    if (annotation == null) {
      return List.of();
    }
    var names = new ArrayList<>(List.of(annotation.value()));
    if (names.isEmpty()) {
      fields.values().stream()
          .filter(field -> field.shape() instanceof RecordShape)
          .forEach(field -> names.add(field.name()));
    }
    if (!fields.keySet().containsAll(names)) {
      throw new IllegalArgumentException("a union of unknown fields in " + type);
    }
    return List.copyOf(names);
  }

  private static Field field(java.lang.reflect.Field declared, NumberShape rangeBounds) {
    var shape = rangeBounds != null ? rangeBounds : shape(declared.getAnnotatedType(), declared);
    var description = declared.getAnnotation(JsonPropertyDescription.class);
    var reads = declared.getAnnotation(Reads.class);
    var fallback = declared.getAnnotation(Default.class);
    return new Field(
        declared.getName(),
        shape,
        description == null ? "" : description.value(),
        declared.isAnnotationPresent(Required.class),
        fallback == null ? Optional.empty() : Optional.of(defaultValue(shape, fallback, declared)),
        reads == null ? List.<ArtifactKind>of() : List.of(reads.value()),
        reads != null && reads.divides());
  }

  private static JsonNode defaultValue(
      Shape shape, Default annotation, java.lang.reflect.Field declared) {
    try {
      var text = annotation.value();
      return shape.complete(shape.isText() ? Values.NODES.textNode(text) : JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("default of " + declared, e);
    }
  }

  private static Shape shape(AnnotatedType annotated, AnnotatedElement element) {
    if (annotated instanceof AnnotatedParameterizedType parameterized) {
      return collection(parameterized, element);
    }
    var type = (Class<?>) annotated.getType();
    if (type == Range.class) {
      return record(Range.class, number(false, element));
    }
    if (type == Quantity.class) {
      return new QuantityShape();
    }
    if (type.isRecord()) {
      return of(type.asSubclass(Record.class));
    }
    if (type.isEnum()) {
      return new ChoiceShape(words(type));
    }
    return scalar(type, element);
  }

  private static Shape collection(AnnotatedParameterizedType type, AnnotatedElement element) {
    var arguments = type.getAnnotatedActualTypeArguments();
    var size = element.getAnnotation(Size.class);
    if (type.getType().getTypeName().startsWith(Map.class.getName())) {
      var keys = element.getAnnotation(KeyPattern.class);
      return new MapShape(
          keys == null ? "" : keys.value(),
          size == null ? Long.MAX_VALUE : size.max(),
          shape(arguments[1], arguments[1]));
    }
    return new ListShape(
        shape(arguments[0], arguments[0]),
        size == null ? 0 : size.min(),
        size == null ? Long.MAX_VALUE : size.max());
  }

  private static Shape scalar(Class<?> type, AnnotatedElement element) {
    if (type == String.class) {
      var pattern = element.getAnnotation(Pattern.class);
      var size = element.getAnnotation(Size.class);
      return new TextShape(
          pattern == null ? "" : pattern.value(),
          size == null ? 0 : size.min(),
          size == null ? Long.MAX_VALUE : size.max());
    }
    if (type == boolean.class || type == Boolean.class) {
      return new FlagShape();
    }
    if (type == int.class || type == Integer.class) {
      var bounds = number(true, element);
      return new NumberShape(
          true,
          Math.max(bounds.min(), Integer.MIN_VALUE),
          Math.min(bounds.max(), Integer.MAX_VALUE));
    }
    if (type == long.class || type == Long.class) {
      return number(true, element);
    }
    if (type == double.class || type == Double.class) {
      return number(false, element);
    }
    if (JsonNode.class.isAssignableFrom(type)) {
      return new FreeShape();
    }
    throw new IllegalArgumentException("no shape for " + type + " at " + element);
  }

  private static NumberShape number(boolean whole, AnnotatedElement element) {
    var min = element.getAnnotation(Min.class);
    var max = element.getAnnotation(Max.class);
    return new NumberShape(
        whole,
        min == null ? Double.NEGATIVE_INFINITY : min.value(),
        max == null ? Double.POSITIVE_INFINITY : max.value());
  }

  private static List<String> words(Class<?> type) {
    var words = new ArrayList<String>();
    for (var constant : type.getFields()) {
      if (constant.isEnumConstant()) {
        var name = constant.getAnnotation(JsonProperty.class);
        words.add(name == null ? constant.getName() : name.value());
      }
    }
    return List.copyOf(words);
  }
}
