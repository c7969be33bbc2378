package dev.facsimile.worker.cli;

import dev.facsimile.pipeline.plan.Planner;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows what a run would do. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows the stages in the order in which they would run: what each reads, whether it is cached,"
          + " why it would run, and its fingerprint as far as it is known."
    })
final class PlanCommand implements Callable<Integer> {
  private static final int FINGERPRINT_SHOWN = 12;

  @Mixin private PipelineOptions pipeline;
  @Mixin private StoreOptions store;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var document = pipeline.document();
    var plan = Planner.plan(document);
    var out = spec.commandLine().getOut();
    plan.warnings().forEach(warning -> out.println("warning: " + warning));
    int width = plan.stages().stream().mapToInt(stage -> stage.name().length()).max().orElse(1);
    try (var session = Session.open(store, plan, pipeline.base(), "", out)) {
      for (var outlook : session.outlook()) {
        var standing =
            switch (outlook.standing()) {
              case CACHED -> "cached";
              case WILL_RUN -> "will run: " + outlook.why();
              case UNKNOWN -> outlook.why();
            };
        out.printf(
            Locale.ROOT,
            "%-" + width + "s  %-10s  %-" + FINGERPRINT_SHOWN + "s  %s%n",
            outlook.stage().name(),
            outlook.stage().type().key(),
            outlook.fingerprint().map(text -> text.substring(0, FINGERPRINT_SHOWN)).orElse("?"),
            standing);
        out.printf(
            Locale.ROOT,
            "%" + width + "s  reads %s%n",
            "",
            String.join(", ", outlook.stage().reads()));
      }
    }
    out.flush();
    return 0;
  }
}
