package dev.facsimile.worker.cli;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.pipeline.task.WorkerTask;
import dev.facsimile.worker.execute.CatalogTask;
import dev.facsimile.worker.execute.Spool;
import dev.facsimile.worker.execute.TaskRunner;
import dev.facsimile.worker.stage.StageOutput;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Does one share of a task, as a worker pod. */
@Command(
    name = "work",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes one share of a task that lies in the store: what a worker pod runs. The exit code tells"
          + " how it ended."
    })
final class WorkCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "KEY",
      description = "Key of the task in the store.")
  private String taskKey;

  @Option(
      names = "--sha256",
      required = true,
      paramLabel = "DIGEST",
      description = "Digest that the task must have.")
  private String digest;

  @Option(
      names = "--index",
      defaultValue = "${JOB_COMPLETION_INDEX:-0}",
      paramLabel = "N",
      description = "Which of the task's shares (default: JOB_COMPLETION_INDEX, or 0).")
  private int index;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try (var store = storeOptions.open();
        var spool = Spool.open(Path.of(System.getProperty("java.io.tmpdir")))) {
      byte[] json;
      try (var content = store.open(taskKey)) {
        json = content.readAllBytes();
      } catch (StoreException e) {
        if (e.reason() == StoreException.Reason.NOT_FOUND) {
          throw new TaskException(
              ExitCode.ARTIFACT_CORRUPT, "there is no task " + store.location() + "/" + taskKey, e);
        }
        throw e;
      }
      if (!Digests.sha256(json).equals(digest)) {
        throw new TaskException(
            ExitCode.ARTIFACT_CORRUPT, "the task " + taskKey + " has not the sha256 " + digest);
      }
      var task = WorkerTask.fromJson(json);
      if (index < 0 || index >= task.shares().size()) {
        throw new TaskException(
            ExitCode.BAD_CONFIGURATION,
            "--index " + index + ": the task has " + task.shares().size() + " shares");
      }
      var runner = new TaskRunner(store, StoreOptions.settings(), spool);
      var share = task.shares().get(index);
      var sha256 =
          CatalogTask.is(task)
              ? CatalogTask.run(runner, task, share, new Quiet())
              : runner.run(task, share, new Quiet()).sha256();
      spec.commandLine().getOut().println(share.key() + " " + sha256);
      spec.commandLine().getOut().flush();
      return ExitCode.DONE.code();
    }
  }

  /** Progress that nobody watches. */
  private static final class Quiet implements StageOutput.Progress {
    @Override
    public void at(long done, long total, String unit) {}

    @Override
    public void figure(String name, double value) {}
  }
}
