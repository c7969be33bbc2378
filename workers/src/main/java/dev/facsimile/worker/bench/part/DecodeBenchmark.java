package dev.facsimile.worker.bench.part;

import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.bench.Benchmark;
import dev.facsimile.worker.bench.Figure;
import dev.facsimile.worker.bench.Pictures;
import dev.facsimile.worker.bench.Stopwatch;
import dev.facsimile.worker.image.Filter;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.Resize;
import dev.facsimile.worker.image.codec.ImageDecoder;
import dev.facsimile.worker.image.codec.RejectedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Decoding of JPEG files, and decoding with a resize to every scale of extraction, on one core. */
final class DecodeBenchmark implements Benchmark {
  private final List<Pictures> pictures;
  private final List<Integer> scalesPx;

  DecodeBenchmark(List<Pictures> pictures, List<Integer> scalesPx) {
    this.pictures = pictures;
    this.scalesPx = scalesPx;
  }

  @Override
  public List<Figure> measure(Stopwatch watch) throws IOException, InterruptedException {
    var figures = new ArrayList<Figure>();
    for (var input : pictures) {
      var decoding = watch.time(() -> input.files().forEach(DecodeBenchmark::decode));
      figures.add(
          Figure.rate(
              "decode %s, 1 core".formatted(input.size()),
              decoding,
              input.count(),
              "images/s",
              input.description()));
      var both = watch.time(() -> input.files().forEach(file -> resize(decode(file))));
      figures.add(
          Figure.rate(
              "decode and resize %s, 1 core".formatted(input.size()),
              both,
              input.count(),
              "images/s",
              input.description() + ", bicubic to squares of " + scalesPx + " px each"));
    }
    return figures;
  }

  private static Pixels decode(byte[] file) {
    try {
      return ImageDecoder.decode(file);
    } catch (RejectedImageException e) {
      throw new TaskException(ExitCode.INTERNAL, "a generated picture cannot be decoded", e);
    }
  }

  private void resize(Pixels picture) {
    for (int side : scalesPx) {
      Resize.resize(picture, side, side, Filter.BICUBIC);
    }
  }
}
