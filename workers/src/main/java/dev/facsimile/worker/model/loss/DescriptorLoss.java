package dev.facsimile.worker.model.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.facsimile.pipeline.spec.TrainSpec.LossSpec;
import dev.facsimile.worker.model.Architecture;
import dev.facsimile.worker.model.Constants;
import dev.facsimile.worker.model.Outputs;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The training loss: a weighted sum of terms, named as in the pipeline file. A term of weight 0 is
 * not computed.
 */
public record DescriptorLoss(LossSpec spec) {
  /**
   * Computes the terms of a batch.
   *
   * @param outputs of the whole batch
   * @param tensors the state that the pass used; holds the classifiers
   * @param labels class of each picture
   * @return scalars by name, not yet weighted
   */
  public Map<String, NDArray> terms(Outputs outputs, Map<String, NDArray> tensors, int... labels) {
    var terms = new LinkedHashMap<String, NDArray>();
    var projectionLogits =
        logits(outputs.projection(), tensors.get(Architecture.PROJECTION_CLASSIFIER));
    var descriptorLogits =
        logits(outputs.descriptor(), tensors.get(Architecture.DESCRIPTOR_CLASSIFIER));
    var manager = outputs.features().getManager();
    var classes =
        manager.create(Arrays.stream(labels).asLongStream().toArray(), new Shape(labels.length, 1));
    if (spec.crossEntropyProjection() > 0) {
      terms.put(
          "crossEntropyProjection",
          LossTerms.crossEntropy(projectionLogits, classes, spec.labelSmoothing()));
    }
    if (spec.crossEntropyDescriptor() > 0) {
      terms.put(
          "crossEntropyDescriptor",
          LossTerms.crossEntropy(descriptorLogits, classes, spec.labelSmoothing()));
    }
    if (spec.distillation() > 0) {
      var teacher = spec.detachTeacher() ? projectionLogits.stopGradient() : projectionLogits;
      terms.put(
          "distillation",
          LossTerms.distillation(teacher, descriptorLogits, spec.distillationTemperature()));
    }
    metricTerms(terms, outputs, labels);
    return terms;
  }

  private void metricTerms(Map<String, NDArray> terms, Outputs outputs, int... labels) {
    if (spec.triplet() == 0 && spec.infoNce() == 0 && spec.koLeo() == 0) {
      return;
    }
    var features = outputs.features();
    var pairs = Pairs.of(features.getManager(), features.getDataType(), labels);
    if (spec.triplet() > 0) {
      terms.put("triplet", LossTerms.triplet(features, pairs, spec.tripletMargin()));
    }
    if (spec.infoNce() > 0 || spec.koLeo() > 0) {
      var unit = outputs.descriptor().normalize(2, 1, 1e-12);
      if (spec.infoNce() > 0) {
        terms.put("infoNce", LossTerms.infoNce(unit, pairs, spec.infoNceTemperature()));
      }
      if (spec.koLeo() > 0) {
        terms.put("koLeo", LossTerms.koLeo(unit, pairs));
      }
    }
  }

  /** The value of a term. */
  public static double value(NDArray term) {
    try (var wide = term.toType(DataType.FLOAT64, true)) {
      return wide.getDouble();
    }
  }

  /** Weight of a term. */
  public double weight(String term) {
    return switch (term) {
      case "crossEntropyProjection" -> spec.crossEntropyProjection();
      case "crossEntropyDescriptor" -> spec.crossEntropyDescriptor();
      case "distillation" -> spec.distillation();
      case "triplet" -> spec.triplet();
      case "infoNce" -> spec.infoNce();
      case "koLeo" -> spec.koLeo();
      default -> throw new IllegalArgumentException("no term " + term);
    };
  }

  /** The weighted sum, in the terms' order. */
  public NDArray total(Map<String, NDArray> terms) {
    NDArray total = null;
    for (var term : terms.entrySet()) {
      var weighted = Constants.times(term.getValue(), weight(term.getKey()));
      total = total == null ? weighted : total.add(weighted);
    }
    if (total == null) {
      throw new IllegalArgumentException("every weight of the loss is 0");
    }
    return total;
  }

  /** (N, D) and a classifier (classes, D) to (N, classes); null without a classifier. */
  static NDArray logits(NDArray vectors, NDArray classifier) {
    return classifier == null
        ? null
        : vectors.getNDArrayInternal().linear(vectors, classifier, null).singletonOrThrow();
  }
}
