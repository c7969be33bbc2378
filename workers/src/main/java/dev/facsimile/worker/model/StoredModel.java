package dev.facsimile.worker.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.facsimile.pipeline.spec.TrainSpec.NetworkSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.stage.StageOutput;
import dev.facsimile.worker.stage.StoredArtifact;
import dev.facsimile.worker.weights.Safetensors;
import dev.facsimile.worker.weights.Tensor;
import dev.facsimile.worker.weights.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/**
 * A model artifact: {@code model.json}, which says how the network is built and fed, and {@code
 * weights.safetensors}, its tensors without classifiers.
 *
 * @param network sizes of the network
 * @param tensors its tensors
 */
public record StoredModel(NetworkSpec network, Tensors tensors) {
  /** Name of the description. */
  public static final String DESCRIPTION = "model.json";

  /** Name of the tensors. */
  public static final String WEIGHTS = "weights.safetensors";

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** The form of {@code model.json}. */
  record Description(int format, NetworkSpec network, String input) {}

  /**
   * Writes a model as the objects of a stage's output.
   *
   * @param tensors exactly those of the network, without classifiers
   */
  public static void write(StageOutput output, NetworkSpec network, Map<String, Tensor> tensors)
      throws IOException {
    Architecture.of(network).check(new Tensors("the trained network", tensors));
    var description =
        new Description(
            1,
            network,
            "RGB, (N, 3, H, W), divided by 255, minus (.485, .456, .406), divided by (.229, .224,"
                + " .225)");
    Files.write(
        output.create(DESCRIPTION),
        JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .writeValueAsBytes(description));
    Safetensors.write(output.create(WEIGHTS), tensors, Map.of("format", "pt"));
  }

  /**
   * Opens a model.
   *
   * @throws TaskException (74) when the description is not one, (65) when the tensors are not well
   *     formed or not the described network's
   */
  public static StoredModel read(StoredArtifact artifact) throws IOException {
    try {
      var description = JSON.readValue(artifact.read(DESCRIPTION), Description.class);
      if (description.format() != 1 || description.network() == null) {
        throw corrupt("its format is " + description.format() + ", not 1", null);
      }
      var tensors = Safetensors.read(artifact.fetch(WEIGHTS));
      Architecture.of(description.network()).check(tensors);
      return new StoredModel(description.network(), tensors);
    } catch (JsonProcessingException e) {
      throw corrupt(e.getOriginalMessage(), e);
    }
  }

  private static TaskException corrupt(String why, Throwable cause) {
    return new TaskException(
        ExitCode.ARTIFACT_CORRUPT,
        "model: " + DESCRIPTION + ": " + why + "; train it again or read it by a newer Facsimile",
        cause);
  }
}
