package dev.facsimile.worker.cli;

import dev.facsimile.pipeline.plan.Planner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks a pipeline file. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Checks a pipeline file without touching sources or stores, and lists every problem at once with"
          + " its place and the id of the rule. Exits with 78 when there are errors."
    })
final class ValidateCommand implements Callable<Integer> {
  @Mixin private PipelineOptions pipeline;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var document = pipeline.document();
    var plan = Planner.plan(document);
    var out = spec.commandLine().getOut();
    document.notes().forEach(note -> out.println("note: " + note));
    plan.warnings()
        .forEach(warning -> out.println("warning: " + warning + "  [" + warning.rule().id() + "]"));
    out.println("valid: pipeline " + plan.pipeline() + ", " + plan.stages().size() + " stages");
    out.flush();
    return 0;
  }
}
