package dev.facsimile.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.facsimile.pipeline.document.PipelineReader;
import dev.facsimile.pipeline.plan.StageInput.Reading;
import dev.facsimile.pipeline.plan.StageInput.Selection;
import dev.facsimile.pipeline.problem.InvalidPipelineException;
import dev.facsimile.pipeline.problem.Problem;
import dev.facsimile.pipeline.spec.ExtractSpec;
import dev.facsimile.pipeline.spec.TrainSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private final Plan plan = Planner.plan(Examples.contest());

  @Test
  void contestPlansCleanlyInExecutionOrder() {
    assertThat(plan.warnings()).isEmpty();
    assertThat(plan.pipeline()).isEqualTo("isc21");
    assertThat(plan.namespace()).isEqualTo("default");
    assertThat(plan.stages())
        .extracting(PlannedStage::name)
        .containsExactly(
            "dataset",
            "model",
            "background",
            "referenceDescriptors",
            "queryDescriptors",
            "stretched",
            "matches",
            "score");
  }

  @Test
  void stagesAreReorderedByWhatTheyRead() {
    var text =
        """
        apiVersion: facsimile.dev/v1alpha1
        kind: Pipeline
        metadata: {name: backwards}
        spec:
          sources: {a: {images: {uri: a}}, b: {slice: {of: c, toPercent: 50}}, c: {images: {uri: c}}}
          stages:
            - name: pairs
              match: {queries: left, references: right}
            - name: right
              extract: {images: b, thumbnail: {}}
            - name: left
              extract: {images: a, thumbnail: {}}
        """;
    var reordered = Examples.plan(text);
    assertThat(reordered.stages())
        .extracting(PlannedStage::name)
        .containsExactly("right", "left", "pairs");
    assertThat(reordered.sources()).extracting(PlannedSource::name).containsExactly("a", "c", "b");
  }

  @Test
  void parametersHaveTheirDefaults() {
    var train = plan.stage("model").parameters(TrainSpec.class);
    assertThat(train.epochs()).isEqualTo(25);
    assertThat(train.loss().crossEntropyProjection()).isEqualTo(10.0);
    assertThat(train.network().depths()).containsExactly(3, 4, 6, 3);
    assertThat(plan.stage("background").parameters(ExtractSpec.class).imagesPerShare())
        .isEqualTo(1000);
  }

  @Test
  void inputsAreKnownByRole() {
    var dataset = plan.stage("dataset");
    assertThat(dataset.inputs().keySet()).containsExactly("images", "overlays.images");
    assertThat(dataset.inputs().get("images"))
        .isEqualTo(
            new StageInput(
                "images",
                List.of(
                    new Reading(
                        "training",
                        false,
                        new Selection(Optional.empty(), Optional.of(10), Optional.empty()))),
                false,
                true));
    assertThat(dataset.inputs().get("overlays.images").reading().selection().first())
        .contains(10001);
    assertThat(dataset.recipe()).isNotEmpty();
    assertThat(plan.stage("matches").inputs().get("queries").reading())
        .isEqualTo(new Reading("stretched", true, Selection.ALL));
  }

  @Test
  void imagesThemselvesAreAnInputOfARecipeThatPastesThem() {
    var stages =
        """
        apiVersion: facsimile.dev/v1alpha1
        kind: Pipeline
        metadata: {name: pool}
        spec:
          sources: {a: {images: {uri: a}}}
          recipes: {plain: [{flipHorizontally: {}}]}
          stages:
            - name: pasting
              synthesize: {images: a, select: {percent: 50}}
            - name: plainViews
              synthesize: {images: a, recipe: plain}
        """;
    var pool = Examples.plan(stages);
    assertThat(pool.stage("pasting").inputs().get("overlays.images").reading())
        .isEqualTo(pool.stage("pasting").inputs().get("images").reading());
    assertThat(pool.stage("pasting").inputs().get("overlays.images").divides()).isFalse();
    assertThat(pool.stage("plainViews").inputs()).containsOnlyKeys("images");
  }

  @Test
  void everythingWrongIsToldAtOnceWithPathsAndLines() {
    var text =
        Examples.contestText()
            .replace(
                "name: background\n      extract: {model: model",
                "name: background\n      extract: {model: modle")
            .replace("epochs: 25", "epocs: 25")
            .replace("keep: 500000", "keep: many");
    assertThatExceptionOfType(InvalidPipelineException.class)
        .isThrownBy(() -> Examples.plan(text))
        .satisfies(
            e ->
                assertThat(e.problems())
                    .extracting(Problem::toString)
                    .containsExactlyInAnyOrder(
                        "spec.stages[1] (model).train.epocs: there is no such field; did you mean"
                            + " \"epochs\"? (line 19)",
                        "spec.stages[6] (matches).match.keep: takes a whole number, not the text"
                            + " \"many\" (line 31)",
                        "spec.stages[2] (background).extract.model: no source or stage named"
                            + " \"modle\"; did you mean \"model\"? (line 22)"));
  }

  @Test
  void neededStagesOfOneStage() {
    assertThat(plan.upTo(List.of("queryDescriptors")))
        .extracting(PlannedStage::name)
        .containsExactly("dataset", "model", "queryDescriptors");
  }

  @Test
  void valuesAreSetByPath() {
    var document =
        Examples.contest()
            .with(
                List.of(
                    "model.epochs=2",
                    "sources.queries.images.uri=elsewhere",
                    "queryDescriptors.scalesPx=200,256",
                    "background.scalesPx=[200, 256]",
                    "referenceDescriptors.scalesPx=[200, 256]",
                    "dataset.select=null",
                    "background.pod.resources.limits[\"nvidia.com/gpu\"]=2",
                    "gates[0].microAp.atLeast=0.25"))
            .withSource("truth", "truth.csv");
    var changed = Planner.plan(document);
    assertThat(changed.stage("model").parameters(TrainSpec.class).epochs()).isEqualTo(2);
    assertThat(changed.stage("queryDescriptors").parameters(ExtractSpec.class).scalesPx())
        .containsExactly(200, 256);
    assertThat(changed.source("queries").spec().images().uri()).isEqualTo("elsewhere");
    assertThat(changed.source("truth").spec().file().uri()).isEqualTo("truth.csv");
    assertThat(changed.stage("dataset").inputs().get("images").reading().selection().isAll())
        .isTrue();
    assertThat(changed.stage("background").pod().resources().limits().get("nvidia.com/gpu").text())
        .isEqualTo("2");
    assertThat(changed.spec().gates().get(0).microAp().atLeast()).isEqualTo(0.25);
  }

  @Test
  void assignmentsThatMakeNoSenseAreExplained() {
    var document = PipelineReader.read(Examples.contestText());
    for (var wrong :
        List.of(
            "model.epocs=2",
            "modle.epochs=2",
            "model",
            "=3",
            "model.epochs.deep=1",
            "gates[7].of=x",
            "model=3",
            "model.loss={a: b: c}")) {
      assertThatExceptionOfType(InvalidPipelineException.class)
          .as(wrong)
          .isThrownBy(() -> document.with(List.of(wrong)))
          .withMessageStartingWith(wrong + ": ");
    }
    assertThatExceptionOfType(InvalidPipelineException.class)
        .isThrownBy(() -> document.withSource("quries", "x"))
        .withMessageContaining("did you mean \"queries\"?");
  }
}
