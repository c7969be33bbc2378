package dev.facsimile.worker.image.codec;

import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/** Samples out of AWT's rasters, 8 bits each, interleaved in band order. */
final class Rasters {
  private Rasters() {}

  /** All bands; of 16-bit samples the high byte, smaller ones stretched to 0..255. */
  static byte[] interleaved(Raster raster) throws RejectedImageException {
    if (raster.getSampleModel() instanceof PixelInterleavedSampleModel model
        && raster.getDataBuffer() instanceof DataBufferByte buffer
        && raster.getParent() == null) {
      return copy(raster, model, buffer.getData());
    }
    var bits = raster.getSampleModel().getSampleSize();
    for (int size : bits) {
      if (size > 16 || raster.getTransferType() > DataBuffer.TYPE_INT) {
        throw new RejectedImageException("samples of " + size + " bits are not supported");
      }
    }
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    var samples = new byte[Math.multiplyExact(width * bands, raster.getHeight())];
    var row = new int[width * bands];
    for (int y = 0, to = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int i = 0; i < row.length; i++) {
        samples[to++] = (byte) toEightBits(row[i], bits[i % bands]);
      }
    }
    return samples;
  }

  private static int toEightBits(int sample, int bits) {
    return bits >= 8 ? sample >> (bits - 8) : sample * 255 / ((1 << bits) - 1);
  }

  private static byte[] copy(Raster raster, PixelInterleavedSampleModel model, byte[] in) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    var offsets = model.getBandOffsets();
    int stride = model.getPixelStride();
    var samples = new byte[Math.multiplyExact(width * bands, raster.getHeight())];
    int start = raster.getDataBuffer().getOffset();
    for (int y = 0, to = 0; y < raster.getHeight(); y++) {
      int at = start + y * model.getScanlineStride();
      for (int x = 0; x < width; x++, at += stride) {
        for (int band = 0; band < bands; band++) {
          samples[to++] = in[at + offsets[band]];
        }
      }
    }
    return samples;
  }

  /** Each grey sample three times. */
  static byte[] greyToRgb(byte[] grey) {
    var rgb = new byte[Math.multiplyExact(grey.length, 3)];
    for (int i = 0, to = 0; i < grey.length; i++) {
      rgb[to++] = grey[i];
      rgb[to++] = grey[i];
      rgb[to++] = grey[i];
    }
    return rgb;
  }

  /** Grey and alpha, interleaved, to RGBA. */
  static byte[] greyAlphaToRgba(byte[] samples) {
    var rgba = new byte[Math.multiplyExact(samples.length, 2)];
    for (int from = 0, to = 0; from < samples.length; from += 2) {
      rgba[to++] = samples[from];
      rgba[to++] = samples[from];
      rgba[to++] = samples[from];
      rgba[to++] = samples[from + 1];
    }
    return rgba;
  }
}
