package dev.facsimile.worker.extract;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.facsimile.pipeline.spec.ExtractSpec.Layer;
import dev.facsimile.worker.descriptors.ScaleMean;
import dev.facsimile.worker.image.Filter;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.Resize;
import dev.facsimile.worker.model.BatchUpload;
import dev.facsimile.worker.model.InferenceNetwork;
import dev.facsimile.worker.model.StoredModel;
import dev.facsimile.worker.views.Normalisation;
import java.util.ArrayList;
import java.util.List;

/**
 * Describes pictures by a network: squashed to a square at each scale (bicubic), one forward pass
 * per scale, unit length per scale, mean over the scales, unit length.
 */
final class NetworkDescriber implements Describer {
  private final NDManager manager;
  private final InferenceNetwork network;
  private final Settings settings;
  private final BatchUpload upload = new BatchUpload();

  /**
   * How a network is used.
   *
   * @param scalesPx sides of the square inputs
   * @param layer which vector is kept
   * @param gemExponent exponent of the pooling
   */
  record Settings(List<Integer> scalesPx, Layer layer, double gemExponent) {}

  /** A describer that owns the network's arrays. */
  NetworkDescriber(NDManager parent, StoredModel model, Settings settings) {
    this.manager = parent.newSubManager();
    this.network = InferenceNetwork.load(manager, model.network(), model.tensors());
    this.settings = settings;
  }

  @Override
  public int dimensions() {
    return settings.layer == Layer.FEATURES
        ? network.architecture().features()
        : network.architecture().spec().dimensions();
  }

  @Override
  public float[][] prepare(Pixels picture) {
    var inputs = new float[settings.scalesPx.size()][];
    for (int scale = 0; scale < inputs.length; scale++) {
      int side = settings.scalesPx.get(scale);
      inputs[scale] = new float[3 * side * side];
      Normalisation.planes(Resize.resize(picture, side, side, Filter.BICUBIC), inputs[scale], 0);
    }
    return inputs;
  }

  @Override
  public float[] describe(List<float[][]> prepared) {
    var mean = new ScaleMean(prepared.size(), dimensions());
    for (int scale = 0; scale < settings.scalesPx.size(); scale++) {
      mean.add(forward(prepared, scale));
    }
    return mean.unit();
  }

  private float[] forward(List<float[][]> prepared, int scale) {
    var inputs = new ArrayList<float[]>(prepared.size());
    for (var picture : prepared) {
      inputs.add(picture[scale]);
    }
    int side = settings.scalesPx.get(scale);
    try (var step = manager.newSubManager();
        var images = upload.copy(step, new Shape(prepared.size(), 3, side, side), inputs);
        var outputs = network.describe(images, settings.gemExponent)) {
      return (settings.layer == Layer.FEATURES ? outputs.features() : outputs.descriptor())
          .toFloatArray();
    }
  }

  @Override
  public void close() {
    network.close();
    manager.close();
  }
}
