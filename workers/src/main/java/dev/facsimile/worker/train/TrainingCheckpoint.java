package dev.facsimile.worker.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facsimile.worker.stage.StageOutput;
import dev.facsimile.worker.weights.Tensor;
import dev.facsimile.worker.weights.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that a stopped training needs to go on as if it had never stopped: the state of
 * network and optimiser and what was logged. Draws are named by step, so no generator's state is
 * kept.
 *
 * @param step optimiser steps done
 * @param log the training log so far
 * @param monitor the monitor's lines so far
 * @param tensors network, classifiers, batch-norm statistics, moments
 */
record TrainingCheckpoint(
    long step, TrainingLog.State log, String monitor, Map<String, Tensor> tensors) {
  private static final String STATE = "state.json";
  private static final long MAX_FILE_BYTES = 1L << 30;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The part of a checkpoint that is not tensors. */
  private record State(
      @JsonProperty("step") long step,
      @JsonProperty("log") TrainingLog.State log,
      @JsonProperty("monitor") String monitor) {}

  /**
   * Stores the checkpoint.
   *
   * @param scratch where its files may lie meanwhile
   */
  void save(StageOutput.Checkpoints checkpoints, Path scratch) throws IOException {
    var directory = Files.createTempDirectory(scratch, "checkpoint-");
    try {
      TensorSlices.write(directory, tensors, MAX_FILE_BYTES);
      Files.write(directory.resolve(STATE), JSON.writeValueAsBytes(new State(step, log, monitor)));
      checkpoints.save(step, directory);
    } finally {
      delete(directory);
    }
  }

  /**
   * The newest checkpoint, its tensors mapped from files below {@code scratch}; null when there is
   * none.
   */
  static TrainingCheckpoint latest(StageOutput.Checkpoints checkpoints, Path scratch)
      throws IOException {
    var directory = Files.createTempDirectory(scratch, "restored-");
    if (checkpoints.restoreLatest(directory) < 0) {
      return null;
    }
    var state = JSON.readValue(directory.resolve(STATE).toFile(), State.class);
    return new TrainingCheckpoint(
        state.step(), state.log(), state.monitor(), TensorSlices.read(directory));
  }

  /** The tensors whose names have a prefix, without it. */
  Tensors part(String prefix) {
    var part = new LinkedHashMap<String, Tensor>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), tensor);
          }
        });
    return new Tensors("checkpoint of step " + step, part);
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
