package dev.facsimile.worker.bench.part;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.schema.Binder;
import dev.facsimile.pipeline.schema.ShapeReader;
import dev.facsimile.pipeline.spec.ExtractSpec;
import dev.facsimile.pipeline.spec.SynthesizeSpec;
import dev.facsimile.pipeline.spec.TrainSpec;
import dev.facsimile.worker.bench.BenchSettings.Network;

/** Parameters of the measured stages; what is not said has the pipeline language's default. */
final class StageSpecs {
  private static final int REFERENCE_WIDTH = 64;
  private static final int REFERENCE_HIDDEN = 4096;
  private static final int REFERENCE_OUTPUT = 8192;
  private static final int ENDLESS = 1_000_000;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private StageSpecs() {}

  /** Views to train on. */
  static SynthesizeSpec synthesize(Network network) {
    var tree = NODES.objectNode().put("images", "pictures");
    tree.put("viewsPerImage", network.viewsPerId()).put("sizePx", network.sizePx());
    return bind(tree, SynthesizeSpec.class);
  }

  /**
   * A training without an end. The heads grow with the width: at 64 they are the reference's.
   *
   * @param epochs 0 for the initial weights alone
   */
  static TrainSpec train(Network network, int epochs, int threads) {
    var tree = NODES.objectNode().put("dataset", "views");
    tree.putObject("network")
        .put("width", network.width())
        .put("projectorHidden", REFERENCE_HIDDEN * network.width() / REFERENCE_WIDTH)
        .put("projectorOutput", REFERENCE_OUTPUT * network.width() / REFERENCE_WIDTH);
    tree.put("epochs", epochs).put("iterationsPerEpoch", ENDLESS).put("checkpointSteps", ENDLESS);
    tree.put("idsPerBatch", network.idsPerBatch()).put("viewsPerId", network.viewsPerId());
    tree.put("sizePx", network.sizePx()).put("threads", threads);
    return bind(tree, TrainSpec.class);
  }

  /** Descriptors at the given scales. */
  static ExtractSpec extract(Network network, int threads) {
    var tree = NODES.objectNode().put("images", "pictures").put("model", "network");
    tree.put("batchSize", network.batchSize()).put("threads", threads);
    var scales = tree.putArray("scalesPx");
    network.scalesPx().forEach(scales::add);
    return bind(tree, ExtractSpec.class);
  }

  private static <T extends Record> T bind(ObjectNode given, Class<T> type) {
    return Binder.bind(ShapeReader.of(type).complete(given), type);
  }
}
