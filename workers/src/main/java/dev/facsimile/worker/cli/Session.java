package dev.facsimile.worker.cli;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.gate.GateOutcome;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.record.RecordedScores;
import dev.facsimile.pipeline.record.RunRecord;
import dev.facsimile.pipeline.release.Conclusion;
import dev.facsimile.pipeline.release.Release;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.execute.OpenArtifact;
import dev.facsimile.worker.execute.Spool;
import dev.facsimile.worker.execute.TaskInputs;
import dev.facsimile.worker.execute.TaskRunner;
import dev.facsimile.worker.report.FinishedStage;
import dev.facsimile.worker.report.ReportBuilder;
import dev.facsimile.worker.report.ReportPage;
import dev.facsimile.worker.report.RunSummary;
import dev.facsimile.worker.run.LocalRun.FinishedTask;
import dev.facsimile.worker.run.PipelineRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A run of a plan on this machine's screen, with everything it holds open. */
final class Session implements AutoCloseable {
  private static final Pattern PLAIN_ARGUMENT = Pattern.compile("[\\w@%+=:,./\\[\\]-]+");

  private final Plan plan;
  private final ArtifactStore store;
  private final Spool spool;
  private final TaskRunner runner;
  private final Console console;
  private final PipelineRun run;
  private final String command;

  private Session(
      Plan plan,
      ArtifactStore store,
      Spool spool,
      TaskRunner runner,
      Console console,
      PipelineRun run,
      String command) {
    this.plan = plan;
    this.store = store;
    this.spool = spool;
    this.runner = runner;
    this.console = console;
    this.run = run;
    this.command = command;
  }

  /** Opens store and spool for a plan. */
  static Session open(StoreOptions options, Plan plan, Path base, String command, PrintWriter out)
      throws IOException {
    var store = options.open();
    var spool = Spool.open(Path.of(System.getProperty("java.io.tmpdir")));
    var runner = new TaskRunner(store, StoreOptions.settings(), spool);
    int width = plan.stages().stream().mapToInt(stage -> stage.name().length()).max().orElse(10);
    var console =
        new Console(out, Boolean.getBoolean("facsimile.terminal"), width, System::nanoTime);
    var run =
        new PipelineRun(plan, store, runner, base, console, Clock.systemUTC(), System::nanoTime);
    return new Session(plan, store, spool, runner, console, run, command);
  }

  /** The command line as it could be typed again. */
  static String command(List<String> arguments) {
    return arguments.stream()
        .map(
            argument ->
                PLAIN_ARGUMENT.matcher(argument).matches()
                    ? argument
                    : "'" + argument.replace("'", "'\\''") + "'")
        .collect(
            Collectors.joining(
                " ", System.getProperty("facsimile.command", "facsimile") + " ", ""));
  }

  /** What stands before anything runs. */
  List<PipelineRun.Outlook> outlook() throws IOException {
    return run.outlook();
  }

  /** Runs the stages and tells how it ended. */
  ExitCode run(List<String> only, Set<String> force) throws IOException, InterruptedException {
    var interrupted = new Thread(this::tellHowToContinue);
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      console.note(
          "Pipeline "
              + plan.pipeline()
              + ", "
              + plan.stages().size()
              + " stages, store "
              + store.location());
      return concludeWhole(only, run.run(only, force));
    } finally {
      removeQuietly(interrupted);
    }
  }

  /** Builds the report of a run whose every stage is in the store, without running any. */
  String report() throws IOException {
    for (var outlook : run.outlook()) {
      if (outlook.standing() != PipelineRun.Standing.CACHED) {
        throw new TaskException(
            ExitCode.ARTIFACT_CORRUPT,
            "stage "
                + outlook.stage().name()
                + " is not in the store; facsimile run the pipeline first");
      }
    }
    return html(run.finished(), run.conclude().gates());
  }

  /** What ends a run reads artifacts that no stage may have read: damage shows as late as here. */
  private ExitCode concludeWhole(List<String> only, List<FinishedTask> finished)
      throws IOException, InterruptedException {
    try {
      return conclude(finished);
    } catch (StoreException e) {
      if (e.reason() != StoreException.Reason.CORRUPT || !run.discardDamaged()) {
        throw e;
      }
      return conclude(run.run(only, Set.of()));
    }
  }

  private ExitCode conclude(List<FinishedTask> finished) throws IOException {
    var conclusion = run.conclude();
    for (var task : finished) {
      var score = conclusion.scores().score(task.stage().name());
      if (!score.isMissingNode()) {
        console.note(RecordedScores.line(task.stage().name(), score));
      }
    }
    for (var gate : conclusion.gates()) {
      console.note((gate.passed() ? "gate passed  " : "gate FAILED  ") + gate.message());
    }
    if (plan.spec().promote() != null) {
      console.note(published(conclusion));
    }
    var known = run.reportStillTrue(conclusion.verdicts());
    var key =
        known.isPresent()
            ? known.get()
            : run.history().saveReport(run.name(), html(finished, conclusion.gates()));
    run.record(
        conclusion.passed() ? RunRecord.SUCCEEDED : RunRecord.GATE_FAILED,
        conclusion.verdicts(),
        key);
    console.note("report       " + store.location() + "/" + key);
    console.note("done in " + Console.human(run.elapsed()));
    return conclusion.passed() ? ExitCode.DONE : ExitCode.GATE_FAILED;
  }

  /** Publishes what every gate lets pass, and says what became of the alias. */
  private String published(Conclusion conclusion) throws IOException {
    var alias = plan.spec().promote().alias();
    if (!conclusion.passed()) {
      return "unchanged    " + alias + " (a gate failed)";
    }
    if (conclusion.release().isEmpty()) {
      return "unchanged    " + alias + " (only a whole run publishes)";
    }
    var promotion = run.promote(conclusion.release().get());
    var before = promotion.before().map(Release::run);
    return switch (promotion.outcome()) {
      case PROMOTED ->
          "promoted     " + alias + before.map(name -> " (was run " + name + ")").orElse("");
      case UNCHANGED -> "unchanged    " + alias + " (run " + before.orElseThrow() + ")";
      case NEWER_PRESENT ->
          "unchanged    " + alias + " (run " + before.orElseThrow() + " is newer)";
    };
  }

  private String html(List<FinishedTask> finished, List<GateOutcome> gates) throws IOException {
    var outcomes =
        gates.stream()
            .map(gate -> new RunSummary.GateOutcome(gate.message(), gate.passed()))
            .toList();
    var summary =
        new RunSummary(
            plan.pipeline(), run.name(), run.startedAt(), run.elapsed(), outcomes, command);
    var opened = new ArrayList<TaskInputs>();
    try {
      var stages = new ArrayList<FinishedStage>();
      for (var task : finished) {
        var inputs = runner.wholeInputs(task.task());
        opened.add(inputs);
        stages.add(
            new FinishedStage(
                task.stage().name(),
                task.stage().type().key(),
                task.stage().parameters(),
                inputs,
                new OpenArtifact(task.artifact()),
                task.cached(),
                task.time(),
                task.artifact().key(),
                task.stage().recipe()));
      }
      return ReportPage.render(ReportBuilder.build(summary, stages));
    } finally {
      opened.forEach(TaskInputs::close);
    }
  }

  private void tellHowToContinue() {
    System.out.println();
    System.out.println("Stopped. What is finished is kept; to go on, type:");
    System.out.println("  " + command);
    System.out.flush();
  }

  private static void removeQuietly(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already: the hook has its work to do.
    }
  }

  @Override
  public void close() {
    spool.close();
    store.close();
  }
}
