package dev.facsimile.pipeline.plan;

import dev.facsimile.pipeline.document.PipelineDocument;
import dev.facsimile.pipeline.document.PipelineReader;
import dev.facsimile.pipeline.plan.StageInput.Reading;
import dev.facsimile.pipeline.schema.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Pipelines and digests that several tests start from. */
final class Examples {
  private Examples() {}

  /** A file of the corpus of valid pipelines. */
  static String text(String file) {
    try (var stream = Examples.class.getResourceAsStream("/pipelines/valid/" + file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The example of the design. */
  static String contestText() {
    return text("contest.yaml");
  }

  static PipelineDocument contest() {
    return PipelineReader.read(contestText());
  }

  static Plan plan(String text) {
    return Planner.plan(PipelineReader.read(text));
  }

  /**
   * KnownDigests as a run would find them: sources have the content given for their name (their own
   * name when none is), artifacts that of their stage's fingerprint.
   */
  static KnownDigests digests(Plan plan, Map<String, String> contentBySource) {
    var found = new HashMap<Reading, String>();
    return new KnownDigests() {
      @Override
      public Optional<String> of(Reading reading) {
        var known = found.get(reading);
        if (known != null) {
          return Optional.of(known);
        }
        var content =
            reading.isStage()
                ? plan.fingerprint(plan.stage(reading.name()), this).orElseThrow()
                : contentBySource.getOrDefault(reading.name(), reading.name());
        var digest = CanonicalJson.sha256(content + reading.selection());
        found.put(reading, digest);
        return Optional.of(digest);
      }
    };
  }
}
