package dev.facsimile.pipeline.assignment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.facsimile.pipeline.artifact.Artifact;
import dev.facsimile.pipeline.csv.Csv;
import dev.facsimile.pipeline.plan.PlannedStage;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The pictures that the shares of a divided stage could not read. A share never fails on them; the
 * stage as a whole does, past its {@code maxRejectedFraction}.
 */
public final class RejectedPictures {
  /** Name of the object that lists them. */
  public static final String FILE_NAME = "rejected.csv";

  /** Columns of the list. */
  public static final List<String> HEADER = List.of("id", "reason");

  private static final int REASONS_SHOWN = 3;
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private RejectedPictures() {}

  /**
   * Judges a stage by its finished shares.
   *
   * @throws TaskException (65) when more pictures are rejected than the stage allows
   */
  public static void check(PlannedStage stage, List<Artifact> shares) throws IOException {
    double allowed =
        MAPPER.valueToTree(stage.parameters()).path("maxRejectedFraction").doubleValue();
    long rejected = count(shares, "rejected");
    long total = count(shares, "images") + rejected;
    if (rejected <= allowed * total) {
      return;
    }
    throw new TaskException(
        ExitCode.BAD_INPUT,
        "stage %s: %d of %d pictures cannot be read, more than maxRejectedFraction %s allows (%s); repair or remove them, or raise %s.maxRejectedFraction"
            .formatted(
                stage.name(),
                rejected,
                total,
                allowed,
                String.join("; ", firstReasons(shares)),
                stage.name()));
  }

  private static long count(List<Artifact> shares, String what) {
    return shares.stream()
        .mapToLong(share -> share.manifest().counts().getOrDefault(what, 0L))
        .sum();
  }

  private static List<List<String>> list(Artifact share) throws IOException {
    return Csv.read(share.read(FILE_NAME), HEADER, FILE_NAME);
  }

  private static List<String> firstReasons(List<Artifact> shares) throws IOException {
    var reasons = new ArrayList<String>();
    for (var share : shares) {
      for (var row : list(share)) {
        if (reasons.size() == REASONS_SHOWN) {
          return reasons;
        }
        reasons.add(row.get(0) + ": " + row.get(1));
      }
    }
    return reasons;
  }
}
