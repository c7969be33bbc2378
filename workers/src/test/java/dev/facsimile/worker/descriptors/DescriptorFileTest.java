package dev.facsimile.worker.descriptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorFileTest {
  @TempDir Path folder;

  private static final Descriptors THREE =
      Descriptors.of(
          List.of("a/b.jpg", "naïve 图", "Z"), new float[] {1, 2, -3, 4.5f, 0, 1e-30f}, 2);

  @Test
  void ourOwnIdsComeBackAsTheyAreWithSlashesUnicodeAndExtensions() throws IOException {
    var file = folder.resolve("ours.hdf5");

    DescriptorFile.write(file, THREE);
    var read = DescriptorFile.read(file);

    assertThat(read.ids()).containsExactly("a/b.jpg", "naïve 图", "Z");
    assertThat(read.vectors()).containsExactly(THREE.vectors());
    assertThat(read.dimensions()).isEqualTo(2);
  }

  @Test
  void namesOfAForeignFileLoseDirectoriesAndExtension() throws IOException {
    var file = folder.resolve("foreign.hdf5");
    try (var hdf = HdfFile.write(file)) {
      hdf.putDataset("vectors", new double[][] {{1, 2}, {3, 4}, {5, 6}});
      hdf.putDataset("image_names", new String[] {"/data/x/Q1.jpg", "Q2.png", "Q3.jpeg"});
    }

    var read = DescriptorFile.read(file);

    assertThat(read.ids()).containsExactly("Q1", "Q2", "Q3.jpeg");
    assertThat(read.vectors()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  @Tag("golden")
  void theSameDescriptorsGiveTheSameBytesEverywhere() throws Exception {
    var file = folder.resolve("golden.hdf5");

    DescriptorFile.write(file, THREE);

    assertThat(Digests.sha256(file))
        .isEqualTo("14484ab8e7d2f11dc32b2f93a2a0f85525b3b3994a640e788ca827be189057f9");
    assertThatThrownBy(() -> DescriptorFile.write(file, THREE))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void noRowsAreAFileToo() throws IOException {
    var file = folder.resolve("none.hdf5");

    DescriptorFile.write(file, Descriptors.of(List.of(), new float[0], 7));
    var read = DescriptorFile.read(file);

    assertThat(read.size()).isZero();
    assertThat(read.dimensions()).isEqualTo(7);
  }

  @Test
  void manyRowsCrossTheWritersBuffer() throws IOException {
    int rows = 70_000;
    var vectors = new float[rows * 5];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = i;
    }
    var ids = java.util.stream.IntStream.range(0, rows).mapToObj(i -> "id" + i).toList();
    var file = folder.resolve("many.hdf5");

    DescriptorFile.write(file, Descriptors.of(ids, vectors, 5));
    var read = DescriptorFile.read(file);

    assertThat(read.ids()).isEqualTo(ids);
    assertThat(read.vectors()).containsExactly(vectors);
  }

  @Test
  void aSubmissionHasItsRowsSortedById() throws IOException {
    var file = folder.resolve("submission.hdf5");
    var references = Descriptors.of(List.of("R1", "R0"), new float[] {1, 1, 0, 0}, 2);

    DescriptorFile.writeSubmission(file, THREE, references);

    try (var hdf = new HdfFile(file)) {
      assertThat(hdf.getDatasetByPath("query_ids").getData())
          .isEqualTo(new String[] {"Z", "a/b.jpg", "naïve 图"});
      assertThat(hdf.getDatasetByPath("query").getData())
          .isEqualTo(new float[][] {{0, 1e-30f}, {1, 2}, {-3, 4.5f}});
      assertThat(hdf.getDatasetByPath("reference_ids").getData())
          .isEqualTo(new String[] {"R0", "R1"});
      assertThat(hdf.getDatasetByPath("reference").getData())
          .isEqualTo(new float[][] {{0, 0}, {1, 1}});
    }
  }

  @Test
  void badFilesNameTheFileAndTheReason() throws IOException {
    var text = Files.writeString(folder.resolve("text.hdf5"), "not HDF5");
    var nameless = folder.resolve("nameless.hdf5");
    try (var hdf = HdfFile.write(nameless)) {
      hdf.putDataset("vectors", new float[][] {{1}});
      hdf.putDataset("names", new String[] {"x"});
    }
    var twice = folder.resolve("twice.hdf5");
    try (var hdf = HdfFile.write(twice)) {
      hdf.putDataset("vectors", new float[][] {{1}, {2}});
      hdf.putDataset("image_names", new String[] {"a/x.jpg", "b/x.png"});
    }
    var infinite = folder.resolve("infinite.hdf5");
    try (var hdf = HdfFile.write(infinite)) {
      hdf.putDataset("vectors", new float[][] {{1}, {Float.NaN}});
      hdf.putDataset("image_names", new String[] {"x", "y"});
    }
    var truncated = folder.resolve("truncated.hdf5");
    DescriptorFile.write(truncated, THREE);
    var bytes = Files.readAllBytes(truncated);
    Files.write(truncated, java.util.Arrays.copyOf(bytes, bytes.length - 8));

    assertBad(text, "text.hdf5");
    assertBad(nameless, "no dataset \"image_names\", only [names, vectors]");
    assertBad(twice, "\"x\" occurs twice");
    assertBad(infinite, "\"y\" holds NaN");
    assertBad(truncated, "truncated.hdf5");
    assertBad(folder.resolve("absent.hdf5"), "absent.hdf5");
  }

  private static void assertBad(Path file, String message) {
    assertThatThrownBy(() -> DescriptorFile.read(file))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((TaskException) e).exitCode())
        .isEqualTo(ExitCode.BAD_INPUT);
  }
}
