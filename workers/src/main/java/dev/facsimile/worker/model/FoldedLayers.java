package dev.facsimile.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.facsimile.worker.weights.NativeTensors;
import dev.facsimile.worker.weights.Tensor;
import dev.facsimile.worker.weights.Tensors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Layers without normalisations: y = (Wx + b - mean) x weight / sqrt(variance + epsilon) + bias is
 * one linear map, computed once in double precision.
 */
final class FoldedLayers implements Layers {
  private final Map<String, Affine> byNorm = new HashMap<>();

  /** A linear map (weight is a vector for a lone normalisation) and what is added to it. */
  private record Affine(NDArray weight, NDArray bias) {}

  FoldedLayers(NDManager manager, Architecture architecture, Tensors tensors) {
    var layer = "";
    for (var entry : architecture.entries()) {
      switch (entry.kind()) {
        case CONVOLUTION, LINEAR_WEIGHT -> layer = prefix(entry);
        case NORM_WEIGHT -> {
          byNorm.put(prefix(entry), fold(manager, tensors, layer, prefix(entry)));
          layer = "";
        }
        default -> {}
      }
    }
  }

  private static String prefix(Architecture.Entry entry) {
    return entry.name().substring(0, entry.name().lastIndexOf('.'));
  }

  @Override
  public NDArray convolution(NDArray x, String convolution, String norm, int stride, int padding) {
    var affine = byNorm.get(norm);
    return Layers.convolve(x, affine.weight(), affine.bias(), stride, padding);
  }

  @Override
  public NDArray linear(NDArray x, String linear, String norm) {
    var affine = byNorm.get(norm);
    return Layers.multiply(x, affine.weight(), affine.bias());
  }

  @Override
  public NDArray normalise(NDArray x, String norm) {
    var affine = byNorm.get(norm);
    return x.mul(affine.weight()).addi(affine.bias());
  }

  /** A lone normalisation, without a layer before it, folds into a vector of factors. */
  private static Affine fold(NDManager manager, Tensors tensors, String layer, String norm) {
    var scale = tensors.get(norm + ".weight").floats();
    var bias = tensors.get(norm + ".bias").floats();
    var mean = tensors.get(norm + ".running_mean").floats();
    var variance = tensors.get(norm + ".running_var").floats();
    int channels = scale.length;
    var weight = layer.isEmpty() ? ones(channels) : tensors.get(layer + ".weight");
    var added = tensors.has(layer + ".bias") ? tensors.get(layer + ".bias").floats() : null;
    var values = weight.floats();
    int row = values.length / channels;
    var shift = new float[channels];
    for (int c = 0; c < channels; c++) {
      double factor = scale[c] / Math.sqrt(variance[c] + (double) NormalisedLayers.EPSILON);
      shift[c] = (float) (bias[c] + ((added == null ? 0 : added[c]) - mean[c]) * factor);
      for (int i = c * row; i < (c + 1) * row; i++) {
        values[i] = (float) (values[i] * factor);
      }
    }
    return new Affine(
        NativeTensors.upload(manager, Tensor.of(values, weight.shape())),
        NativeTensors.upload(manager, Tensor.of(shift, channels)));
  }

  private static Tensor ones(int channels) {
    var ones = new float[channels];
    Arrays.fill(ones, 1);
    return Tensor.of(ones, channels);
  }
}
