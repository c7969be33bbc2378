package dev.facsimile.worker.views;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.worker.random.Philox;
import dev.facsimile.worker.stage.InMemoryArtifact;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Datasets of drawn pictures, in the form that the synthesize stage writes. */
public final class TinyDataset {
  private TinyDataset() {}

  /** A JPEG file: a colour gradient with a few shapes that depend on the two numbers. */
  public static byte[] jpeg(int sizePx, int image, int view) {
    var picture = new BufferedImage(sizePx, sizePx, BufferedImage.TYPE_INT_RGB);
    var random = Philox.of(7, image);
    var graphics = picture.createGraphics();
    graphics.setPaint(
        new GradientPaint(0, 0, color(random), sizePx, sizePx * (image % 3), color(random)));
    graphics.fillRect(0, 0, sizePx, sizePx);
    for (int shape = 0; shape < 5; shape++) {
      graphics.setColor(color(random));
      int x = random.below(sizePx) + view;
      int y = random.below(sizePx);
      graphics.fillOval(x, y, 2 + random.below(sizePx / 2), 2 + random.below(sizePx / 2));
    }
    graphics.dispose();
    try {
      var bytes = new ByteArrayOutputStream();
      ImageIO.write(picture, "jpg", bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A dataset of {@code images} images with {@code views} views each, in shares of three images.
   */
  public static InMemoryArtifact of(int images, int views, int sizePx) {
    var shares = new ArrayList<InMemoryArtifact>();
    for (int first = 0; first < images; first += 3) {
      var ids = new ArrayList<String>();
      var encoded = new ArrayList<List<byte[]>>();
      for (int image = first; image < Math.min(first + 3, images); image++) {
        ids.add("album %d/é %03d".formatted(image % 2, image));
        var files = new ArrayList<byte[]>();
        for (int view = 0; view < views; view++) {
          files.add(jpeg(sizePx, image, view));
        }
        encoded.add(files);
      }
      shares.add(share(ids, ids, encoded));
    }
    return InMemoryArtifact.ofShares("synthesize", shares);
  }

  /** A share of given ids, labels and encoded views. */
  public static InMemoryArtifact share(
      List<String> ids, List<String> labels, List<List<byte[]>> encoded) {
    var index = new StringBuilder("id,label,offset,length,views,sha256\n");
    var file = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(file, 512, StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (int i = 0; i < ids.size(); i++) {
        long offset = tar.getBytesWritten();
        var digest = Digests.newSha256();
        for (int view = 0; view < encoded.get(i).size(); view++) {
          var entry = new TarArchiveEntry(ids.get(i) + "_" + view + ".jpg");
          entry.setSize(encoded.get(i).get(view).length);
          tar.putArchiveEntry(entry);
          tar.write(encoded.get(i).get(view));
          tar.closeArchiveEntry();
          digest.update(encoded.get(i).get(view));
        }
        index.append(
            "%s,%s,%d,%d,%d,%s%n"
                .formatted(
                    ids.get(i),
                    labels.get(i),
                    offset,
                    tar.getBytesWritten() - offset,
                    encoded.get(i).size(),
                    Digests.hex(digest.digest())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return InMemoryArtifact.of(
        "synthesize",
        Map.of(
            "views.csv", index.toString().getBytes(StandardCharsets.UTF_8),
            "views.tar", file.toByteArray()));
  }

  private static Color color(Philox random) {
    return new Color(random.below(256), random.below(256), random.below(256));
  }
}
