package dev.facsimile.worker.extract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.facsimile.pipeline.spec.ExtractSpec;
import dev.facsimile.pipeline.spec.ExtractSpec.Layer;
import dev.facsimile.pipeline.spec.Precision;
import dev.facsimile.worker.descriptors.DescriptorFile;
import dev.facsimile.worker.model.Differences;
import dev.facsimile.worker.model.RecordedNetwork;
import dev.facsimile.worker.model.StoredModel;
import dev.facsimile.worker.parity.Fixtures;
import dev.facsimile.worker.stage.InMemoryArtifact;
import dev.facsimile.worker.stage.InMemoryImages;
import dev.facsimile.worker.stage.InMemoryInputs;
import dev.facsimile.worker.stage.InMemoryOutput;
import dev.facsimile.worker.weights.Safetensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The whole stage on the recorded photographs: files in, descriptors out. */
@Tag("parity")
@ResourceLock("engine")
class MultiScaleParityTest {
  private static final double TOLERANCE = 1e-5;

  @TempDir private Path directory;

  @Test
  void theStageGivesTheRecordedUnitVectorsOfEachScaleAndOfTheirMean() throws Exception {
    var fixtures = Fixtures.folder("model");
    var expected = fixtures.json("expected.json");
    var recorded = Safetensors.read(fixtures.file("expected.safetensors"));
    var pictures = new TreeMap<String, byte[]>();
    expected
        .get("inputs")
        .forEach(name -> pictures.put(name.asText(), fixtures.bytes(name.asText())));
    assertThat(pictures.keySet()).containsExactlyElementsOf(texts(expected.get("inputs")));
    var model = new InMemoryOutput(Files.createDirectory(directory.resolve("model")));
    StoredModel.write(
        model,
        RecordedNetwork.spec(expected),
        Safetensors.read(fixtures.file("weights.safetensors")).byName());
    var inputs =
        new InMemoryInputs()
            .withImages("images", new InMemoryImages(pictures))
            .withArtifacts("model", InMemoryArtifact.of("train", model));
    int cases = 0;

    for (int size : integers(expected.get("sizes"))) {
      var found = extract(inputs, List.of(size), expected.get("gemExponent").asDouble());
      Differences.of(found, recorded.get("unit_" + size).floats())
          .assertMax("unit_" + size, TOLERANCE);
      cases++;
    }
    var scales = integers(expected.get("ensembleSizes"));
    var found = extract(inputs, scales, expected.get("gemExponent").asDouble());
    Differences.of(found, recorded.get("final").floats()).assertMax("final", TOLERANCE);
    System.out.println("model, extraction: " + (cases + 1) + " cases found and run");
  }

  private float[] extract(InMemoryInputs inputs, List<Integer> scalesPx, double gemExponent)
      throws Exception {
    var output = new InMemoryOutput(Files.createTempDirectory(directory, "extract"));
    var spec =
        new ExtractSpec(
            "images",
            "model",
            null,
            scalesPx,
            Layer.DESCRIPTOR,
            gemExponent,
            false,
            Precision.FLOAT32,
            2,
            2,
            10,
            0);
    new ExtractStage().run(spec, inputs, output);
    return DescriptorFile.read(output.path(DescriptorFile.OBJECT)).vectors();
  }

  private static List<Integer> integers(JsonNode array) {
    var values = new ArrayList<Integer>();
    array.forEach(value -> values.add(value.asInt()));
    return values;
  }

  private static List<String> texts(JsonNode array) {
    var values = new ArrayList<String>();
    array.forEach(value -> values.add(value.asText()));
    return values;
  }
}
