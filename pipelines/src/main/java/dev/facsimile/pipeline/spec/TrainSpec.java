package dev.facsimile.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/**
 * Trains a descriptor network on the views of a dataset. Every default is the reference recipe's
 * value.
 */
@Produces(ArtifactKind.MODEL)
public record TrainSpec(
    @Required
        @Reads(ArtifactKind.DATASET)
        @JsonPropertyDescription("Stage that made the training views")
        String dataset,
    @Reads({ArtifactKind.FILE, ArtifactKind.MODEL})
        @JsonPropertyDescription("Weights to start from; drawn from the seed when absent")
        String initialWeights,
    @Default("{}") @JsonPropertyDescription("Sizes of the network") NetworkSpec network,
    @Default("{}") @JsonPropertyDescription("Weights and constants of the loss terms")
        LossSpec loss,
    @Default("{}") @JsonPropertyDescription("Adam and its learning-rate schedule")
        OptimizerSpec optimizer,
    @Default("256")
        @Min(16)
        @Max(1024)
        @JsonPropertyDescription("Side of the network's input, in pixels")
        int sizePx,
    @Default("10")
        @Min(0)
        @Max(128)
        @JsonPropertyDescription("Zero padding before the random crop back to sizePx, in pixels")
        int cropPaddingPx,
    @Default("0.5") @Min(0) @Max(1) @JsonPropertyDescription("Probability of a horizontal flip")
        double flipProbability,
    @Default("25")
        @Min(0)
        @Max(100000)
        @JsonPropertyDescription("Epochs; 0 keeps the initial weights")
        int epochs,
    @Default("8000") @Min(1) @JsonPropertyDescription("Optimiser steps in an epoch")
        int iterationsPerEpoch,
    @Default("32") @Min(1) @JsonPropertyDescription("Ids in a batch (P)") int idsPerBatch,
    @Default("4")
        @Min(2)
        @JsonPropertyDescription(
            "Views of each id in a batch (K): an anchor and K-1 others, without replacement")
        int viewsPerId,
    @Default("1")
        @Min(1)
        @JsonPropertyDescription(
            "Parts of a batch with batch statistics and wave blocks of their own, as on so many devices")
        int batchShards,
    @Default("perShard")
        @JsonPropertyDescription(
            "Whether batch statistics are taken per shard, as the reference does, or over the whole batch")
        BatchNormMode batchNorm,
    @Default("0")
        @Min(0)
        @JsonPropertyDescription(
            "Passes over views that only estimate batch-norm statistics, before the first step")
        int calibrationIterations,
    @Default("float32") @JsonPropertyDescription("Number format of the arithmetic")
        Precision precision,
    @Default("2")
        @Min(1)
        @Max(1024)
        @JsonPropertyDescription(
            "Threads of the engine; changes the order of sums and so the bytes")
        int threads,
    @Default("1")
        @Min(0)
        @JsonPropertyDescription("Seed of initial weights, sampling, crops and wave blocks")
        long seed,
    @Default("1000")
        @Min(1)
        @JsonPropertyDescription("Steps between checkpoints (also every ten minutes)")
        int checkpointSteps,
    @JsonPropertyDescription("Measures the network while it trains; changes nothing in it")
        MonitorSpec monitor) {

  /** How batch-norm statistics are taken when a batch has several shards. */
  public enum BatchNormMode {
    /** Each shard by its own statistics; running statistics come from shard 0 alone. */
    @JsonProperty("perShard")
    PER_SHARD,
    /** One set of statistics over the whole batch. */
    @JsonProperty("synchronised")
    SYNCHRONISED
  }

  /** Sizes of backbone and heads. */
  public record NetworkSpec(
      @Default("64")
          @Min(4)
          @Max(512)
          @JsonPropertyDescription(
              "Channels of the first stage; the features have 32 times as many")
          int width,
      @Default("[3, 4, 6, 3]")
          @JsonPropertyDescription("Bottleneck blocks in each of the four stages")
          List<Integer> depths,
      @Default("4096") @Min(8) @JsonPropertyDescription("Width of the projector's hidden layer")
          int projectorHidden,
      @Default("8192") @Min(8) @JsonPropertyDescription("Width of the projector's output")
          int projectorOutput,
      @Default("256") @Min(2) @Max(4096) @JsonPropertyDescription("Dimensions of the descriptor")
          int dimensions,
      @Default("3.0")
          @Min(1)
          @Max(64)
          @JsonPropertyDescription("Initial exponent of generalised-mean pooling")
          double gemExponent,
      @Default("0.3")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Share of rows that a wave block leaves unscaled")
          double waveHeight,
      @Default("1.5")
          @Min(0)
          @JsonPropertyDescription("Gain of the other rows; 1 switches wave blocks off")
          double waveGain) {}

  /** Loss = sum of weight x term; a weight of 0 leaves the term (and its classifier) out. */
  public record LossSpec(
      @Default("10.0") @Min(0) @JsonPropertyDescription("Cross entropy on the projector's output")
          double crossEntropyProjection,
      @Default("1.0") @Min(0) @JsonPropertyDescription("Cross entropy on the descriptor")
          double crossEntropyDescriptor,
      @Default("2.0")
          @Min(0)
          @JsonPropertyDescription(
              "Soft cross entropy of the descriptor's class probabilities against the projection's")
          double distillation,
      @Default("1.0")
          @Min(0)
          @JsonPropertyDescription("Batch-hard triplet term on the pooled features")
          double triplet,
      @Default("0.0")
          @Min(0)
          @JsonPropertyDescription("Multi-positive InfoNCE on unit descriptors (SSCD)")
          double infoNce,
      @Default("0.0")
          @Min(0)
          @JsonPropertyDescription(
              "Kozachenko-Leonenko differential entropy on unit descriptors (SSCD)")
          double koLeo,
      @Default("0.1")
          @Min(0)
          @Max(1)
          @JsonPropertyDescription("Label smoothing of both cross entropies")
          double labelSmoothing,
      @Default("2.0") @Min(0.01) @JsonPropertyDescription("Temperature of the distillation")
          double distillationTemperature,
      @Default("false")
          @JsonPropertyDescription(
              "Whether the distillation's teacher side is cut off from the gradient; the reference does not")
          boolean detachTeacher,
      @Default("0.0")
          @Min(0)
          @JsonPropertyDescription("Triplet margin; 0 selects the soft margin, softplus")
          double tripletMargin,
      @Default("0.05") @Min(0.001) @JsonPropertyDescription("Temperature of InfoNCE")
          double infoNceTemperature) {}

  /** Adam with a per-epoch factor: linear warm-up, constant, cosine. */
  public record OptimizerSpec(
      @Default("0.00035") @Min(0) @JsonPropertyDescription("Learning rate at factor 1")
          double learningRate,
      @Default("0.01") @Min(0) @JsonPropertyDescription("Factor in the first epoch")
          double warmupFactor,
      @Default("5") @Min(0) @JsonPropertyDescription("Epochs of linear warm-up") int warmupEpochs,
      @Default("10")
          @Min(0)
          @JsonPropertyDescription(
              "First epoch of the cosine decay, which ends at 0 after the last epoch")
          int decayFromEpoch,
      @Default("0.9") @Min(0) @Max(1) @JsonPropertyDescription("Adam's beta1") double beta1,
      @Default("0.999") @Min(0) @Max(1) @JsonPropertyDescription("Adam's beta2") double beta2,
      @Default("1e-8") @Min(0) @JsonPropertyDescription("Adam's epsilon") double epsilon,
      @Default("0.0")
          @Min(0)
          @JsonPropertyDescription(
              "Weight decay added to the gradient; the reference parses one and never uses it")
          double weightDecay) {}

  /**
   * A small retrieval trial during training: micro-AP of a challenge, written beside the losses.
   */
  public record MonitorSpec(
      @Required @Reads(ArtifactKind.IMAGES) @JsonPropertyDescription("The challenge's queries")
          String queries,
      @Required @Reads(ArtifactKind.IMAGES) @JsonPropertyDescription("The reference pictures")
          String references,
      @Required
          @Reads({ArtifactKind.TRUTH, ArtifactKind.FILE})
          @JsonPropertyDescription("Which pairs are copies")
          String truth,
      @Default("1")
          @Min(1)
          @JsonPropertyDescription(
              "Epochs between two measurements; the start and the end are always measured")
          int everyEpochs) {}
}
