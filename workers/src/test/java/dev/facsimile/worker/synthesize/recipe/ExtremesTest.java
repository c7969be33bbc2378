package dev.facsimile.worker.synthesize.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.spec.Range;
import dev.facsimile.pipeline.spec.recipe.AugmentationSpec;
import dev.facsimile.worker.random.Philox;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the language allows, a step does: at the bounds of its fields, on odd pictures. */
class ExtremesTest {
  private static final int[][] SIZES = {{1, 1}, {1, 40}, {40, 1}, {23, 17}};

  static Stream<Class<?>> steps() {
    return Arrays.stream(AugmentationSpec.class.getRecordComponents())
        .<Class<?>>map(RecordComponent::getType)
        .filter(Class::isRecord);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aStepWorksAtTheBoundsOfItsFields(Class<? extends Record> type) throws Exception {
    for (var step :
        List.of(step(type, true, true), step(type, false, false), step(type, true, false))) {
      for (var size : SIZES) {
        for (int seed = 0; seed < 3; seed++) {
          var picture =
              new Composition(
                  Steps.picture(size[0], size[1], seed),
                  List.of(new Box(Box.Kind.EMOJI, 0.1, 0.2, 0.8, 0.7)));

          var result = Operations.apply(step, picture, new Draws(Philox.of(seed), Steps.pool()));

          assertThat(result.pixels().channels()).isEqualTo(3);
          for (var box : result.boxes()) {
            assertThat(box.x()).isBetween(0.0, 1.0);
            assertThat(box.y()).isBetween(0.0, 1.0);
            assertThat(box.width()).isBetween(0.0, 1 - box.x());
            assertThat(box.height()).isBetween(0.0, 1 - box.y());
          }
        }
      }
    }
  }

  /** Every range from its lower or upper bound to the same or the other one. */
  private static Record step(Class<? extends Record> type, boolean fromMin, boolean toMin)
      throws Exception {
    var types = new ArrayList<Class<?>>();
    var values = new ArrayList<Object>();
    for (var component : type.getRecordComponents()) {
      var field = type.getDeclaredField(component.getName());
      types.add(field.getType());
      if (field.getType() == Range.class) {
        double min = field.getAnnotation(Min.class).value();
        double max = field.getAnnotation(Max.class).value();
        values.add(Range.of(fromMin ? min : max, toMin ? min : max));
      } else if (field.getType() == int.class) {
        values.add((int) field.getAnnotation(Min.class).value());
      } else if (field.getType().isEnum()) {
        var constants = field.getType().getEnumConstants();
        values.add(constants[fromMin ? 0 : constants.length - 1]);
      } else {
        values.add(null);
      }
    }
    return type.getDeclaredConstructor(types.toArray(Class<?>[]::new))
        .newInstance(values.toArray());
  }
}
