package dev.facsimile.worker.cli;

import dev.facsimile.pipeline.document.PipelineJsonSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the JSON schema of pipeline files. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the JSON schema of pipeline files, with which editors complete and check them.",
      "",
      "In VS Code (YAML extension) or any editor with a YAML language server, let the file begin with:",
      "  # yaml-language-server: $$schema=pipeline.schema.json"
    })
final class SchemaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(PipelineJsonSchema.text());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
