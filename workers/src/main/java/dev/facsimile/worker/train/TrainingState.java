package dev.facsimile.worker.train;

import ai.djl.ndarray.NDManager;
import dev.facsimile.pipeline.spec.TrainSpec;
import dev.facsimile.worker.model.Architecture;
import dev.facsimile.worker.model.DescriptorNetwork;
import dev.facsimile.worker.stage.StageInputs;
import dev.facsimile.worker.stage.StageOutput;
import dev.facsimile.worker.weights.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import org.slf4j.LoggerFactory;

/**
 * What moves while a network trains, new or from a checkpoint. Its arrays live until it is closed.
 *
 * @param manager owner of the arrays
 * @param network the network with its classifiers
 * @param optimizer its optimiser
 * @param log the training log
 * @param monitor measures the network; null when it is not asked for
 * @param resumed whether it comes from a checkpoint
 */
record TrainingState(
    NDManager manager,
    DescriptorNetwork network,
    AdamOptimizer optimizer,
    TrainingLog log,
    Monitor monitor,
    boolean resumed)
    implements AutoCloseable {
  private static final String NETWORK = "network/";
  private static final String OPTIMIZER = "optimizer/";
  private static final int LINES_PER_EPOCH = 100;

  /** The state of the newest checkpoint, or the initial one. */
  static TrainingState open(
      NDManager parent,
      TrainSpec spec,
      Architecture architecture,
      StageInputs inputs,
      StageOutput output)
      throws IOException {
    long everySteps = Math.max(1, spec.iterationsPerEpoch() / LINES_PER_EPOCH);
    var logger = LoggerFactory.getLogger(TrainStage.class);
    var checkpoint = TrainingCheckpoint.latest(output.checkpoints(), output.scratch());
    var manager = parent.newSubManager();
    DescriptorNetwork network;
    if (checkpoint == null) {
      var weights = StartingWeights.read(inputs, architecture);
      weights.notes().forEach(note -> logger.info("{}: {}", StartingWeights.ROLE, note));
      network = DescriptorNetwork.create(manager, architecture, spec.seed(), weights.tensors());
    } else {
      logger.info("training goes on at the checkpoint of step {}", checkpoint.step());
      network = DescriptorNetwork.load(manager, architecture, checkpoint.part(NETWORK));
    }
    var optimizer = new AdamOptimizer(manager, spec.optimizer(), network.parameters());
    if (checkpoint != null) {
      optimizer.restore(checkpoint.part(OPTIMIZER));
    }
    return new TrainingState(
        manager,
        network,
        optimizer,
        checkpoint == null
            ? new TrainingLog(everySteps)
            : new TrainingLog(everySteps, checkpoint.log()),
        spec.monitor() == null
            ? null
            : Monitor.of(
                spec, inputs, output.progress(), checkpoint == null ? "" : checkpoint.monitor()),
        checkpoint != null);
  }

  /** Everything as a checkpoint; its tensors are live, so store it before the next step. */
  TrainingCheckpoint checkpoint() {
    var tensors = new LinkedHashMap<String, Tensor>();
    network.state().forEach((name, tensor) -> tensors.put(NETWORK + name, tensor));
    optimizer.state().forEach((name, tensor) -> tensors.put(OPTIMIZER + name, tensor));
    return new TrainingCheckpoint(
        optimizer.step(), log.state(), monitor == null ? "" : monitor.lines(), tensors);
  }

  @Override
  public void close() {
    optimizer.close();
    network.close();
    manager.close();
  }
}
