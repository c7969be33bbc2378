package dev.facsimile.worker.model;

import dev.facsimile.pipeline.spec.TrainSpec.LossSpec;
import dev.facsimile.pipeline.spec.TrainSpec.NetworkSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.weights.DType;
import dev.facsimile.worker.weights.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The network's tensors by name: a ResNet of bottleneck blocks (He et al., "Deep residual learning
 * for image recognition", CVPR 2016, section 4.1; stride on the 3x3 convolution, stride 1 in the
 * last stage), a projector and a descriptor head. Names are those of the reference recipe's state.
 */
public final class Architecture {
  static final String GEM_EXPONENT = "base.10.p";

  /** Classifier (classes, projectorOutput) of the projection. */
  public static final String PROJECTION_CLASSIFIER = "classifier.weight";

  /** Classifier (classes, dimensions) of the descriptor. */
  public static final String DESCRIPTOR_CLASSIFIER = "classifier_1.weight";

  private static final String PROJECTOR = "projector_feat_bn";
  private static final String DESCRIPTOR = "matrix_feat_bn";
  private static final String[] STAGES = {"base.4", "base.5", "base.7", "base.9"};
  private static final int[] STRIDES = {1, 2, 2, 1};
  static final int EXPANSION = 4;

  /** What a tensor is for. */
  public enum Kind {
    CONVOLUTION,
    LINEAR_WEIGHT,
    LINEAR_BIAS,
    NORM_WEIGHT,
    NORM_BIAS,
    /** A batch-norm bias that stays 0 (the "BNNeck" of Luo et al., CVPRW 2019, section 3.5). */
    FROZEN_BIAS,
    RUNNING_MEAN,
    RUNNING_VARIANCE,
    BATCHES_TRACKED,
    GEM_EXPONENT,
    CLASSIFIER;

    /** Whether the optimiser moves such tensors. */
    public boolean trainable() {
      return switch (this) {
        case FROZEN_BIAS, RUNNING_MEAN, RUNNING_VARIANCE, BATCHES_TRACKED -> false;
        default -> true;
      };
    }
  }

  /**
   * A tensor of the network's state.
   *
   * @param name the reference's state key
   * @param fanIn inputs of the layer that a bias belongs to; 0 for other tensors
   * @param shape lengths of the axes; none for a scalar
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Entry(String name, Kind kind, int fanIn, long... shape) {}

  /** A bottleneck block: 1x1, 3x3 with stride, 1x1 to four times the width, plus a shortcut. */
  record Block(String name, int inputs, int width, int stride, boolean downsample) {}

  private final NetworkSpec spec;
  private final List<List<Block>> stages = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();

  private Architecture(NetworkSpec spec) {
    this.spec = spec;
    if (spec.depths().size() != STAGES.length || spec.depths().stream().anyMatch(d -> d < 1)) {
      throw new TaskException(
          ExitCode.BAD_CONFIGURATION,
          "network.depths " + spec.depths() + ": four numbers of at least 1 are needed");
    }
    backbone();
    heads();
  }

  /** The network without classifiers, as a model artifact holds it. */
  public static Architecture of(NetworkSpec spec) {
    return new Architecture(spec);
  }

  /**
   * The network as it is trained: with the classifiers that the loss uses.
   *
   * @param classes number of training ids
   */
  public static Architecture of(NetworkSpec spec, LossSpec loss, int classes) {
    var architecture = new Architecture(spec);
    if (loss.crossEntropyProjection() > 0 || loss.distillation() > 0) {
      architecture.add(PROJECTION_CLASSIFIER, Kind.CLASSIFIER, classes, spec.projectorOutput());
    }
    if (loss.crossEntropyDescriptor() > 0 || loss.distillation() > 0) {
      architecture.add(DESCRIPTOR_CLASSIFIER, Kind.CLASSIFIER, classes, spec.dimensions());
    }
    return architecture;
  }

  private void backbone() {
    int width = spec.width();
    add("base.0.weight", Kind.CONVOLUTION, width, 3, 7, 7);
    norm("base.1", width, Kind.NORM_BIAS);
    int inputs = width;
    for (int stage = 0; stage < STAGES.length; stage++) {
      var blocks = new ArrayList<Block>();
      int stageWidth = width << stage;
      for (int i = 0; i < spec.depths().get(stage); i++) {
        var block =
            new Block(
                STAGES[stage] + "." + i, inputs, stageWidth, i == 0 ? STRIDES[stage] : 1, i == 0);
        blocks.add(block);
        bottleneck(block);
        inputs = stageWidth * EXPANSION;
      }
      stages.add(List.copyOf(blocks));
    }
    add(GEM_EXPONENT, Kind.GEM_EXPONENT, 1);
  }

