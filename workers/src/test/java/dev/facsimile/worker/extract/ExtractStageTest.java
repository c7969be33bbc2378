package dev.facsimile.worker.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.facsimile.pipeline.spec.ExtractSpec;
import dev.facsimile.pipeline.spec.ExtractSpec.Layer;
import dev.facsimile.pipeline.spec.ExtractSpec.ThumbnailSpec;
import dev.facsimile.pipeline.spec.Precision;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.descriptors.DescriptorFile;
import dev.facsimile.worker.descriptors.Descriptors;
import dev.facsimile.worker.descriptors.ScaleMean;
import dev.facsimile.worker.model.StoredModel;
import dev.facsimile.worker.model.TensorEngine;
import dev.facsimile.worker.model.TinyModel;
import dev.facsimile.worker.stage.InMemoryImages;
import dev.facsimile.worker.stage.InMemoryInputs;
import dev.facsimile.worker.stage.InMemoryOutput;
import dev.facsimile.worker.stage.StoredArtifact;
import dev.facsimile.worker.views.TinyDataset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("engine")
class ExtractStageTest {
  private static final byte[] BROKEN = "no picture".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path directory;

  @Test
  void describesEveryReadablePictureByAUnitVectorInTheOrderOfIds() throws Exception {
    var pictures = pictures(7);
    pictures.put("b/003a", BROKEN);
    var model = TinyModel.drawn(directory, 1);

    var output = extract(spec(4, 0.5, Layer.DESCRIPTOR, 32, 48), pictures, model);

    var descriptors = descriptors(output);
    pictures.remove("b/003a");
    assertThat(descriptors.ids()).containsExactlyElementsOf(pictures.keySet());
    assertThat(descriptors.dimensions()).isEqualTo(16);
    for (int row = 0; row < 7; row++) {
      double squares = 0;
      for (float component : descriptors.vector(row)) {
        squares += component * component;
      }
      assertThat(squares).isCloseTo(1, offset(1e-5));
    }
    assertThat(new String(output.object("rejected.csv"), StandardCharsets.UTF_8))
        .startsWith("id,reason\nb/003a,")
        .hasLineCount(2);
    assertThat(output.counts()).containsEntry("images", 7L).containsEntry("rejected", 1L);
    assertThat(output.deviceKind()).isEqualTo("cpu");
    assertThat(output.progress().reports())
        .last()
        .hasToString("Report[done=8, total=8, unit=images]");
  }

  @Test
  void givesTheSameBytesEveryTime() throws Exception {
    var model = TinyModel.drawn(directory, 1);
    var spec = spec(3, 0, Layer.DESCRIPTOR, 32);

    var first = extract(spec, pictures(8), model);
    var second = extract(spec, pictures(8), model);

    assertThat(second.object("descriptors.hdf5")).isEqualTo(first.object("descriptors.hdf5"));
  }

  @Test
  void averagesTheUnitVectorsOfItsScales() throws Exception {
    var model = TinyModel.drawn(directory, 1);
    var small = descriptors(extract(spec(4, 0, Layer.DESCRIPTOR, 32), pictures(3), model));
    var large = descriptors(extract(spec(4, 0, Layer.DESCRIPTOR, 48), pictures(3), model));

    var both = descriptors(extract(spec(4, 0, Layer.DESCRIPTOR, 32, 48), pictures(3), model));

    var mean = new ScaleMean(3, 16);
    mean.add(small.vectors());
    mean.add(large.vectors());
    assertThat(both.vectors()).containsExactly(mean.unit(), offset(1e-6f));
  }

  @Test
  void spacesTellModelsScalesAndLayersApart() throws Exception {
    var model = TinyModel.drawn(directory, 1);
    var one = extract(spec(4, 0, Layer.DESCRIPTOR, 32), pictures(1), model);
    var again = extract(spec(2, 0, Layer.DESCRIPTOR, 32), pictures(2), model);
    var scale = extract(spec(4, 0, Layer.DESCRIPTOR, 48), pictures(1), model);
    var layer = extract(spec(4, 0, Layer.FEATURES, 32), pictures(1), model);
    var other =
        extract(spec(4, 0, Layer.DESCRIPTOR, 32), pictures(1), TinyModel.drawn(directory, 2));

    assertThat(again.attributes()).isEqualTo(one.attributes());
    assertThat(List.of(one, scale, layer, other))
        .extracting(output -> output.attributes().get("space"))
        .doesNotHaveDuplicates();
    assertThat(descriptors(layer).dimensions()).isEqualTo(256);
  }

  @Test
  void writesAnEmptyFileWhenNothingIsReadable() throws Exception {
    var nothing =
        extract(spec(4, 0, Layer.DESCRIPTOR, 32), new TreeMap<>(), TinyModel.drawn(directory, 1));
    var broken = new TreeMap<String, byte[]>();
    broken.put("a", BROKEN);
    var rejected = extract(thumbnail(8, 1), broken, null);

    assertThat(descriptors(nothing).size()).isZero();
    assertThat(descriptors(nothing).dimensions()).isEqualTo(16);
    assertThat(descriptors(rejected).size()).isZero();
    assertThat(rejected.counts()).containsEntry("images", 0L).containsEntry("rejected", 1L);
  }

