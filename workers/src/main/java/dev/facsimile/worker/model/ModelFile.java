package dev.facsimile.worker.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.facsimile.pipeline.spec.TrainSpec.NetworkSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.weights.Safetensors;
import dev.facsimile.worker.weights.Tensor;
import dev.facsimile.worker.weights.Tensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The two objects of a model artifact: what the network is, and its weights. */
public final class ModelFile {
  /** Name of the description inside the artifact. */
  public static final String DESCRIPTION = "model.json";

  /** Name of the weights inside the artifact. */
  public static final String WEIGHTS = "weights.safetensors";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
          .build();

  private ModelFile() {}

  /**
   * What a model is, beside its weights.
   *
   * @param network sizes
   * @param preprocessing how a picture becomes an input
   * @param step optimiser steps that made the weights
   */
  public record Description(NetworkSpec network, Preprocessing preprocessing, long step) {
    /** A network trained at a size, with the only preprocessing there is. */
    public static Description of(NetworkSpec network, int trainedSizePx, long step) {
      return new Description(network, Preprocessing.imageNet(trainedSizePx), step);
    }
  }

  /**
   * From a picture to an input: squashed to a square, divided by 255, minus the mean, divided by
   * the deviation of each channel.
   *
   * @param trainedSizePx side of the inputs in training
   * @param resize filter, by the name that the picture operations use
   * @param mean red, green, blue
   * @param deviation red, green, blue
   */
  public record Preprocessing(
      int trainedSizePx, String resize, List<Double> mean, List<Double> deviation) {
    static Preprocessing imageNet(int trainedSizePx) {
      return new Preprocessing(
          trainedSizePx, "bicubic", List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
    }
  }

  /**
   * A model as read.
   *
   * @param description what it is
   * @param tensors its weights, which are those of the described network
   */
  public record Model(Description description, Tensors tensors) {}

  /**
   * Writes both objects.
   *
   * @param state of the described network; classifiers are not part of a model
   */
  public static void write(
      Path descriptionFile, Path weightsFile, Description description, Map<String, Tensor> state)
      throws IOException {
    Architecture.of(description.network()).check(new Tensors("the trained network", state));
    Files.writeString(
        descriptionFile,
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(description) + "\n");
    Safetensors.write(weightsFile, state, Map.of("format", "pt"));
  }

  /**
   * Reads both objects.
   *
   * @throws TaskException (65) when the description is unknown to this version or the weights are
   *     not the described network's
   */
  public static Model read(Path descriptionFile, Path weightsFile) throws IOException {
    var description = parse(descriptionFile);
    var tensors = Safetensors.read(weightsFile);
    Architecture.of(description.network()).check(tensors);
    return new Model(description, tensors);
  }

  private static Description parse(Path file) throws IOException {
    Description description;
    try {
      description =
          JSON.readValue(Files.readString(file, StandardCharsets.UTF_8), Description.class);
    } catch (JsonProcessingException e) {
      throw new TaskException(
          ExitCode.BAD_INPUT,
          file + ": not the description of a model: " + e.getOriginalMessage(),
          e);
    }
    int size = description.preprocessing().trainedSizePx();
    if (!description.preprocessing().equals(Preprocessing.imageNet(size))) {
      throw new TaskException(
          ExitCode.BAD_INPUT,
          file + ": preprocessing " + description.preprocessing() + " is not supported");
    }
    return description;
  }
}
