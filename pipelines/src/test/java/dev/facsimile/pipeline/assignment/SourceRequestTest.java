package dev.facsimile.pipeline.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.document.PipelineReader;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.plan.Planner;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceRequestTest {
  private static final String PIPELINE =
      """
      apiVersion: facsimile.dev/v1alpha1
      kind: Pipeline
      metadata: {name: sliced}
      spec:
        sources:
          photos: {images: {uri: s3://bucket/photos/}}
          training: {slice: {of: photos, toPercent: %d}}
          weights: {file: {uri: weights.pth}}
          unread: {images: {uri: nowhere}}
        stages:
          - name: model
            train: {dataset: dataset, initialWeights: weights, epochs: %d}
          - name: dataset
            synthesize: {images: training, select: {every: 2}}
          - name: background
            extract: {model: model, images: photos}
      """;

  @Test
  void asksOnceForEverySourceFromOutsideThatStagesRead() throws Exception {
    // when
    var requests = requests(plan(60, 1));

    // then the slice belongs to the request of the photos, and nobody asks for what is not read
    assertThat(requests.keySet()).containsExactlyInAnyOrder("photos", "weights");
    assertThat(requests.get("weights").isFile()).isTrue();
    assertThat(requests.get("weights").location()).isEqualTo("weights.pth@null");
    assertThat(requests.get("photos").parts()).hasSize(2);
    assertThat(requests.get("photos").parts())
        .anySatisfy(part -> assertThat(part.slices()).isEmpty())
        .anySatisfy(
            part -> {
              assertThat(part.slices()).hasSize(1);
              assertThat(part.every()).isEqualTo(2);
            });
  }

  @Test
  void staysTheSameQuestionWhileOnlyStagesChange() throws Exception {
    // given
    var before = requests(plan(60, 1)).get("photos").fingerprint();

    // then
    assertThat(requests(plan(60, 9)).get("photos").fingerprint()).isEqualTo(before);
    assertThat(requests(plan(61, 1)).get("photos").fingerprint()).isNotEqualTo(before);
  }

  @Test
  void findsTheAnswerToEachReading() throws Exception {
    // given
    var plan = plan(60, 1);
    var request = requests(plan).get("photos");
    var parts =
        request.parts().stream()
            .map(part -> new SourceListing.ListedPart(part, "k" + part.every(), "d", 3))
            .toList();
    var listing = new SourceListing(1, request.location(), null, parts);

    // when it is written and read again
    var read = SourceListing.fromJson(listing.toJson(), "here");

    // then
    var reading = plan.stage("dataset").inputs().get("images").reading();
    assertThat(SourceRequest.root(plan, reading.name()).name()).isEqualTo("photos");
    assertThat(read.find(SourceRequest.part(plan, reading)))
        .hasValueSatisfying(part -> assertThat(part.key()).isEqualTo("k2"));
    assertThat(read.find(new SourceRequest.Part(List.of(), 5.0, null, null))).isEmpty();
  }

  private static Map<String, SourceRequest> requests(Plan plan) {
    return SourceRequest.of(plan, (uri, endpoint, secret) -> uri + "@" + endpoint);
  }

  private static Plan plan(int percent, int epochs) throws Exception {
    return Planner.plan(PipelineReader.read(PIPELINE.formatted(percent, epochs)));
  }
}
