package dev.facsimile.worker.image.codec;

import dev.facsimile.worker.image.Pixels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.jpeg.JPEGQTable;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Baseline JPEG by the JDK's own encoder: YCbCr 4:2:0, standard Huffman tables, the quantisation
 * tables of libjpeg's quality scale, a JFIF 1.01 header and nothing else: on every JDK the bytes
 * that Pillow's {@code save(quality=...)} writes.
 */
public final class JpegEncoder {
  private static final String FORMAT = "javax_imageio_jpeg_image_1.0";

  private JpegEncoder() {}

  /**
   * The file; alpha is dropped.
   *
   * @param quality 1 to 100 on libjpeg's scale; 0 counts as 1, as there
   * @throws IllegalArgumentException when the quality is outside 0..100 or a side above 65500
   */
  public static byte[] encode(Pixels picture, int quality) {
    if (quality < 0 || quality > 100) {
      throw new IllegalArgumentException("JPEG quality must be in 0..100: " + quality);
    }
    if (picture.width() > 65500 || picture.height() > 65500) {
      throw new IllegalArgumentException(
          "too large for JPEG: " + picture.width() + "x" + picture.height());
    }
    var image = BufferedImages.of(picture.asRgb());
    var writer = writer();
    var bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      var metadata =
          writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
      configure(metadata, Math.max(quality, 1));
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, metadata), null);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /**
   * The picture after a round trip through the file (AugLy's {@code encoding_quality}); no alpha.
   */
  public static Pixels recompress(Pixels picture, int quality) {
    try {
      return Jpeg.read(encode(picture, quality));
    } catch (RejectedImageException e) {
      throw new IllegalStateException("the encoder wrote what the decoder refuses", e);
    }
  }

  private static ImageWriter writer() {
    var writers = ImageIO.getImageWritersByFormatName("jpeg");
    while (writers.hasNext()) {
      var writer = writers.next();
      if (writer.getClass().getName().startsWith("com.sun.imageio.")) {
        return writer;
      }
      writer.dispose();
    }
    throw new IllegalStateException("this JDK has no JPEG encoder (module java.desktop)");
  }

  private static void configure(IIOMetadata metadata, int quality) throws IIOInvalidTreeException {
    var root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
    var jfif = (IIOMetadataNode) root.getElementsByTagName("app0JFIF").item(0);
    jfif.setAttribute("minorVersion", "1");
    var tables = root.getElementsByTagName("dqtable");
    for (int i = 0; i < tables.getLength(); i++) {
      var node = (IIOMetadataNode) tables.item(i);
      boolean luma = node.getAttribute("qtableId").equals("0");
      node.setUserObject(scaled(luma ? JPEGQTable.K1Luminance : JPEGQTable.K2Chrominance, quality));
    }
    metadata.setFromTree(FORMAT, root);
  }

  /** libjpeg's {@code jpeg_set_quality}, baseline. */
  private static JPEGQTable scaled(JPEGQTable base, int quality) {
    int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    var values = base.getTable();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.min(Math.max((values[i] * percent + 50) / 100, 1), 255);
    }
    return new JPEGQTable(values);
  }
}
