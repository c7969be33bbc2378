package dev.facsimile.operator.reconcile;

import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.decide.Action;
import dev.facsimile.operator.desired.StageWork;
import dev.facsimile.operator.observe.Step;
import dev.facsimile.operator.observe.StepFact;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.assignment.SourceRequest;
import dev.facsimile.pipeline.spec.SourceSpec;
import java.util.Set;
import java.util.TreeSet;

/** What a Job is made of, gathered from a run and its plan. */
final class WorkOrders {
  private WorkOrders() {}

  /** The work of an attempt. */
  static StageWork of(PipelineRun run, PlannedRun planned, Action.CreateJob create) {
    var step =
        planned.steps().stream().filter(s -> s.name().equals(create.step())).findFirst().get();
    var keys = new Keys(run.getMetadata().getNamespace());
    var name = run.getMetadata().getName();
    StepFact.Missing missing = create.work();
    return new StageWork(
        keys.namespace(),
        planned.plan().pipeline(),
        name,
        run.getMetadata().getUid(),
        step.name(),
        step.type(),
        missing.id(),
        create.attempt(),
        missing.missing(),
        missing.total(),
        step.pod(),
        missing.taskKey(),
        missing.taskSha256(),
        secrets(planned, step),
        planned.plan().spec().timeouts(),
        planned.plan().spec().retries(),
        keys.run(planned.plan().pipeline(), name) + "/logs/" + create.job());
  }

  /** Secrets of the sources that a step opens. */
  private static TreeSet<String> secrets(PlannedRun planned, Step step) {
    var secrets = new TreeSet<String>();
    var names = step.stage().isPresent() ? step.stage().get().reads() : Set.of(step.name());
    for (var source : planned.plan().sources()) {
      if (names.contains(source.name())) {
        var root = SourceRequest.root(planned.plan(), source.name());
        SourceSpec spec = root.spec();
        var secret =
            spec.images() != null
                ? spec.images().secret()
                : spec.file() != null ? spec.file().secret() : null;
        if (secret != null) {
          secrets.add(secret);
        }
      }
    }
    return secrets;
  }
}
