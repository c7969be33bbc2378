package dev.facsimile.worker.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.facsimile.pipeline.spec.TrainSpec.OptimizerSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.weights.NativeTensors;
import dev.facsimile.worker.weights.Tensor;
import dev.facsimile.worker.weights.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adam with bias correction (Kingma and Ba, ICLR 2015, algorithm 1), whose moments can be stored.
 * Weight decay is added to the gradient. Not thread safe; its arrays live until it is closed.
 */
public final class AdamOptimizer implements AutoCloseable {
  private static final String STEP = "optimizer.step";
  private static final String MEAN = "optimizer.mean.";
  private static final String VARIANCE = "optimizer.variance.";
  private static final float NO_CLIPPING = -1;

  private final OptimizerSpec spec;
  private final NDManager manager;
  private final Map<String, NDArray> parameters;
  private final Map<String, NDArray> means = new LinkedHashMap<>();
  private final Map<String, NDArray> variances = new LinkedHashMap<>();
  private long step;

  /**
   * An optimiser at step 0.
   *
   * @param parameters the arrays to move, by name, float32
   */
  public AdamOptimizer(NDManager parent, OptimizerSpec spec, Map<String, NDArray> parameters) {
    this.spec = spec;
    this.manager = parent.newSubManager();
    this.parameters = parameters;
    parameters.forEach(
        (name, parameter) -> {
          means.put(name, manager.zeros(parameter.getShape(), parameter.getDataType()));
          variances.put(name, manager.zeros(parameter.getShape(), parameter.getDataType()));
        });
  }

  /** Updates so far. */
  public long step() {
    return step;
  }

  /**
   * Moves every parameter once.
   *
   * @param differentiated by name, arrays whose gradients were computed
   */
  public void update(Map<String, NDArray> differentiated, double learningRate) {
    step++;
    // the engine takes float32 constants; the corrections must match what it multiplies by
    double correction1 = 1 - StrictMath.pow((float) spec.beta1(), step);
    double correction2 = Math.sqrt(1 - StrictMath.pow((float) spec.beta2(), step));
    float corrected = (float) (learningRate * correction2 / correction1);
    float epsilon = (float) (spec.epsilon() * correction2);
    parameters.forEach(
        (name, parameter) -> {
          try (var gradient = differentiated.get(name).getGradient()) {
            parameter
                .getNDArrayInternal()
                .adamUpdate(
                    new NDList(parameter, gradient, means.get(name), variances.get(name)),
                    new NDList(parameter),
                    (float) learningRate,
                    corrected,
                    (float) spec.weightDecay(),
                    1,
                    NO_CLIPPING,
                    (float) spec.beta1(),
                    (float) spec.beta2(),
                    epsilon,
                    false,
                    false);
          }
        });
  }

  /** Step count and moments by name, live: read them before the next update. */
  public Map<String, Tensor> state() {
    var state = new LinkedHashMap<String, Tensor>();
    state.put(STEP, Tensor.of(new long[] {step}));
    means.forEach((name, mean) -> state.put(MEAN + name, NativeTensors.view(mean)));
    variances.forEach((name, var) -> state.put(VARIANCE + name, NativeTensors.view(var)));
    return state;
  }

  /**
   * Takes over a stored state; tensors of other names are ignored.
   *
   * @throws TaskException (65 or 74) when it lacks a moment of this optimiser's parameters, or has
   *     another network's
   */
  public void restore(Tensors stored) {
    step = stored.get(STEP).longs()[0];
    restore(means, MEAN, stored);
    restore(variances, VARIANCE, stored);
  }

  private void restore(Map<String, NDArray> moments, String prefix, Tensors stored) {
    moments.replaceAll(
        (name, moment) -> {
          var tensor = stored.get(prefix + name);
          if (!tensor.hasShape(moment.getShape().getShape())) {
            throw new TaskException(
                ExitCode.ARTIFACT_CORRUPT,
                stored.source() + ": " + prefix + name + " is " + tensor + ", of another network");
          }
          moment.close();
          return NativeTensors.upload(manager, tensor);
        });
  }

  @Override
  public void close() {
    manager.close();
  }
}
