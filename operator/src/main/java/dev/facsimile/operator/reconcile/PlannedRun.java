package dev.facsimile.operator.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.operator.desired.Jobs;
import dev.facsimile.operator.desired.WorkerSettings;
import dev.facsimile.operator.observe.Step;
import dev.facsimile.operator.survey.ClusterLocations;
import dev.facsimile.pipeline.document.PipelineDocument;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.plan.Planner;
import dev.facsimile.pipeline.problem.InvalidPipelineException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A spec as it runs on a cluster.
 *
 * @param steps its sources and stages in execution order
 * @param refusal why its pods are not made, in words for the user; empty when they are
 */
record PlannedRun(Plan plan, List<Step> steps, Optional<String> refusal) {

  /**
   * Plans a spec.
   *
   * @param versions versions of stage types that a run began with, by stage
   * @throws InvalidPipelineException with everything that is wrong with it
   */
  static PlannedRun of(
      String name,
      String namespace,
      ObjectNode spec,
      WorkerSettings settings,
      Map<String, Integer> versions) {
    var document = new PipelineDocument(name, namespace, spec, "", Map.of(), List.of(), List.of());
    var plan = Planner.plan(document).withVersions(versions);
    var locations = new ClusterLocations(settings.storeLocation(), namespace);
    var problems = locations.problems(plan);
    if (!problems.isEmpty()) {
      throw new InvalidPipelineException(problems);
    }
    var steps = Step.of(plan, locations);
    var refusal =
        steps.stream()
            .flatMap(step -> Jobs.refusal(step.name(), step.pod(), settings).stream())
            .findFirst();
    return new PlannedRun(plan, steps, refusal);
  }
}
