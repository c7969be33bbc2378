package dev.facsimile.worker.extract;

import dev.facsimile.pipeline.assignment.RejectedPictures;
import dev.facsimile.pipeline.spec.ExtractSpec;
import dev.facsimile.pipeline.spec.Precision;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.descriptors.DescriptorFile;
import dev.facsimile.worker.descriptors.Space;
import dev.facsimile.worker.model.StoredModel;
import dev.facsimile.worker.model.TensorEngine;
import dev.facsimile.worker.stage.Stage;
import dev.facsimile.worker.stage.StageInputs;
import dev.facsimile.worker.stage.StageOutput;
import java.io.IOException;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Describes every picture of a share: {@code descriptors.hdf5} with one unit vector per readable
 * picture, {@code rejected.csv} with the others. A share never fails on rejected pictures: the
 * stage as a whole is judged by whoever puts its shares together.
 */
public final class ExtractStage implements Stage<ExtractSpec> {
  private final LongSupplier nanos;

  /** A stage whose rates are measured by the system's clock. */
  public ExtractStage() {
    this(System::nanoTime);
  }

  ExtractStage(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public void run(ExtractSpec spec, StageInputs inputs, StageOutput output)
      throws IOException, InterruptedException {
    check(spec, inputs);
    if (spec.thumbnail() != null) {
      output.attribute(
          Space.ATTRIBUTE, Space.derive("thumbnail", Integer.toString(spec.thumbnail().sidePx())));
      try (var describer = new ThumbnailDescriber(spec.thumbnail().sidePx())) {
        extract(spec, inputs, output, describer);
      }
      return;
    }
    output.attribute(
        Space.ATTRIBUTE,
        Space.derive(
            "network",
            inputs.digest("model"),
            spec.scalesPx().toString(),
            "squash bicubic, ImageNet",
            spec.layer().name(),
            Double.toString(spec.gemExponentAtTest()),
            spec.precision().name()));
    var model = StoredModel.read(inputs.artifact("model"));
    var settings =
        new NetworkDescriber.Settings(spec.scalesPx(), spec.layer(), spec.gemExponentAtTest());
    try (var manager = TensorEngine.open(spec.threads());
        var describer = new NetworkDescriber(manager, model, settings)) {
      output.device(TensorEngine.deviceKind(manager));
      extract(spec, inputs, output, describer);
    }
  }

  private void extract(
      ExtractSpec spec, StageInputs inputs, StageOutput output, Describer describer)
      throws IOException, InterruptedException {
    var extraction =
        Extraction.of(
            inputs.images("images"),
            spec.exifOrientation(),
            describer,
            spec.batchSize(),
            output.progress(),
            nanos);
    DescriptorFile.write(output.create(DescriptorFile.OBJECT), extraction.descriptors());
    extraction.rejected().write(output.create(RejectedPictures.FILE_NAME));
    output.count("images", extraction.descriptors().size());
    output.count("rejected", extraction.rejected().count());
  }

  private static void check(ExtractSpec spec, StageInputs inputs) {
    if (inputs.has("model") == (spec.thumbnail() != null)) {
      throw new TaskException(
          ExitCode.BAD_CONFIGURATION, "extract needs exactly one of model and thumbnail");
    }
    if (spec.precision() != Precision.FLOAT32) {
      throw new TaskException(
          ExitCode.BAD_CONFIGURATION,
          "precision: the engine cannot compute in "
              + spec.precision().name().toLowerCase(Locale.ROOT)
              + " here; set precision: float32");
    }
    if (spec.thumbnail() == null
        && (spec.scalesPx().isEmpty() || spec.scalesPx().stream().anyMatch(side -> side < 16))) {
      throw new TaskException(
          ExitCode.BAD_CONFIGURATION,
          "scalesPx: at least one scale, and each at least 16 pixels, not " + spec.scalesPx());
    }
  }
}
