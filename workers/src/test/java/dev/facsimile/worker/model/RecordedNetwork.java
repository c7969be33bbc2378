package dev.facsimile.worker.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.facsimile.pipeline.spec.TrainSpec.NetworkSpec;
import java.util.ArrayList;

/** Sizes of the network that the recorded results come from. */
public final class RecordedNetwork {
  private RecordedNetwork() {}

  /** The sizes that the model folder's description states, without wave blocks. */
  public static NetworkSpec spec(JsonNode expected) {
    return spec(expected, 0, 1);
  }

  /** The sizes that the model folder's description states. */
  public static NetworkSpec spec(JsonNode expected, double waveHeight, double waveGain) {
    var depths = new ArrayList<Integer>();
    expected.get("layers").forEach(depth -> depths.add(depth.asInt()));
    var hidden = expected.get("tensors").get("projector_feat_bn.0.0.weight").get("shape").get(0);
    return new NetworkSpec(
        expected.get("baseWidth").asInt(),
        depths,
        hidden.asInt(),
        expected.get("projection").asInt(),
        expected.get("descriptor").asInt(),
        expected.get("gemExponent").asDouble(),
        waveHeight,
        waveGain);
  }
}
