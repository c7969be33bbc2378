package dev.facsimile.worker.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.document.PipelineReader;
import dev.facsimile.pipeline.plan.Planner;
import dev.facsimile.pipeline.plan.StageType;
import dev.facsimile.pipeline.schema.RecordShape;
import dev.facsimile.pipeline.spec.ArtifactKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * One stage type as a command: each of its fields is an option, each input a folder, a file or the
 * key of an artifact. It is a pipeline of a single stage, with the same cache and the same
 * artifacts.
 */
final class StageCommand implements Callable<Integer> {
  private static final Pattern ARTIFACT = Pattern.compile("[a-z][A-Za-z]*/[0-9a-f]{64}");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final StageType type;
  private final StoreOptions store = new StoreOptions();
  private CommandSpec spec;

  private StageCommand(StageType type) {
    this.type = type;
  }

  /** Adds a command for every stage type. */
  static void addTo(CommandLine commandLine) {
    for (var type : StageType.values()) {
      var command = new StageCommand(type);
      var spec = CommandSpec.wrapWithoutInspection(command);
      command.spec = spec;
      spec.mixinStandardHelpOptions(true);
      spec.usageMessage()
          .description(
              "Runs the stage type " + type.key() + " alone: a pipeline of one stage.",
              "",
              "An input is a folder or s3://bucket/prefix/ of pictures, a file, or an artifact of the"
                  + " store by its key (such as train/3f29..., as run and plan print it).")
          .sortOptions(false);
      spec.addMixin("store", CommandSpec.forAnnotatedObject(command.store));
      addOptions(spec, "", type.shape());
      commandLine.addSubcommand(type.key(), spec);
    }
  }

  private static void addOptions(CommandSpec spec, String prefix, RecordShape shape) {
    for (var field : shape.fields().values()) {
      var path = prefix + field.name();
      if (field.shape() instanceof RecordShape inner) {
        addOptions(spec, path + ".", inner);
      } else {
        spec.addOption(option(path, field));
      }
    }
  }

  private static OptionSpec option(String path, RecordShape.Field field) {
    var fallback = field.defaultValue().map(value -> " (default: " + value + ")").orElse("");
    return OptionSpec.builder("--" + path)
        .type(String.class)
        .required(field.required() && !path.contains("."))
        .paramLabel(field.reads().isEmpty() ? "VALUE" : "INPUT")
        .description((field.description() + fallback + ".").replace("%", "%%"))
        .build();
  }

  @Override
  public Integer call() throws Exception {
    var sources = NODES.objectNode();
    var parameters = NODES.objectNode();
    var assignments = new ArrayList<String>();
    collect("", type.shape(), parameters, sources, assignments);
    var stage = NODES.objectNode().put("name", type.key());
    stage.set(type.key(), parameters);
    var document = NODES.objectNode();
    document.put("apiVersion", PipelineReader.API_VERSION).put("kind", PipelineReader.KIND);
    document.putObject("metadata").put("name", type.key());
    document.putObject("spec").set("sources", sources);
    ((ObjectNode) document.get("spec")).putArray("stages").add(stage);
    var plan = Planner.plan(PipelineReader.read(document.toString()).with(assignments));
    var command = Session.command(spec.commandLine().getParent().getParseResult().originalArgs());
    try (var session =
        Session.open(
            store, plan, Path.of("").toAbsolutePath(), command, spec.commandLine().getOut())) {
      return session.run(List.of(), Set.of()).code();
    }
  }

  private void collect(
      String prefix,
      RecordShape shape,
      ObjectNode parameters,
      ObjectNode sources,
      List<String> assignments) {
    var parsed = spec.commandLine().getParseResult();
    for (var field : shape.fields().values()) {
      var path = prefix + field.name();
      if (field.shape() instanceof RecordShape inner) {
        collect(path + ".", inner, parameters, sources, assignments);
        continue;
      }
      String value = parsed.matchedOptionValue("--" + path, null);
      if (value == null) {
        continue;
      }
      if (field.reads().isEmpty()) {
        assignments.add(type.key() + "." + path + "=" + value);
        continue;
      }
      var names = new ArrayList<String>();
      for (var location : value.split(",")) {
        names.add(source(path, location, field.reads(), sources));
      }
      assignments.add(type.key() + "." + path + "=" + String.join(",", names));
    }
  }

  private static String source(
      String path, String location, List<ArtifactKind> kinds, ObjectNode sources) {
    var name = path.replace(".", "") + (sources.isEmpty() ? "" : sources.size());
    var source = sources.putObject(name);
    if (ARTIFACT.matcher(location).matches()) {
      source.putObject("artifact").put("key", location);
    } else if (kinds.contains(ArtifactKind.IMAGES)
        && !(location.matches("[^:]*") && Files.isRegularFile(Path.of(location)))) {
      source.putObject("images").put("uri", location);
    } else {
      source.putObject("file").put("uri", location);
    }
    return name;
  }
}
