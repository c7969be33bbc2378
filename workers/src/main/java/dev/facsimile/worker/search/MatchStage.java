package dev.facsimile.worker.search;

import dev.facsimile.pipeline.spec.MatchSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.descriptors.DescriptorFile;
import dev.facsimile.worker.descriptors.Descriptors;
import dev.facsimile.worker.descriptors.Space;
import dev.facsimile.worker.evaluate.Matches;
import dev.facsimile.worker.stage.Stage;
import dev.facsimile.worker.stage.StageInputs;
import dev.facsimile.worker.stage.StageOutput;
import java.io.IOException;

/**
 * Finds the best pairs of a query and a reference: {@code matches.csv} ({@link Matches}), best
 * first, and on demand the contest's submission file.
 */
public final class MatchStage implements Stage<MatchSpec> {
  /** Name of the object that holds the contest's submission. */
  public static final String SUBMISSION_OBJECT = "submission.hdf5";

  @Override
  public void run(MatchSpec parameters, StageInputs inputs, StageOutput output)
      throws IOException, InterruptedException {
    var space = Space.of(inputs, "queries");
    Space.requireSame("queries", space, "references", Space.of(inputs, "references"));
    var queries = read(inputs, "queries");
    var references = read(inputs, "references");
    if (queries.dimensions() != references.dimensions()) {
      throw new TaskException(
          ExitCode.BAD_CONFIGURATION,
          "queries have "
              + queries.dimensions()
              + " dimensions, references have "
              + references.dimensions()
              + "; extract and normalize both sides alike");
    }
    var matches =
        Search.bestPairs(
            queries,
            references,
            parameters.metric(),
            parameters.keep(),
            parameters.perQuery() == null ? references.size() : parameters.perQuery(),
            done -> output.progress().at(done, queries.size(), "queries"));
    matches.write(output.create(Matches.OBJECT));
    if (parameters.submission()) {
      DescriptorFile.writeSubmission(output.create(SUBMISSION_OBJECT), queries, references);
    }
    output.count("queries", queries.size());
    output.count("references", references.size());
    output.count("matches", matches.size());
  }

  private static Descriptors read(StageInputs inputs, String role) throws IOException {
    var descriptors = DescriptorFile.read(inputs, role);
    if (descriptors.size() == 0) {
      throw new TaskException(
          ExitCode.BAD_INPUT,
          role + ": no descriptors, so nothing can match; check the pictures they were made from");
    }
    return descriptors;
  }
}
