package dev.facsimile.worker.model;

import dev.facsimile.worker.weights.Tensor;
import java.util.Map;

/** The network's evaluation in plain loops and double precision, one picture at a time. */
final class ScalarNetwork {
  private static final double EPSILON = 1e-5;
  private final Architecture architecture;
  private final Map<String, Tensor> state;

  /** A feature map of channels x side x side values. */
  record FeatureMap(int channels, int side, double[] values) {
    double at(int channel, int y, int x) {
      boolean inside = y >= 0 && x >= 0 && y < side && x < side;
      return inside ? values[(channel * side + y) * side + x] : 0;
    }
  }

  ScalarNetwork(Architecture architecture, Map<String, Tensor> state) {
    this.architecture = architecture;
    this.state = state;
  }

  double[] features(double[] image, int side, double exponent) {
    var x = convolve(new FeatureMap(3, side, image), "base.0", 2, 3);
    x = relu(maxPool(normalise(x, "base.1")));
    for (var stage : architecture.stages()) {
      for (var block : stage) {
        x = block(x, block);
      }
    }
    var pooled = new double[x.channels()];
    int positions = x.side() * x.side();
    for (int c = 0; c < pooled.length; c++) {
      for (int i = 0; i < positions; i++) {
        pooled[c] += Math.pow(Math.max(x.values()[c * positions + i], 1e-6), exponent) / positions;
      }
      pooled[c] = Math.pow(pooled[c], 1 / exponent);
    }
    return pooled;
  }

  double[] projection(double[] features) {
    var hidden = normalise(linear(features, "projector_feat_bn.0.0"), "projector_feat_bn.0.1");
    return normalise(linear(leaky(hidden), "projector_feat_bn.0.3"), "projector_feat_bn.1");
  }

  double[] descriptor(double[] projection) {
    var active = leaky(normalise(projection.clone(), "matrix_feat_bn.0.0"));
    return normalise(linear(active, "matrix_feat_bn.0.2"), "matrix_feat_bn.1");
  }

  private FeatureMap block(FeatureMap x, Architecture.Block block) {
    var name = block.name();
    var y = relu(normalise(convolve(x, name + ".conv1", 1, 0), name + ".bn1"));
    y = relu(normalise(convolve(y, name + ".conv2", block.stride(), 1), name + ".bn2"));
    y = normalise(convolve(y, name + ".conv3", 1, 0), name + ".bn3");
    var shortcut = x;
    if (block.downsample()) {
      shortcut =
          normalise(convolve(x, name + ".downsample.0", block.stride(), 0), name + ".downsample.1");
    }
    for (int i = 0; i < y.values().length; i++) {
      y.values()[i] += shortcut.values()[i];
    }
    return relu(y);
  }

  private FeatureMap convolve(FeatureMap x, String name, int stride, int padding) {
    var weight = state.get(name + ".weight");
    var kernel = weight.floats();
    int outputs = (int) weight.shape()[0];
    int size = (int) weight.shape()[2];
    int side = (x.side() + 2 * padding - size) / stride + 1;
    var values = new double[outputs * side * side];
    int at = 0;
    for (int o = 0; o < outputs; o++) {
      for (int row = 0; row < side; row++) {
        for (int column = 0; column < side; column++, at++) {
          int k = o * x.channels() * size * size;
          for (int c = 0; c < x.channels(); c++) {
            for (int dy = 0; dy < size; dy++) {
              for (int dx = 0; dx < size; dx++, k++) {
                values[at] +=
                    kernel[k]
                        * x.at(c, row * stride + dy - padding, column * stride + dx - padding);
              }
            }
          }
        }
      }
    }
    return new FeatureMap(outputs, side, values);
  }

  private static FeatureMap maxPool(FeatureMap x) {
    int side = (x.side() + 2 - 3) / 2 + 1;
    var values = new double[x.channels() * side * side];
    for (int i = 0; i < values.length; i++) {
      int c = i / (side * side);
      int row = i / side % side;
      int column = i % side;
      double max = Double.NEGATIVE_INFINITY;
      for (int y = Math.max(0, 2 * row - 1); y < Math.min(x.side(), 2 * row + 2); y++) {
        for (int z = Math.max(0, 2 * column - 1); z < Math.min(x.side(), 2 * column + 2); z++) {
          max = Math.max(max, x.at(c, y, z));
        }
      }
      values[i] = max;
    }
    return new FeatureMap(x.channels(), side, values);
  }

  private FeatureMap normalise(FeatureMap x, String name) {
    normalise(x.values(), name);
    return x;
  }

  /** Values of one channel lie together. */
  private double[] normalise(double[] values, String name) {
    var scale = state.get(name + ".weight").floats();
    var bias = state.get(name + ".bias").floats();
    var mean = state.get(name + ".running_mean").floats();
    var variance = state.get(name + ".running_var").floats();
    int positions = values.length / scale.length;
    for (int i = 0; i < values.length; i++) {
      int c = i / positions;
      values[i] = (values[i] - mean[c]) / Math.sqrt(variance[c] + EPSILON) * scale[c] + bias[c];
    }
    return values;
  }

  private double[] linear(double[] x, String name) {
    var weight = state.get(name + ".weight").floats();
    var bias = state.get(name + ".bias").floats();
    var y = new double[bias.length];
    for (int o = 0; o < y.length; o++) {
      y[o] = bias[o];
      for (int i = 0; i < x.length; i++) {
        y[o] += (double) weight[o * x.length + i] * x[i];
      }
    }
    return y;
  }

  private static FeatureMap relu(FeatureMap x) {
    for (int i = 0; i < x.values().length; i++) {
      x.values()[i] = Math.max(0, x.values()[i]);
    }
    return x;
  }

  private static double[] leaky(double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = x[i] < 0 ? 0.2 * x[i] : x[i];
    }
    return x;
  }
}
