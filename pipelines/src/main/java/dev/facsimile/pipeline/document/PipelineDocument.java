package dev.facsimile.pipeline.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.problem.InvalidPipelineException;
import dev.facsimile.pipeline.problem.Paths;
import dev.facsimile.pipeline.problem.Problem;
import java.util.List;
import java.util.Map;

/**
 * One pipeline as it stands in its file, not yet checked.
 *
 * @param name {@code metadata.name}
 * @param namespace {@code metadata.namespace}, or {@code default}
 * @param spec the tree under {@code spec}; not to be changed
 * @param origin the file, as given; empty when read from text
 * @param lines plain path -> line of the file, from 1
 * @param notes what of the file was passed over
 * @param problems what is wrong with the envelope
 */
public record PipelineDocument(
    String name,
    String namespace,
    ObjectNode spec,
    String origin,
    Map<String, Integer> lines,
    List<String> notes,
    List<Problem> problems) {

  /**
   * This pipeline with values set on the command line.
   *
   * @param assignments each {@code path=value}; a path starts at a stage's name ({@code
   *     model.epochs=2}) or at a field of the spec ({@code sources.photos.images.uri=photos})
   * @throws InvalidPipelineException when an assignment cannot be understood
   */
  public PipelineDocument with(List<String> assignments) {
    return withSpec(Overrides.apply(spec, assignments));
  }

  /**
   * This pipeline with a source of images or a file read from elsewhere.
   *
   * @throws InvalidPipelineException when there is no such source, or it has no URI
   */
  public PipelineDocument withSource(String source, String uri) {
    return withSpec(Overrides.relocate(spec, source, uri));
  }

  PipelineDocument withNotes(List<String> passedOver) {
    return new PipelineDocument(
        name, namespace, spec, origin, lines, List.copyOf(passedOver), problems);
  }

  private PipelineDocument withSpec(ObjectNode changed) {
    return new PipelineDocument(name, namespace, changed, origin, lines, notes, problems);
  }

  /** A problem with the line of its place, or of the nearest place around it. */
  public Problem locate(Problem problem) {
    if (problem.line() > 0) {
      return problem;
    }
    var path = Paths.plain(problem.path());
    while (!path.isEmpty()) {
      var line = lines.get(path);
      if (line != null) {
        return problem.atLine(line);
      }
      path = path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
    return problem;
  }
}
