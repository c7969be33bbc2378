package dev.facsimile.worker.synthesize.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.facsimile.pipeline.spec.recipe.BuiltInRecipes;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.random.Philox;
import java.util.HashMap;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RecipeTest {
  private static final Pixels PICTURE = Steps.picture(40, 30, 1);

  @Property(tries = 12)
  void equalGeneratorsGiveEqualPicturesAndOthersOthers(
      @ForAll @IntRange(max = 1) int recipe, @ForAll @IntRange(max = 1000) int view) {
    var steps = new Recipe(BuiltInRecipes.read(BuiltInRecipes.names().get(recipe)));

    var one = steps.apply(PICTURE, Philox.of(1, "id", view), Steps.pool());
    var same = steps.apply(PICTURE, Philox.of(1, "id", view), Steps.pool());
    var otherView = steps.apply(PICTURE, Philox.of(1, "id", view + 1), Steps.pool());
    var otherSeed = steps.apply(PICTURE, Philox.of(2, "id", view), Steps.pool());

    assertThat(same.pixels().data()).isEqualTo(one.pixels().data());
    assertThat(same.edits()).isEqualTo(one.edits());
    assertThat(same.boxes()).isEqualTo(one.boxes());
    assertThat(otherView.pixels().data()).isNotEqualTo(one.pixels().data());
    assertThat(otherSeed.pixels().data()).isNotEqualTo(one.pixels().data());
  }

  @Property(tries = 40)
  void boxesStayInsideThePictureWhateverIsDone(
      @ForAll @IntRange(min = 1, max = 90) int width,
      @ForAll @IntRange(min = 1, max = 90) int height,
      @ForAll long seed) {
    var recipe = new Recipe(BuiltInRecipes.read("strong"));

    var augmented =
        recipe.applySome(14, Steps.picture(width, height, 2), Philox.of(seed), Steps.pool());

    for (var box : augmented.boxes()) {
      assertThat(box.x()).isBetween(0.0, 1.0);
      assertThat(box.y()).isBetween(0.0, 1.0);
      assertThat(box.width()).isBetween(0.0, 1 - box.x());
      assertThat(box.height()).isBetween(0.0, 1 - box.y());
    }
  }

  @Test
  void stepsAreAppliedAsOftenAsTheirProbabilitySays() {
    var recipe =
        new Recipe(
            Steps.of(
                "[{probability: 0.0, flipVertically: {}}, {probability: 0.3, flipHorizontally: {}},"
                    + " {probability: 1.0, grayscale: {mode: average}}]"));
    int n = 5000;

    var times = new HashMap<String, Integer>();
    for (int i = 0; i < n; i++) {
      for (var edit : recipe.apply(PICTURE, Philox.of(7, i), Steps.pool()).edits()) {
        times.merge(edit.name(), 1, Integer::sum);
      }
    }

    assertThat(times).doesNotContainKey("flipVertically").containsEntry("grayscale", n);
    assertThat(times.get("flipHorizontally") / (double) n).isCloseTo(0.3, within(0.02));
  }

  @Property(tries = 20)
  void aChoiceHasAsManyStepsAsWantedInTheRecipesOrder(
      @ForAll @IntRange(min = 1, max = 9) int edits, @ForAll long seed) {
    var names =
        List.of("flipHorizontally", "flipVertically", "brightness", "contrast", "grayscale");
    var recipe =
        new Recipe(
            Steps.of(
                "[{probability: 0.1, flipHorizontally: {}}, {probability: 0.1, flipVertically: {}},"
                    + " {probability: 0.1, brightness: {factor: {from: 1, to: 2}}}, {probability:"
                    + " 0.1, contrast: {factor: {from: 1, to: 2}}}, {probability: 0.1, grayscale:"
                    + " {mode: average}}]"));

    var applied =
        recipe.applySome(edits, PICTURE, Philox.of(seed), Steps.pool()).edits().stream()
            .map(Edit::name)
            .toList();

    assertThat(applied).hasSize(Math.min(edits, 5));
    assertThat(applied).isEqualTo(names.stream().filter(applied::contains).toList());
  }

  @Test
  void everyDrawIsNoted() {
    var recipe =
        new Recipe(
            Steps.of(
                "[{probability: 1.0, underlay: {scale: {from: 0.1, to: 0.2}, left: {from: 0, to: 0.5},"
                    + " top: {from: 0, to: 0.5}}}]"));

    var edit = recipe.apply(PICTURE, Philox.of(1), Steps.pool()).edits().get(0);

    assertThat(edit.name()).isEqualTo("underlay");
    assertThat(edit.parameters()).containsOnlyKeys("other", "scale", "left", "top");
    assertThat((double) edit.parameters().get("scale")).isBetween(0.1, 0.2);
    assertThat(edit.parameters().get("other").toString()).startsWith("other");
  }

  @Test
  void anEmptyRecipeChangesNothing() {
    var augmented = new Recipe(List.of()).apply(PICTURE, Philox.of(1), Steps.pool());

    assertThat(augmented.pixels().data()).isEqualTo(PICTURE.data());
    assertThat(augmented.edits()).isEmpty();
  }

  @Test
  void aStepWithoutOperationIsAnErrorThatNamesItsPosition() {
    var steps = Steps.of("[{probability: 1.0, flipVertically: {}}, {probability: 1.0}]");

    assertThatThrownBy(() -> new Recipe(steps))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("step 2")
        .extracting(e -> ((TaskException) e).exitCode())
        .isEqualTo(ExitCode.BAD_CONFIGURATION);
  }

  @Test
  void aRecipeThatGrowsWithoutBoundsIsAnError() {
    var grow = "{probability: 1.0, resize: {widthPx: 4096, heightPx: 4096, filter: nearest}}";
    var scale = "{probability: 1.0, scale: {factor: {from: 4, to: 4}}}";
    var recipe = new Recipe(Steps.of("[" + grow + ", " + scale + "]"));

    assertThatThrownBy(() -> recipe.apply(PICTURE, Philox.of(1), Steps.pool()))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("scale")
        .hasMessageContaining("lower its factors");
  }
}
