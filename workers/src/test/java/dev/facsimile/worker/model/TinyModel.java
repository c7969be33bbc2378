package dev.facsimile.worker.model;

import dev.facsimile.pipeline.spec.TrainSpec.NetworkSpec;
import dev.facsimile.worker.stage.InMemoryArtifact;
import dev.facsimile.worker.stage.InMemoryOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Model artifacts of a network that is as small as networks get. */
public final class TinyModel {
  /** Width 8, one block per stage, 16 dimensions. */
  public static final NetworkSpec NETWORK =
      new NetworkSpec(8, List.of(1, 1, 1, 1), 32, 64, 16, 3, 0.3, 1.5);

  private TinyModel() {}

  /** A model with weights drawn from a seed, written below a directory. */
  public static InMemoryArtifact drawn(Path directory, long seed) throws IOException {
    var output = new InMemoryOutput(Files.createTempDirectory(directory, "model"));
    try (var manager = TensorEngine.open(1);
        var network = DescriptorNetwork.create(manager, Architecture.of(NETWORK), seed)) {
      StoredModel.write(output, NETWORK, network.modelState());
    }
    return InMemoryArtifact.of("train", output);
  }
}
