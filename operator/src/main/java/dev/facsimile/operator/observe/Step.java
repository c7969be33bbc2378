package dev.facsimile.operator.observe;

import dev.facsimile.pipeline.assignment.SourceRequest;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.plan.PlannedSource;
import dev.facsimile.pipeline.plan.PlannedStage;
import dev.facsimile.pipeline.spec.pod.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run does one after the other: the sources are listed, then the stages run.
 *
 * @param name name of the source or stage; they share one namespace of names
 * @param type key of the stage type; {@code catalog} for a source
 * @param version version of the type that this operator plans with
 * @param pod how its pods are run
 * @param stage the stage; empty for a source
 * @param source what a worker is asked about the source; empty for a stage
 */
public record Step(
    String name,
    String type,
    int version,
    PodSpec pod,
    Optional<PlannedStage> stage,
    Optional<SourceRequest> source) {

  /** The steps of a plan in execution order. */
  public static List<Step> of(Plan plan, SourceRequest.Locations locations) {
    var steps = new ArrayList<Step>();
    SourceRequest.of(plan, locations)
        .forEach((name, request) -> steps.add(listing(plan, name, request)));
    plan.stages().forEach(stage -> steps.add(work(stage)));
    return List.copyOf(steps);
  }

  private static Step listing(Plan plan, String name, SourceRequest request) {
    return new Step(
        name,
        PlannedSource.CATALOG,
        PlannedSource.CATALOG_VERSION,
        plan.spec().pod(),
        Optional.empty(),
        Optional.of(request));
  }

  private static Step work(PlannedStage stage) {
    return new Step(
        stage.name(),
        stage.type().key(),
        stage.version(),
        stage.pod(),
        Optional.of(stage),
        Optional.empty());
  }

  /** Whether its work is cut into shares. */
  public boolean isDivided() {
    return stage.isPresent() && stage.get().type().isDivided();
  }
}
