package dev.facsimile.operator.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.document.PipelineReader;
import dev.facsimile.pipeline.plan.Planner;
import dev.facsimile.pipeline.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterLocationsTest {
  private static final String STORE =
      "s3://bucket/prefix?endpoint=https://store.example&style=path";
  private final ClusterLocations locations = new ClusterLocations(STORE, "red");

  @Test
  void aRelativePathLiesBesideTheNamespacesArtifacts() {
    assertThat(locations.of("photos/", null, null))
        .isEqualTo(
            "s3://bucket/prefix/red/sources/photos/?endpoint=https://store.example&style=path");
  }

  @Test
  void anotherBucketIsReachedAsTheStoreUnlessItHasItsOwnEndpoint() {
    assertThat(locations.of("s3://other/a/", null, null))
        .isEqualTo("s3://other/a/?endpoint=https://store.example&style=path");
    assertThat(locations.of("s3://other/a/", "https://else.example", "keys"))
        .isEqualTo("s3://other/a/?endpoint=https%3A%2F%2Felse.example&credentials=keys");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "photos/",
        "s3://other/photos/",
        "s3://bucket/prefix/red/mine/",
        "s3://bucket-of-mine/localhost/",
        "s3://other/?endpoint=https://kubernetes-store.example",
        "s3://other/?endpoint=https://localhost-store.example"
      })
  void whatANamespaceMayRead(String uri) {
    assertThat(problems(uri)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "file:///etc",
        "../blue/sources/",
        "s3://bucket/prefix/blue/",
        "s3://bucket/prefix/red/../blue/",
        "s3://bucket/prefix/reddish/",
        "s3://bucket",
        "s3://other/?credentials=facsimile-store",
        "s3://other/?endpoint=http://169.254.169.254/",
        "s3://other/?endpoint=http%3A%2F%2F169.254.169.254",
        "s3://other/?endpoint=http://user@127.0.0.1:9000",
        "s3://other/?endpoint=https://kubernetes.default.svc",
        "s3://other/?endpoint=http://localhost:8080"
      })
  void whatItMayNot(String uri) {
    assertThat(problems(uri))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path()).isEqualTo("spec.sources.photos.images.uri");
              assertThat(problem.rule().id()).isEqualTo("bad-uri");
            });
  }

  private List<Problem> problems(String uri) {
    var text =
        """
        apiVersion: facsimile.dev/v1alpha1
        kind: Pipeline
        metadata: {name: p}
        spec:
          sources: {photos: {images: {uri: "%s"}}}
          stages: [{name: dataset, synthesize: {images: photos}}]
        """;
    return locations.problems(Planner.plan(PipelineReader.read(text.formatted(uri))));
  }
}
