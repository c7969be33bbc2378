package dev.facsimile.worker.search;

import dev.facsimile.pipeline.spec.NormalizeSpec;
import dev.facsimile.pipeline.spec.NormalizeSpec.MethodSpec;
import dev.facsimile.pipeline.spec.NormalizeSpec.Side;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.descriptors.DescriptorFile;
import dev.facsimile.worker.descriptors.Descriptors;
import dev.facsimile.worker.descriptors.Space;
import dev.facsimile.worker.evaluate.Decimals;
import dev.facsimile.worker.stage.Stage;
import dev.facsimile.worker.stage.StageInputs;
import dev.facsimile.worker.stage.StageOutput;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Corrects descriptors by a background. Stretched descriptors stay in their space; every other
 * method leads into a space of its own, which is the same for both sides of a match.
 */
public final class NormalizeStage implements Stage<NormalizeSpec> {
  @Override
  public void run(NormalizeSpec parameters, StageInputs inputs, StageOutput output)
      throws IOException, InterruptedException {
    checkMethod(parameters);
    var space = Space.of(inputs, "descriptors");
    Space.requireSame("descriptors", space, "background", Space.of(inputs, "background"));
    var descriptors = DescriptorFile.read(inputs, "descriptors");
    var background = DescriptorFile.read(inputs, "background");
    checkSizes(parameters.method(), descriptors, background);

    var normalized =
        apply(
            parameters,
            descriptors,
            new BackgroundCorrection(
                background, done -> output.progress().at(done, descriptors.size(), "images")));

    DescriptorFile.write(output.create(DescriptorFile.OBJECT), normalized);
    output.count("images", normalized.size());
    output.count("background", background.size());
    output.count("dimensions", normalized.dimensions());
    space.ifPresent(
        known ->
            output.attribute(
                Space.ATTRIBUTE,
                spaceAfter(parameters.method(), known, inputs.digest("background"))));
  }

  private static Descriptors apply(
      NormalizeSpec parameters, Descriptors descriptors, BackgroundCorrection correction)
      throws InterruptedException {
    var method = parameters.method();
    if (method.stretch() != null) {
      return correction.stretch(descriptors, method.stretch());
    }
    if (method.scoreNormalization() != null) {
      return correction.scoreNormalize(descriptors, method.scoreNormalization(), parameters.side());
    }
    if (method.subtract() != null) {
      return correction.subtract(descriptors, method.subtract());
    }
    try {
      return Whitening.fit(correction.background(), method.whiten().dimensions())
          .apply(descriptors);
    } catch (IllegalArgumentException e) {
      throw bad("method.whiten.dimensions: " + e.getMessage());
    }
  }

  /** The space of the result; it depends on everything but the side. */
  static String spaceAfter(MethodSpec method, String space, String backgroundDigest) {
    if (method.scoreNormalization() != null) {
      var spec = method.scoreNormalization();
      return Space.derive(
          "scoreNormalization",
          space,
          backgroundDigest,
          Decimals.text(spec.beta()),
          Integer.toString(spec.first()),
          Integer.toString(spec.last()));
    }
    if (method.subtract() != null) {
      var spec = method.subtract();
      return Space.derive(
          "subtract",
          space,
          backgroundDigest,
          Integer.toString(spec.neighbours()),
          Decimals.text(spec.factor()),
          Integer.toString(spec.iterations()));
    }
    if (method.whiten() != null) {
      return Space.derive(
          "whiten", space, backgroundDigest, Integer.toString(method.whiten().dimensions()));
    }
    return space;
  }

  private static void checkMethod(NormalizeSpec parameters) {
    var method = parameters.method();
    long given =
        Stream.of(method.stretch(), method.scoreNormalization(), method.subtract(), method.whiten())
            .filter(Objects::nonNull)
            .count();
    if (given != 1) {
      throw bad(
          "method: "
              + given
              + " methods given; give exactly one of stretch, scoreNormalization,"
              + " subtract and whiten, and chain stages for more");
    }
    if (method.stretch() != null && parameters.side() == Side.REFERENCES) {
      throw bad(
          "method.stretch: references are not stretched; leave the stage out and match the stretched"
              + " queries with the references as they are");
    }
    var range = method.scoreNormalization();
    if (range != null && range.first() > range.last()) {
      throw bad(
          "method.scoreNormalization: first " + range.first() + " is after last " + range.last());
    }
  }

  private static void checkSizes(
      MethodSpec method, Descriptors descriptors, Descriptors background) {
    if (descriptors.dimensions() != background.dimensions()) {
      throw bad(
          "descriptors have "
              + descriptors.dimensions()
              + " dimensions, background has "
              + background.dimensions()
              + "; extract both with the same model");
    }
    int needed = 2;
    if (method.stretch() != null) {
      needed = method.stretch().neighbours();
    } else if (method.scoreNormalization() != null) {
      needed = method.scoreNormalization().last();
    } else if (method.subtract() != null) {
      needed = method.subtract().neighbours();
    }
    if (background.size() < needed) {
      throw bad(
          "background: "
              + background.size()
              + " vectors, but the method needs "
              + needed
              + "; give a larger background or ask for fewer neighbours");
    }
    if (descriptors.size() == 0) {
      throw new TaskException(
          ExitCode.BAD_INPUT, "descriptors: no vectors; check the pictures they were made from");
    }
  }

  private static TaskException bad(String message) {
    return new TaskException(ExitCode.BAD_CONFIGURATION, message);
  }
}
