package dev.facsimile.operator.trigger;

import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.api.PipelineStatus;
import dev.facsimile.operator.trigger.PipelineWorld.Run;
import dev.facsimile.pipeline.document.PipelineReader;
import dev.facsimile.pipeline.plan.Planner;
import dev.facsimile.pipeline.spec.PipelineSpec;
import java.time.Instant;
import java.util.List;

/** Pipelines called p and their runs, as stories about triggers begin with them. */
final class Given {
  static final Instant CREATED = Instant.parse("2026-01-01T00:00:30Z");

  private Given() {}

  static PipelineDecision decide(
      PipelineSpec spec, long generation, PipelineStatus before, Instant now, Run... runs) {
    var world = new PipelineWorld("p", generation, CREATED, List.of(runs), before, now);
    return PipelineDecider.decide(world, spec, List.of());
  }

  static Run active(String name, String fields) {
    return new Run(name, SpecHash.of(spec(fields)), null);
  }

  static Run finished(String name, PipelineSpec spec, String state) {
    var status =
        new PipelineRunStatus(
            1L, null, state, null, null, null, null, null, null, null, null, null, "2026");
    return new Run(name, SpecHash.of(spec), status);
  }

  static PipelineSpec spec(String fields) {
    var text =
        """
        apiVersion: facsimile.dev/v1alpha1
        kind: Pipeline
        metadata: {name: p}
        spec: {%ssources: {photos: {images: {uri: photos}}}, stages: [{name: dataset, synthesize: {images: photos}}]}
        """;
    return Planner.plan(PipelineReader.read(text.formatted(fields))).spec();
  }
}