  private void bottleneck(Block block) {
    var name = block.name();
    int width = block.width();
    int outputs = width * EXPANSION;
    add(name + ".conv1.weight", Kind.CONVOLUTION, width, block.inputs(), 1, 1);
    norm(name + ".bn1", width, Kind.NORM_BIAS);
    add(name + ".conv2.weight", Kind.CONVOLUTION, width, width, 3, 3);
    norm(name + ".bn2", width, Kind.NORM_BIAS);
    add(name + ".conv3.weight", Kind.CONVOLUTION, outputs, width, 1, 1);
    norm(name + ".bn3", outputs, Kind.NORM_BIAS);
    if (block.downsample()) {
      add(name + ".downsample.0.weight", Kind.CONVOLUTION, outputs, block.inputs(), 1, 1);
      norm(name + ".downsample.1", outputs, Kind.NORM_BIAS);
    }
  }

  private void heads() {
    linear(PROJECTOR + ".0.0", features(), spec.projectorHidden());
    norm(PROJECTOR + ".0.1", spec.projectorHidden(), Kind.NORM_BIAS);
    linear(PROJECTOR + ".0.3", spec.projectorHidden(), spec.projectorOutput());
    norm(PROJECTOR + ".1", spec.projectorOutput(), Kind.FROZEN_BIAS);
    norm(DESCRIPTOR + ".0.0", spec.projectorOutput(), Kind.NORM_BIAS);
    linear(DESCRIPTOR + ".0.2", spec.projectorOutput(), spec.dimensions());
    norm(DESCRIPTOR + ".1", spec.dimensions(), Kind.FROZEN_BIAS);
  }

  private void linear(String name, int inputs, int outputs) {
    add(name + ".weight", Kind.LINEAR_WEIGHT, outputs, inputs);
    entries.add(new Entry(name + ".bias", Kind.LINEAR_BIAS, inputs, outputs));
  }

  private void norm(String name, int channels, Kind bias) {
    add(name + ".weight", Kind.NORM_WEIGHT, channels);
    add(name + ".bias", bias, channels);
    add(name + ".running_mean", Kind.RUNNING_MEAN, channels);
    add(name + ".running_var", Kind.RUNNING_VARIANCE, channels);
    add(name + ".num_batches_tracked", Kind.BATCHES_TRACKED);
  }

  private void add(String name, Kind kind, long... shape) {
    entries.add(new Entry(name, kind, 0, shape));
  }

  /** Sizes that the network was built from. */
  public NetworkSpec spec() {
    return spec;
  }

  /** Every tensor of the state, in the order of the forward pass. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  List<List<Block>> stages() {
    return stages;
  }

  /** Length of the pooled feature vector. */
  public int features() {
    return spec.width() * 8 * EXPANSION;
  }

  /**
   * Checks that stored tensors are this network's, neither more nor less.
   *
   * @throws TaskException (65) naming the first tensors that are missing, misshapen or unknown
   */
  public void check(Tensors tensors) {
    refuse(tensors, faults(tensors, entries));
  }

  /**
   * Checks that stored tensors are whole parts of this network: the backbone, and any heads.
   *
   * @throws TaskException (65) naming the first tensors that are missing, misshapen or unknown
   */
  void checkParts(Tensors tensors) {
    var given =
        tensors.byName().keySet().stream().map(Architecture::part).collect(Collectors.toSet());
    var expected = entries.stream().filter(entry -> given.contains(part(entry.name()))).toList();
    refuse(tensors, faults(tensors, expected));
  }

  /** The part of the network that a tensor belongs to: everything before the first dot. */
  private static String part(String name) {
    return name.equals(GEM_EXPONENT) ? name : name.substring(0, Math.max(0, name.indexOf('.')));
  }

  private static List<String> faults(Tensors tensors, List<Entry> expected) {
    var faults = new ArrayList<String>();
    var unknown = new LinkedHashSet<>(tensors.byName().keySet());
    for (var entry : expected) {
      unknown.remove(entry.name());
      if (!tensors.has(entry.name())) {
        faults.add("lacks " + entry.name());
      } else if (!tensors.get(entry.name()).hasShape(entry.shape())) {
        var found = tensors.get(entry.name());
        faults.add(entry.name() + " is " + found + " instead of " + Arrays.toString(entry.shape()));
      } else if ((entry.kind() == Kind.BATCHES_TRACKED)
          != (tensors.get(entry.name()).dtype() == DType.I64)) {
        faults.add(entry.name() + " is " + tensors.get(entry.name()));
      }
    }
    unknown.forEach(name -> faults.add("has unknown " + name));
    return faults;
  }

  private static void refuse(Tensors tensors, List<String> faults) {
    if (!faults.isEmpty()) {
      throw new TaskException(
          ExitCode.BAD_INPUT,
          tensors.source()
              + " does not hold the weights of a network of these sizes: "
              + String.join(", ", faults.subList(0, Math.min(3, faults.size())))
              + (faults.size() > 3 ? " and " + (faults.size() - 3) + " more" : ""));
    }
  }
}
