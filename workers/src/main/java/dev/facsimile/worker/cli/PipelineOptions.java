package dev.facsimile.worker.cli;

import dev.facsimile.pipeline.document.PipelineDocument;
import dev.facsimile.pipeline.document.PipelineReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which pipeline, and what of it is different this time. */
final class PipelineOptions {
  @Parameters(
      paramLabel = "FILE",
      description = "Pipeline file (YAML or JSON), as kubectl apply takes it.")
  private Path file;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Which pipeline of the file, when it holds several.")
  private String name;

  @Option(
      names = "--source",
      paramLabel = "NAME=LOCATION",
      description = "Read a source from elsewhere: a folder, a file or s3://bucket/prefix/.")
  private Map<String, String> sources = new LinkedHashMap<>();

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Change a field, for example --set model.epochs=2. May be repeated.")
  private List<String> assignments = List.of();

  /** The pipeline with everything that was set. */
  PipelineDocument document() {
    var document = PipelineReader.read(file, Optional.ofNullable(name));
    for (var source : sources.entrySet()) {
      var location = source.getValue();
      var absolute =
          location.matches("(s3|file):.*")
              ? location
              : Path.of(location).toAbsolutePath().normalize().toString();
      document = document.withSource(source.getKey(), absolute);
    }
    return document.with(assignments);
  }

  /** The directory that relative locations in the file start from. */
  Path base() {
    return file.toAbsolutePath().normalize().getParent();
  }
}