  @Test
  void aShareNeverFailsOnUnreadablePictures() throws Exception {
    var pictures = pictures(1);
    for (int i = 0; i < 4; i++) {
      pictures.put("x" + i, BROKEN);
    }

    var output = extract(thumbnail(8, 0), pictures, null);

    assertThat(output.counts()).containsEntry("images", 1L).containsEntry("rejected", 4L);
    assertThat(new String(output.object("rejected.csv"), StandardCharsets.UTF_8)).hasLineCount(5);
  }

  @Test
  void thumbnailsNeedNoEngineAndHaveASpaceOfTheirOwn() throws Exception {
    var output = extract(thumbnail(8, 0), pictures(5), null);

    assertThat(descriptors(output).dimensions()).isEqualTo(64);
    assertThat(output.deviceKind()).isEqualTo("java");
    assertThat(output.attributes().get("space"))
        .isNotEqualTo(extract(thumbnail(9, 0), pictures(1), null).attributes().get("space"));
  }

  @Test
  void refusesWhatItCannotDo() throws Exception {
    var model = TinyModel.drawn(directory, 1);
    var bfloat16 =
        new ExtractSpec(
            "images",
            "model",
            null,
            List.of(32),
            Layer.DESCRIPTOR,
            3,
            true,
            Precision.BFLOAT16,
            1,
            4,
            10,
            0);

    assertBadConfiguration(bfloat16, model, "set precision: float32");
    assertBadConfiguration(thumbnail(8, 0), model, "exactly one of model and thumbnail");
    assertBadConfiguration(spec(4, 0, Layer.DESCRIPTOR), model, "scalesPx: at least one");
    assertBadConfiguration(spec(4, 0, Layer.DESCRIPTOR, 32, 8), model, "at least 16 pixels");
    assertBadConfiguration(spec(4, 0, Layer.DESCRIPTOR, 32), null, "exactly one of model");
  }

  @Test
  void aThousandPicturesLeaveNothingBehindInNativeMemory() throws Exception {
    var pictures = new TreeMap<String, byte[]>();
    var file = TinyDataset.jpeg(16, 1, 1);
    for (int i = 0; i < 1000; i++) {
      pictures.put("%04d".formatted(i), file);
    }
    var model = TinyModel.drawn(directory, 1);
    var settings = new NetworkDescriber.Settings(List.of(16, 24), Layer.DESCRIPTOR, 3);
    try (var manager = TensorEngine.open(1);
        var describer = new NetworkDescriber(manager, StoredModel.read(model), settings)) {
      int before = manager.getManagedArrays().size();

      var extraction =
          Extraction.of(
              new InMemoryImages(pictures),
              true,
              describer,
              25,
              new InMemoryOutput.RecordedProgress(),
              System::nanoTime);

      assertThat(extraction.descriptors().size()).isEqualTo(1000);
      assertThat(before).isGreaterThan(10);
      assertThat(manager.getManagedArrays()).hasSize(before);
      assertThat(manager.getParentManager().getManagedArrays()).hasSizeLessThanOrEqualTo(before);
    }
  }

  private void assertBadConfiguration(ExtractSpec spec, StoredArtifact model, String message) {
    assertThatThrownBy(() -> extract(spec, pictures(1), model))
        .hasMessageContaining(message)
        .extracting(e -> ((TaskException) e).exitCode())
        .isEqualTo(ExitCode.BAD_CONFIGURATION);
  }

  private InMemoryOutput extract(
      ExtractSpec spec, TreeMap<String, byte[]> pictures, StoredArtifact model) throws Exception {
    var inputs = new InMemoryInputs().withImages("images", new InMemoryImages(pictures));
    if (model != null) {
      inputs.withArtifacts("model", model);
    }
    var output = new InMemoryOutput(Files.createTempDirectory(directory, "extract"));
    new ExtractStage().run(spec, inputs, output);
    return output;
  }

  private static TreeMap<String, byte[]> pictures(int number) {
    var pictures = new TreeMap<String, byte[]>();
    for (int i = 0; i < number; i++) {
      pictures.put("%s/%03d".formatted(i % 2 == 0 ? "a b" : "b", i), TinyDataset.jpeg(40, i, 0));
    }
    return pictures;
  }

  private static Descriptors descriptors(InMemoryOutput output) {
    return DescriptorFile.read(output.path("descriptors.hdf5"));
  }

  private static ExtractSpec spec(
      int batchSize, double maxRejected, Layer layer, Integer... scalesPx) {
    return new ExtractSpec(
        "images",
        "model",
        null,
        List.of(scalesPx),
        layer,
        3,
        true,
        Precision.FLOAT32,
        1,
        batchSize,
        10,
        maxRejected);
  }

  private static ExtractSpec thumbnail(int sidePx, double maxRejected) {
    return new ExtractSpec(
        "images",
        null,
        new ThumbnailSpec(sidePx),
        List.of(),
        Layer.DESCRIPTOR,
        3,
        true,
        Precision.FLOAT32,
        1,
        4,
        10,
        maxRejected);
  }
}
