package dev.facsimile.worker.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.stage.InMemoryArtifact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViewReaderTest {
  private static final byte[] A = {1, 2, 3};
  private static final byte[] B = {4};

  @Test
  void readsTheViewsOfEveryImageByOneRangeEach() throws IOException {
    var dataset = TinyDataset.of(7, 3, 8);

    var index = ViewIndex.of(dataset);
    var reader = new ViewReader(dataset);

    assertThat(index.classes()).isEqualTo(7);
    assertThat(index.groups()).extracting(ViewGroup::share).containsExactly(0, 0, 0, 1, 1, 1, 2);
    for (int image = 0; image < 7; image++) {
      var views = reader.read(index.groups().get(image));
      assertThat(views)
          .isDeepEqualTo(
              new byte[][] {
                TinyDataset.jpeg(8, image, 0),
                TinyDataset.jpeg(8, image, 1),
                TinyDataset.jpeg(8, image, 2)
              });
    }
    assertThat(((InMemoryArtifact) dataset.shares().get(0)).rangedReads()).isEqualTo(3);
  }

  @Test
  void readsIdsOfAnyFormAndMakesOneClassOfEqualLabels() throws IOException {
    var ids =
        List.of("a b/ç_1", "\"x,\"\"y\"\"\"", "long/" + "n".repeat(60) + "/" + "m".repeat(80));
    var share =
        TinyDataset.share(
            List.of("a b/ç_1", "x,\"y\"", ids.get(2)),
            List.of("l1", "l2", "l1"),
            List.of(List.of(A, B), List.of(B, B), List.of(B, A)));
    var quoted =
        new String(share.read("views.csv"), StandardCharsets.UTF_8).replace("x,\"y\"", ids.get(1));
    var dataset =
        InMemoryArtifact.of(
            "synthesize",
            Map.of(
                "views.csv",
                quoted.getBytes(StandardCharsets.UTF_8),
                "views.tar",
                share.read("views.tar")));

    var index = ViewIndex.of(dataset);

    assertThat(index.classes()).isEqualTo(2);
    assertThat(index.groups()).extracting(ViewGroup::classIndex).containsExactly(0, 1, 0);
    assertThat(index.groups().get(1).id()).isEqualTo("x,\"y\"");
    assertThat(new ViewReader(dataset).read(index.groups().get(2)))
        .isDeepEqualTo(new byte[][] {B, A});
  }

  @Test
  void refusesAnEmptyDataset() {
    var empty = TinyDataset.share(List.of(), List.of(), List.of());

    assertThatThrownBy(() -> ViewIndex.of(empty))
        .hasMessageContaining("no views to train on")
        .extracting(e -> ((TaskException) e).exitCode())
        .isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test
  void namesTheLineOfABrokenIndex() {
    assertBroken("id,label\n", "line 1: the header");
    assertBroken(
        "id,label,offset,length,views,sha256\na,a,0,512,1\n", "line 2: 5 values instead of 6");
    assertBroken("id,label,offset,length,views,sha256\na,a,0,x,1,d\n", "line 2: not a number");
    assertBroken("id,label,offset,length,views,sha256\na,a,-1,512,1,d\n", "line 2: offset");
    assertBroken(
        "id,label,offset,length,views,sha256\na,a,0,512,1,d\na,a,512,512,1,d\n",
        "line 3: the id a is there");
  }

  @Test
  void refusesARangeThatDoesNotHoldTheViews() throws IOException {
    var share =
        TinyDataset.share(List.of("a", "b"), List.of("a", "b"), List.of(List.of(A), List.of(B)));
    var reader = new ViewReader(share);

    assertCorrupt(reader, group("a", 0, 1024, 2), "view 1 is missing");
    assertCorrupt(reader, group("a", 0, 2048, 1), "unexpected entry b_0.jpg");
    assertCorrupt(reader, group("b", 0, 1024, 1), "unexpected entry a_0.jpg");
    assertCorrupt(reader, group("a", 512, 700, 1), "a");
    assertThat(reader.read(group("a", 0, 1024, 1))).isDeepEqualTo(new byte[][] {A});
  }

  @Test
  void refusesAViewWhoseBytesHaveChanged() throws IOException {
    var share = TinyDataset.share(List.of("a"), List.of("a"), List.of(List.of(A)));
    var tar = share.read("views.tar");
    tar[512] ^= 1;
    var damaged =
        InMemoryArtifact.of(
            "synthesize", Map.of("views.csv", share.read("views.csv"), "views.tar", tar));

    assertCorrupt(
        new ViewReader(damaged),
        ViewIndex.of(damaged).groups().get(0),
        "its bytes are not those that the index promises");
  }

  private static ViewGroup group(String id, long offset, int length, int views) {
    return new ViewGroup(id, 0, 0, offset, length, views, Digests.sha256(A));
  }

  private static void assertBroken(String csv, String message) {
    var dataset =
        InMemoryArtifact.of(
            "synthesize", Map.of("views.csv", csv.getBytes(StandardCharsets.UTF_8)));
    assertThatThrownBy(() -> ViewIndex.of(dataset))
        .hasMessageContaining(message)
        .extracting(e -> ((TaskException) e).exitCode())
        .isEqualTo(ExitCode.ARTIFACT_CORRUPT);
  }

  private static void assertCorrupt(ViewReader reader, ViewGroup group, String message) {
    assertThatThrownBy(() -> reader.read(group))
        .hasMessageContaining(message)
        .extracting(e -> ((TaskException) e).exitCode())
        .isEqualTo(ExitCode.ARTIFACT_CORRUPT);
  }
}
