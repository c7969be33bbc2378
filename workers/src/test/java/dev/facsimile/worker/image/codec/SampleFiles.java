package dev.facsimile.worker.image.codec;

import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.TinyPictures;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Small files in all formats, made by writers other than the code under test where possible. */
final class SampleFiles {
  /** 4 x 3 RGBA, lossless; pixel i is (20 i, 255 - 10 i, i * i, 255 or, every third, 40 + i). */
  static final byte[] WEBP =
      Base64.getDecoder()
          .decode(
              "UklGRkwAAABXRUJQVlA4TEAAAAAvA4AAEF9w+/+hUNi2kRo6hmdU0EaSsnKOH/xrYLITAYlfhmr6"
                  + "MWFN9umEu3qbHyAIIFGIJZZZZpll0oj+B6Y7");

  private SampleFiles() {}

  /** One file per format, by name. */
  static Map<String, byte[]> all() {
    var picture = smooth(37, 29);
    var files = new LinkedHashMap<String, byte[]>();
    files.put("jpeg", JpegEncoder.encode(picture, 80));
    files.put("progressive jpeg", jpeg(BufferedImages.of(picture), true));
    files.put("grey jpeg", jpeg(grey(picture), false));
    files.put("cmyk jpeg", cmykJpeg(20, 10, 0, 128, 255, 55));
    files.put("png", write(BufferedImages.of(picture), "png"));
    files.put("png with alpha", write(BufferedImages.of(picture.asRgba()), "png"));
    files.put("grey png", write(grey(picture), "png"));
    files.put("gif", write(BufferedImages.of(picture), "gif"));
    files.put("bmp", write(BufferedImages.of(picture), "bmp"));
    files.put("tiff", write(BufferedImages.of(picture), "tiff"));
    files.put("webp", WEBP);
    return files;
  }

  /** A picture that JPEG can hold: ramps, with some noise. */
  static Pixels smooth(int width, int height) {
    var noise = TinyPictures.random(width, height, 3, 7).data();
    var data = new byte[noise.length];
    for (int i = 0; i < data.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      data[i] = (byte) (x * 3 + y * 2 + i % 3 * 30 + (noise[i] & 15));
    }
    return new Pixels(width, height, 3, data);
  }

  static BufferedImage grey(Pixels picture) {
    var image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        image.getRaster().setSample(x, y, 0, picture.data()[picture.at(x, y)] & 255);
      }
    }
    return image;
  }

  static byte[] write(BufferedImage image, String format) {
    var bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalStateException("no writer for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] jpeg(BufferedImage image, boolean progressive) {
    return jpeg(new IIOImage(image, null, null), progressive);
  }

  /** A CMYK file without an Adobe marker, every pixel the same. */
  static byte[] cmykJpeg(int width, int height, int... stored) {
    var raster = Raster.createInterleavedRaster(0, width, height, 4, null);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        raster.setPixel(x, y, stored);
      }
    }
    return jpeg(new IIOImage(raster, null, null), false);
  }

  private static byte[] jpeg(IIOImage image, boolean progressive) {
    var writers = ImageIO.getImageWritersByFormatName("jpeg");
    var writer = writers.next();
    while (!writer.getClass().getName().startsWith("com.sun.")) {
      writer = writers.next();
    }
    var param = writer.getDefaultWriteParam();
    if (progressive) {
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
    var bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, image, param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A PNG from its parts. */
  static byte[] png(int width, int height, int bits, int colourType, byte[] lines, Chunk... more) {
    var bytes = new ByteArrayOutputStream();
    try {
      var out = new DataOutputStream(bytes);
      out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
      var header = new ByteArrayOutputStream();
      var fields = new DataOutputStream(header);
      fields.writeInt(width);
      fields.writeInt(height);
      fields.write(new byte[] {(byte) bits, (byte) colourType, 0, 0, 0});
      chunk(out, "IHDR", header.toByteArray());
      for (var chunk : more) {
        chunk(out, chunk.type(), chunk.data());
      }
      var deflated = new ByteArrayOutputStream();
      try (var deflater = new DeflaterOutputStream(deflated)) {
        deflater.write(lines);
      }
      chunk(out, "IDAT", deflated.toByteArray());
      chunk(out, "IEND", new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Chunk(String type, byte[] data) {
    static Chunk of(String type, int... data) {
      var bytes = new byte[data.length];
      for (int i = 0; i < data.length; i++) {
        bytes[i] = (byte) data[i];
      }
      return new Chunk(type, bytes);
    }
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    var name = type.getBytes(StandardCharsets.US_ASCII);
    var sum = new CRC32();
    sum.update(name);
    sum.update(data);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) sum.getValue());
  }

  /** The JPEG file with an EXIF segment that holds nothing but an orientation. */
  static byte[] withOrientation(byte[] jpeg, int orientation) {
    byte[] exif = {
      (byte) 0xFF,
      (byte) 0xE1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      0x01,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0
    };
    var file = new byte[jpeg.length + exif.length];
    System.arraycopy(jpeg, 0, file, 0, 2);
    System.arraycopy(exif, 0, file, 2, exif.length);
    System.arraycopy(jpeg, 2, file, 2 + exif.length, jpeg.length - 2);
    return file;
  }
}
