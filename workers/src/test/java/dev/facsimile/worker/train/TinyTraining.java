package dev.facsimile.worker.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.spec.TrainSpec;

/** Parameters of trainings that take a second. */
final class TinyTraining {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BASE =
      """
      {"dataset": "dataset",
       "network": {"width": 8, "depths": [1, 1, 1, 1], "projectorHidden": 32,
         "projectorOutput": 64, "dimensions": 16, "gemExponent": 3.0, "waveHeight": 0.3,
         "waveGain": 1.5},
       "loss": {"crossEntropyProjection": 10, "crossEntropyDescriptor": 1, "distillation": 2,
         "triplet": 1, "infoNce": 0, "koLeo": 0, "labelSmoothing": 0.1,
         "distillationTemperature": 2, "detachTeacher": false, "tripletMargin": 0,
         "infoNceTemperature": 0.05},
       "optimizer": {"learningRate": 0.001, "warmupFactor": 0.1, "warmupEpochs": 1,
         "decayFromEpoch": 2, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": 0},
       "sizePx": 32, "cropPaddingPx": 2, "flipProbability": 0.5, "epochs": 2,
       "iterationsPerEpoch": 5, "idsPerBatch": 3, "viewsPerId": 2, "batchShards": 1,
       "batchNorm": "perShard", "calibrationIterations": 0, "precision": "float32", "threads": 1,
       "seed": 1, "checkpointSteps": 1000}
      """;

  private TinyTraining() {}

  /**
   * Two epochs of five steps of three images with two views, changed.
   *
   * @param changes fields in JSON, laid over the base: {@code {"optimizer": {"learningRate": 1}}}
   */
  static TrainSpec spec(String changes) {
    try {
      var tree = (ObjectNode) JSON.readTree(BASE);
      lay((ObjectNode) JSON.readTree(changes), tree);
      return JSON.treeToValue(tree, TrainSpec.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(changes, e);
    }
  }

  private static void lay(ObjectNode changes, ObjectNode over) {
    for (var change : changes.properties()) {
      if (change.getValue() instanceof ObjectNode inner
          && over.get(change.getKey()) instanceof ObjectNode base) {
        lay(inner, base);
      } else {
        over.set(change.getKey(), change.getValue());
      }
    }
  }
}
