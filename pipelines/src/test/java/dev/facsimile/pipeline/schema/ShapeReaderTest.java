package dev.facsimile.pipeline.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.facsimile.pipeline.problem.Problem;
import dev.facsimile.pipeline.problem.Problems;
import dev.facsimile.pipeline.schema.RecordShape.Field;
import dev.facsimile.pipeline.spec.PipelineSpec;
import dev.facsimile.pipeline.spec.TrainSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeReaderTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void everyFieldHasADescriptionAndEveryPrimitiveIsRequiredOrHasADefault() {
    assertThat(gaps(ShapeReader.of(PipelineSpec.class), "spec")).isEmpty();
  }

  private static List<String> gaps(Shape shape, String path) {
    var gaps = new ArrayList<String>();
    if (shape instanceof RecordShape structure) {
      for (var field : structure.fields().values()) {
        var place = path + "." + field.name();
        if (field.description().isEmpty()) {
          gaps.add(place + " has no description");
        }
        if (isPrimitive(structure, field) && !field.required() && field.defaultValue().isEmpty()) {
          gaps.add(place + " is primitive and has no default");
        }
        gaps.addAll(gaps(field.shape(), place));
      }
    } else if (shape instanceof ListShape list) {
      gaps.addAll(gaps(list.item(), path + "[]"));
    } else if (shape instanceof MapShape map) {
      gaps.addAll(gaps(map.value(), path + ".*"));
    }
    // The ends of a range have their own texts in one place only.
    gaps.removeIf(gap -> gap.endsWith(".from has no description"));
    return gaps;
  }

  private static boolean isPrimitive(RecordShape structure, Field field) {
    for (var component : structure.type().getRecordComponents()) {
      if (component.getName().equals(field.name())) {
        return component.getType().isPrimitive();
      }
    }
    return false;
  }

  @Test
  void everyDefaultIsValid() {
    assertThat(badDefaults(ShapeReader.of(PipelineSpec.class), "spec")).isEmpty();
  }

  private static List<Problem> badDefaults(Shape shape, String path) {
    var found = new ArrayList<Problem>();
    if (shape instanceof RecordShape structure) {
      for (var field : structure.fields().values()) {
        var problems = new Problems();
        field
            .defaultValue()
            .ifPresent(value -> field.shape().check(value, path + "." + field.name(), problems));
        found.addAll(problems.all());
        found.addAll(badDefaults(field.shape(), path + "." + field.name()));
      }
    } else if (shape instanceof ListShape list) {
      found.addAll(badDefaults(list.item(), path + "[]"));
    } else if (shape instanceof MapShape map) {
      found.addAll(badDefaults(map.value(), path + ".*"));
    }
    return found;
  }

  @Test
  void completeFillsInAndReduceTakesOut() throws Exception {
    var shape = ShapeReader.of(TrainSpec.class);
    var given = JSON.readTree("{\"dataset\":\"x\",\"epochs\":25,\"loss\":{\"triplet\":2}}");
    var complete = shape.complete(given);
    assertThat(complete.at("/network/width").intValue()).isEqualTo(64);
    assertThat(complete.at("/loss/crossEntropyProjection").doubleValue()).isEqualTo(10);
    assertThat(CanonicalJson.write(shape.reduce(complete)))
        .isEqualTo("{\"dataset\":\"x\",\"loss\":{\"triplet\":2}}");
  }

  @Test
  void canonicalNumbersAreExactAndTextsQuoted() throws Exception {
    var tree = JSON.readTree("{\"b\":[1.50,-0.0,1e-8,7,true],\"a\":\"q\\\"\\u00e9\\n\",\"c\":{}}");
    assertThat(CanonicalJson.write(tree))
        .isEqualTo(
            "{\"a\":\"q\\\"\u00e9\\n\",\"b\":[1.5,0,"
                + "1.0000000000000000209225608301284726753266340892878361046314239501953125E-8"
                + ",7,true],\"c\":{}}");
  }
}
