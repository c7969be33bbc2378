package dev.facsimile.worker.model;

import dev.facsimile.worker.random.Philox;
import dev.facsimile.worker.weights.NativeTensors;
import java.util.Arrays;

/**
 * Initial values as the reference draws them: normal with variance 2 / fan-out for convolutions (He
 * et al., "Delving deep into rectifiers", ICCV 2015, section 2.2), uniform in +-1/sqrt(fan-in) for
 * linear layers, normal with deviation 0.001 for classifiers. Each tensor has a stream of its own,
 * so that one size does not change another tensor's values.
 */
final class InitialWeights {
  private static final double CLASSIFIER_DEVIATION = 0.001;

  private InitialWeights() {}

  static NativeTensors.Values draw(Architecture.Entry entry, double gemExponent, long seed) {
    var random = Philox.of(seed, "weights", entry.name());
    var shape = entry.shape();
    return switch (entry.kind()) {
      case CONVOLUTION -> normal(random, Math.sqrt(2.0 / (shape[0] * shape[2] * shape[3])));
      case LINEAR_WEIGHT -> uniform(random, 1 / Math.sqrt(shape[1]));
      case LINEAR_BIAS -> uniform(random, 1 / Math.sqrt(entry.fanIn()));
      case CLASSIFIER -> normal(random, CLASSIFIER_DEVIATION);
      case NORM_WEIGHT, RUNNING_VARIANCE -> constant(1);
      case GEM_EXPONENT -> constant((float) gemExponent);
      case NORM_BIAS, FROZEN_BIAS, RUNNING_MEAN, BATCHES_TRACKED -> constant(0);
    };
  }

  private static NativeTensors.Values normal(Philox random, double deviation) {
    return count -> {
      var values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = (float) (deviation * random.gaussian());
      }
      return values;
    };
  }

  private static NativeTensors.Values uniform(Philox random, double bound) {
    return count -> {
      var values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = (float) random.uniform(-bound, bound);
      }
      return values;
    };
  }

  private static NativeTensors.Values constant(float value) {
    return count -> {
      var values = new float[count];
      Arrays.fill(values, value);
      return values;
    };
  }
}
