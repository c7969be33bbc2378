package dev.facsimile.operator.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.operator.api.PipelineRunSpec;
import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.api.PipelineStatus;
import dev.facsimile.operator.crd.Definition.Column;
import dev.facsimile.pipeline.spec.PipelineSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The definitions of our resources. */
public final class Crds {
  private static final int LONGEST_PIPELINE_NAME = 40;
  private static final int LONGEST_RUN_NAME = 63;
  private static final Column AGE = Column.of("Age", "date", ".metadata.creationTimestamp");

  private Crds() {}

  /** The text of each definition, by the name of its file. */
  public static Map<String, String> files() {
    var files = new TreeMap<String, String>();
    for (var definition : List.of(pipelines(), pipelineRuns())) {
      files.put(definition.fullName() + ".yaml", CrdYaml.write(definition.tree()));
    }
    return files;
  }

  static Definition pipelines() {
    return new Definition(
        "Pipeline",
        "fpl",
        "What trains, runs and keeps up to date a model that finds copies of images: sources, stages"
            + " that read them and each other, and when they run.",
        spec(Detail.FULL),
        new StructuralSchema(Detail.STATUS).of(PipelineStatus.class),
        CelRule.objectName(LONGEST_PIPELINE_NAME),
        List.of(
            Column.of("State", "string", ".status.state"),
            Column.of("Last Run", "string", ".status.lastRun.name"),
            Column.of("Outcome", "string", ".status.lastRun.outcome"),
            Column.of("Result", "string", ".status.lastRun.result"),
            Column.wide("Next", "string", ".status.nextScheduledAt"),
            AGE),
        List.of());
  }

  static Definition pipelineRuns() {
    return new Definition(
        "PipelineRun",
        "fplr",
        "One execution of a pipeline. The operator creates runs; one created by hand runs as well.",
        runSpec(),
        new StructuralSchema(Detail.STATUS).of(PipelineRunStatus.class),
        CelRule.objectName(LONGEST_RUN_NAME),
        List.of(
            Column.wide("Pipeline", "string", ".spec.pipelineName"),
            Column.of("State", "string", ".status.state"),
            Column.of("Progress", "string", ".status.progress"),
            Column.of("Result", "string", ".status.result"),
            AGE),
        List.of(".spec.pipelineName", ".status.state"));
  }

  private static ObjectNode spec(Detail detail) {
    var spec = new StructuralSchema(detail).of(PipelineSpec.class);
    if (detail.descriptions()) {
      spec.put("description", "What is computed, from what, when, and what becomes of it.");
    }
    if (detail.rules()) {
      addRules(spec, CelRule.uniqueStages(), CelRule.stagesAreNoSources());
    }
    return spec;
  }

  /** Values are never filled in here: a frozen spec is what it was. */
  private static ObjectNode runSpec() {
    var run = new StructuralSchema(Detail.FULL).of(PipelineRunSpec.class);
    run.put("description", "What the run executes; everything but cancel is frozen.");
    var properties = (ObjectNode) run.get("properties");
    var pipeline = properties.putObject("pipeline");
    pipeline.put(
        "description",
        "Spec of the pipeline as it was when the run was created; kubectl explain pipeline.spec"
            + " tells of its fields.");
    pipeline.setAll(spec(new Detail(false, false, true)));
    addRules(pipeline, CelRule.frozen("pipeline"));
    addRules((ObjectNode) properties.get("pipelineName"), CelRule.frozen("pipelineName"));
    addRules((ObjectNode) properties.get("trigger"), CelRule.frozen("trigger"));
    addRules(run, CelRule.cancelIsNotTakenBack());
    return run;
  }

  private static void addRules(ObjectNode schema, CelRule... rules) {
    var list = schema.withArray(StructuralSchema.RULES);
    for (var rule : rules) {
      list.add(rule.tree());
    }
  }
}
