package dev.facsimile.worker.extract;

import dev.facsimile.worker.image.Colour;
import dev.facsimile.worker.image.Filter;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.Resize;
import java.util.Arrays;
import java.util.List;

/**
 * The baseline that a network has to beat: the picture in grey, squashed to side x side by bicubic,
 * its mean removed, as a unit vector. A flat picture, which has no direction, gets the vector of
 * equal components, which is orthogonal to every other thumbnail.
 */
final class ThumbnailDescriber implements Describer {
  private final int sidePx;

  ThumbnailDescriber(int sidePx) {
    this.sidePx = sidePx;
  }

  @Override
  public int dimensions() {
    return sidePx * sidePx;
  }

  @Override
  public float[][] prepare(Pixels picture) {
    var thumbnail = Resize.resize(Colour.grayscale(picture), sidePx, sidePx, Filter.BICUBIC);
    var centred = new long[dimensions()];
    long sum = 0;
    for (int i = 0; i < centred.length; i++) {
      centred[i] = thumbnail.data()[i * thumbnail.channels()] & 0xFF;
      sum += centred[i];
    }
    long squares = 0;
    for (int i = 0; i < centred.length; i++) {
      centred[i] = centred[i] * centred.length - sum;
      squares += centred[i] * centred[i];
    }
    var unit = new float[centred.length];
    if (squares == 0) {
      Arrays.fill(unit, (float) (1.0 / sidePx));
    } else {
      double norm = Math.sqrt(squares);
      for (int i = 0; i < unit.length; i++) {
        unit[i] = (float) (centred[i] / norm);
      }
    }
    return new float[][] {unit};
  }

  @Override
  public float[] describe(List<float[][]> prepared) {
    var vectors = new float[prepared.size() * dimensions()];
    for (int i = 0; i < prepared.size(); i++) {
      System.arraycopy(prepared.get(i)[0], 0, vectors, i * dimensions(), dimensions());
    }
    return vectors;
  }
}
