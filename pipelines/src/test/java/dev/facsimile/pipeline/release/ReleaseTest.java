package dev.facsimile.pipeline.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.pipeline.schema.CanonicalJson;
import dev.facsimile.pipeline.spec.ExtractSpec;
import dev.facsimile.pipeline.spec.MatchSpec;
import dev.facsimile.pipeline.spec.NormalizeSpec;
import dev.facsimile.pipeline.task.WorkerTask.Input;
import dev.facsimile.pipeline.task.WorkerTask.InputKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleaseTest {

  @Test
  void itHoldsAllThatAnswersAQuery() {
    var release = FinishedRuns.release(3, "weights", 0.5);

    assertThat(release.alias()).isEqualTo("production");
    assertThat(release.run()).isEqualTo("isc21-g3");
    assertThat(release.model().key()).isEqualTo("artifacts/model/1");
    assertThat(release.model().digest()).isEqualTo(CanonicalJson.sha256("weights"));
    assertThat(release.references().key()).isEqualTo("artifacts/referenceDescriptors/1");
    assertThat(release.metric()).isEqualTo(MatchSpec.Metric.L2);
    assertThat(release.threshold()).isEqualTo(-0.125);
    assertThat(release.space()).isEqualTo("5bace");
    assertThat(release.keys())
        .containsExactlyInAnyOrder(
            "artifacts/model/1",
            "artifacts/referenceDescriptors/1",
            "artifacts/background/1",
            "artifacts/score/1");
  }

  @Test
  void itsStepsLeadFromAPictureToADescriptor() {
    var steps = FinishedRuns.release(3, "weights", 0.5).steps();

    assertThat(steps).extracting(Release.Step::type).containsExactly("extract", "normalize");
    assertThat(steps.get(0).background()).isNull();
    assertThat(steps.get(1).background().key()).isEqualTo("artifacts/background/1");
    var extract = steps.get(0).parameters(ExtractSpec.class);
    assertThat(extract.scalesPx()).containsExactly(200, 256, 320, 400);
    assertThat(extract.gemExponentAtTest()).as("a default").isEqualTo(3.0);
    assertThat(extract.model()).as("a name in the file").isNull();
    var stretch = steps.get(1).parameters(NormalizeSpec.class).method().stretch();
    assertThat(stretch.factor()).isEqualTo(2.5);
    assertThat(steps.get(1).parameters().has("descriptors")).isFalse();
  }

  @Test
  void itsEvidenceIsWhatGatesCompare() {
    var evidence = FinishedRuns.release(3, "weights", 0.5).evidence();

    assertThat(evidence.key()).isEqualTo("artifacts/score/1");
    assertThat(evidence.score())
        .isEqualTo(
            FinishedRuns.json(
                "{\"microAp\": 0.5, \"recallAtP90\": 0.25, \"recallAt\": {\"1\": 0.75}}"));
  }

  @Test
  void withoutNinetyPercentPrecisionThereIsNoThreshold() {
    var release =
        Release.of(
            FinishedRuns.contest(),
            "r",
            FinishedRuns.FIRST,
            name -> FinishedRuns.input(name, name),
            null,
            FinishedRuns.json("{\"microAp\": 0.01}"));

    assertThat(release.threshold()).isNull();
    assertThat(release.space()).isNull();
  }

  @Test
  void thumbnailsNeedNoModelAndABackgroundMayBeAFile() {
    var plan =
        FinishedRuns.contest(
            text ->
                text.replace("extract: {model: model,", "extract: {thumbnail: {},")
                    .replace("background: background", "background: stored")
                    .replace(
                        "\n  sources:",
                        "\n  sources:\n    stored: {file: {uri: s3://b1c/known.hdf5}}"));
    var file = new Input(InputKind.FILE, null, "ab".repeat(32), "s3://b1c/known.hdf5");

    var release =
        Release.of(
            plan,
            "r",
            FinishedRuns.FIRST,
            name -> name.equals("stored") ? file : FinishedRuns.input(name, name),
            null,
            FinishedRuns.score(0.5));

    assertThat(release.model()).isNull();
    assertThat(release.steps().get(1).background())
        .isEqualTo(new Release.Part(null, file.digest(), file.location()));
    assertThat(release.keys()).doesNotContainNull().hasSize(2);
  }

  @Test
  void equalRunsGiveEqualContentWhateverTheirNamesTimesAndPast() {
    var release = FinishedRuns.release(1, "weights", 0.5);
    var again = FinishedRuns.release(2, "weights", 0.5);
    var replaced = again.replacing(FinishedRuns.release(0, "older", 0.4));

    assertThat(again.hasContentOf(release)).isTrue();
    assertThat(replaced.hasContentOf(release)).isTrue();
    assertThat(FinishedRuns.release(1, "others", 0.5).hasContentOf(release)).isFalse();
    assertThat(FinishedRuns.release(1, "weights", 0.6).hasContentOf(release)).isFalse();
  }

  @Test
  void whatIsReadBackHasTheSameContent() throws Exception {
    var release =
        FinishedRuns.release(2, "weights", 0.1)
            .replacing(FinishedRuns.release(1, "older", 0.30000000000000004));

    var read = ReleaseJson.read(ReleaseJson.write(release), "here");

    assertThat(read).isEqualTo(release);
    assertThat(read.hasContentOf(release)).isTrue();
  }

  @Test
  void whatThisVersionDoesNotKnowIsRefused() {
    var text = new String(ReleaseJson.write(FinishedRuns.release(1, "weights", 0.5)), UTF_8);

    for (var broken :
        List.of(
            "",
            "{}",
            text.replace("\"format\" : 1", "\"format\" : 2"),
            text.replace("2026-01-01", "yesterday"),
            text.replace("\"references\"", "\"somethingElse\""),
            text.substring(0, text.length() / 2))) {
      assertThatThrownBy(() -> ReleaseJson.read(broken.getBytes(UTF_8), "s3://b/production.json"))
          .as(broken)
          .hasMessageContaining("s3://b/production.json is not a release");
    }
  }

  @Test
  void aPipelineThatPromotesNothingHasNoRelease() {
    var plan = FinishedRuns.contest(text -> text.replaceFirst("(?m)^  promote:.*$", ""));

    assertThatThrownBy(
            () ->
                Release.of(
                    plan, "r", FinishedRuns.FIRST, name -> null, null, FinishedRuns.score(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anotherRunIsComparedWithTheReleaseAndItsOwnRunWithWhatWasBefore() {
    var before = FinishedRuns.release(1, "older", 0.4);
    var present = FinishedRuns.release(2, "weights", 0.5).replacing(before);
    var other = FinishedRuns.release(3, "newer", 0.6);
    var samePictures = FinishedRuns.release(4, "weights", 0.5);
    var repaired = FinishedRuns.release(2, "repaired", 0.55);

    assertThat(present.standardFor(Optional.empty())).contains(present.evidence().score());
    assertThat(present.standardFor(Optional.of(other))).contains(present.evidence().score());
    for (var own : List.of(present, samePictures, repaired)) {
      assertThat(present.standardFor(Optional.of(own))).contains(before.evidence().score());
      assertThat(before.standardFor(Optional.of(own))).contains(before.evidence().score());
    }
    assertThat(before.standardFor(Optional.of(before))).isEmpty();
  }

  @Test
  void aRunThatPublishesOnceMoreRemembersWhatWasBeforeItsFirstTime() {
    var before = FinishedRuns.release(1, "older", 0.4);
    var first = FinishedRuns.release(2, "weights", 0.5).replacing(before);

    var second = FinishedRuns.release(2, "repaired", 0.55).replacing(first);

    assertThat(second.previous()).isEqualTo(first.previous());
    assertThat(second.previous().run()).isEqualTo(before.run());
  }

  @Test
  void ofOneInstantTheRunsAreInTheOrderOfTheirNames() {
    var release = FinishedRuns.release(1, "weights", 0.5);

    assertThat(FinishedRuns.release(2, "weights", 0.5).isNewerThan(release)).isTrue();
    assertThat(release.isNewerThan(release)).isFalse();
    assertThat(release.isNewerThan(FinishedRuns.release(0, "weights", 0.5))).isTrue();
  }
}
