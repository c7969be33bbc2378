package dev.facsimile.worker.bench;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.worker.bench.BenchSettings.Size;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.codec.JpegEncoder;
import dev.facsimile.worker.random.Philox;
import dev.facsimile.worker.stage.ImageCollection.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures drawn for measuring, the same on every machine: colour gradients, discs and noise, as
 * JPEG files of quality 90.
 *
 * @param size width and height of each
 * @param drawn before encoding
 * @param files encoded
 */
public record Pictures(Size size, List<Pixels> drawn, List<byte[]> files) {
  private static final int COUNT = 8;
  private static final int QUALITY = 90;
  private static final int DISCS = 24;
  private static final int NOISE = 24;

  /** Draws eight pictures of a size. */
  public static Pictures draw(Size size) {
    var drawn = new ArrayList<Pixels>();
    var files = new ArrayList<byte[]>();
    for (int i = 0; i < COUNT; i++) {
      drawn.add(picture(size, Philox.of(1, "bench", size, i)));
      files.add(JpegEncoder.encode(drawn.get(i), QUALITY));
    }
    return new Pictures(size, List.copyOf(drawn), List.copyOf(files));
  }

  private static Pixels picture(Size size, Philox random) {
    int width = size.width();
    int height = size.height();
    var samples = new byte[Math.multiplyExact(3 * width, height)];
    var corners = new double[4][3];
    for (var corner : corners) {
      colour(random, corner);
    }
    var discs = new double[DISCS][];
    for (int i = 0; i < DISCS; i++) {
      double radius = random.uniform(0.02, 0.2) * height;
      discs[i] = new double[] {random.below(width), random.below(height), radius * radius, 0, 0, 0};
      var colour = new double[3];
      colour(random, colour);
      System.arraycopy(colour, 0, discs[i], 3, 3);
    }
    int at = 0;
    for (int y = 0; y < height; y++) {
      double down = (double) y / height;
      for (int x = 0; x < width; x++) {
        double across = (double) x / width;
        var disc = topmost(discs, x, y);
        for (int c = 0; c < 3; c++) {
          double top = corners[0][c] * (1 - across) + corners[1][c] * across;
          double bottom = corners[2][c] * (1 - across) + corners[3][c] * across;
          double value = disc == null ? top * (1 - down) + bottom * down : disc[3 + c];
          double noisy = value + random.below(NOISE) - NOISE / 2.0;
          samples[at++] = (byte) (int) Math.min(Math.max(noisy, 0), 255);
        }
      }
    }
    return new Pixels(width, height, 3, samples);
  }

  private static double[] topmost(double[][] discs, int x, int y) {
    for (var disc : discs) {
      double dx = x - disc[0];
      double dy = y - disc[1];
      if (dx * dx + dy * dy < disc[2]) {
        return disc;
      }
    }
    return null;
  }

  private static void colour(Philox random, double[] colour) {
    for (int c = 0; c < 3; c++) {
      colour[c] = random.below(256);
    }
  }

  /** How many there are. */
  public int count() {
    return files.size();
  }

  /** A collection's list of so many pictures: the files over and over, in this order. */
  public List<Entry> entries(int count) {
    var digests = files.stream().map(Digests::sha256).toList();
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < count; i++) {
      int file = i % files.size();
      var id = "%s-%06d".formatted(size, i);
      entries.add(new Entry(id, id + ".jpg", files.get(file).length, digests.get(file)));
    }
    return entries;
  }

  /** Writes the files as {@code <size>-<number>.jpg}. */
  public void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (int i = 0; i < files.size(); i++) {
      Files.write(directory.resolve(size + "-" + i + ".jpg"), files.get(i));
    }
  }

  /** What they are, for a reader of the figures. */
  public String description() {
    long bytes = files.stream().mapToLong(file -> file.length).sum();
    return "%d JPEG %s of %d KB".formatted(files.size(), size, bytes / files.size() / 1000);
  }
}
