package dev.facsimile.pipeline.spec.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facsimile.pipeline.spec.Range;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltInRecipesTest {
  static List<String> names() {
    return BuiltInRecipes.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyStepHasExactlyOneOperationAndEveryRangeIsInOrder(String name) throws Exception {
    for (var step : BuiltInRecipes.read(name)) {
      assertThat(step.operations()).hasSize(1);
      assertThat(step.probability()).isBetween(0.0, 1.0);
      var operation = step.operations().values().iterator().next();
      for (var component : operation.getClass().getRecordComponents()) {
        if (component.getType() == Range.class || component.getType().isEnum()) {
          assertThat(component.getAccessor().invoke(operation))
              .as("%s.%s", step.operations().keySet(), component.getName())
              .isNotNull();
        }
        if (component.getType() == Range.class) {
          var range = (Range) component.getAccessor().invoke(operation);
          assertThat(range.from()).isLessThanOrEqualTo(range.to());
        }
      }
    }
  }

  @Test
  void theReferenceRecipeHasItsSixteenStepsInOrder() {
    var steps = BuiltInRecipes.read("isc21");

    assertThat(steps.stream().map(s -> s.probability() + " " + s.operations().keySet()))
        .containsExactly(
            "1.0 [randomResizedCrop]",
            "0.3 [rotate]",
            "0.3 [pixelize]",
            "0.3 [shufflePixels]",
            "0.3 [perspective]",
            "0.3 [pad]",
            "0.3 [underlay]",
            "0.8 [colorJitter]",
            "1.0 [blur]",
            "0.3 [grayscale]",
            "0.5 [flipHorizontally]",
            "0.3 [emoji]",
            "0.3 [text]",
            "0.3 [text]",
            "0.2 [overlay]",
            "1.0 [resize]");
  }

  @Test
  void everyRangeOfTheLanguageHasBoundsAndADefaultInsideThem() throws Exception {
    int ranges = 0;
    for (var operation : AugmentationSpec.class.getRecordComponents()) {
      if (operation.getType().isRecord()) {
        for (var field : operation.getType().getDeclaredFields()) {
          if (field.getType() == Range.class) {
            ranges++;
            double min = field.getAnnotation(Min.class).value();
            double max = field.getAnnotation(Max.class).value();
            var range =
                new ObjectMapper()
                    .readValue(field.getAnnotation(Default.class).value(), Range.class);
            assertThat(range.from()).as("%s", field).isBetween(min, range.to());
            assertThat(range.to()).as("%s", field).isLessThanOrEqualTo(max);
          }
        }
      }
    }
    assertThat(ranges).isGreaterThan(40);
  }

  @Test
  void anUnknownNameIsAnErrorThatListsTheKnownOnes() {
    assertThatThrownBy(() -> BuiltInRecipes.read("isc22"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("isc22")
        .hasMessageContaining("isc21, strong");
  }
}
