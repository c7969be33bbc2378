package dev.facsimile.operator.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.operator.observe.Step;
import dev.facsimile.operator.survey.ClusterLocations;
import dev.facsimile.pipeline.document.PipelineDocument;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.plan.Planner;
import dev.facsimile.pipeline.problem.InvalidPipelineException;
import dev.facsimile.pipeline.problem.Problem;
import java.util.List;
import java.util.Map;

/**
 * A spec as it runs on a cluster.
 *
 * @param steps its sources and stages in execution order
 */
record PlannedRun(Plan plan, List<Step> steps) {

  /**
   * Plans a spec.
   *
   * @param store location of the store
   * @param versions versions of stage types that a run began with
   * @throws InvalidPipelineException with everything that is wrong with it
   */
  static PlannedRun of(
      String name, String namespace, ObjectNode spec, String store, Map<String, Integer> versions) {
    var document =
        new PipelineDocument(name, namespace, spec, "", Map.of(), List.of(), List.<Problem>of());
    var plan = Planner.plan(document).withVersions(versions);
    var locations = new ClusterLocations(store, namespace);
    var problems = locations.problems(plan);
    if (!problems.isEmpty()) {
      throw new InvalidPipelineException(problems);
    }
    return new PlannedRun(plan, Step.of(plan, locations));
  }
}
