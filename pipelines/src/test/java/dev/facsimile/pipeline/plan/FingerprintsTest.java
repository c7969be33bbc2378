package dev.facsimile.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.document.PipelineDocument;
import dev.facsimile.pipeline.document.PipelineReader;
import dev.facsimile.pipeline.problem.InvalidPipelineException;
import dev.facsimile.pipeline.schema.RecordShape;
import dev.facsimile.pipeline.schema.ShapeReader;
import dev.facsimile.pipeline.spec.recipe.AugmentationSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FingerprintsTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final PipelineDocument EVERY_FIELD =
      PipelineReader.read(Examples.text("every-field.yaml"));
  private static final Map<String, String> BEFORE =
      fingerprints(Planner.plan(EVERY_FIELD), Map.of());

  private static PipelineDocument document(JsonNode spec) {
    var root = NODES.objectNode();
    root.put("apiVersion", PipelineReader.API_VERSION).put("kind", PipelineReader.KIND);
    root.putObject("metadata").put("name", "changed");
    root.set("spec", spec);
    return PipelineReader.read(root.toString());
  }

  /** Stage name -> fingerprint, all inputs known. */
  private static Map<String, String> fingerprints(Plan plan, Map<String, String> contentBySource) {
    var digests = Examples.digests(plan, contentBySource);
    var found = new TreeMap<String, String>();
    plan.stages()
        .forEach(stage -> found.put(stage.name(), plan.fingerprint(stage, digests).orElseThrow()));
    return found;
  }

  private static Optional<Map<String, String>> fingerprints(JsonNode spec) {
    try {
      return Optional.of(fingerprints(Planner.plan(document(spec)), Map.of()));
    } catch (InvalidPipelineException e) {
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @EnumSource(StageType.class)
  void everyFieldOfEveryStageChangesTheFingerprint(StageType type) {
    var names = new ArrayList<>(BEFORE.keySet());
    EVERY_FIELD.spec().get("sources").fieldNames().forEachRemaining(names::add);
    names.addAll(List.of("isc21", "strong", "gentle"));
    var changing = new TreeSet<String>();
    for (var i = 0; i < EVERY_FIELD.spec().get("stages").size(); i++) {
      var stage = EVERY_FIELD.spec().get("stages").get(i);
      if (stage.has(type.key())) {
        var tree = (ObjectNode) type.shape().complete(stage.get(type.key()));
        for (var leaf : Mutations.leaves(type.shape())) {
          for (var mutated : Mutations.of(type.shape(), tree, leaf, names)) {
            var spec = EVERY_FIELD.spec().deepCopy();
            ((ObjectNode) spec.get("stages").get(i)).set(type.key(), mutated);
            var after = fingerprints(spec);
            if (after.isPresent()) {
              var name = stage.get("name").textValue();
              assertThat(after.get().get(name))
                  .as("%s.%s in %s", name, leaf, mutated)
                  .isNotEqualTo(BEFORE.get(name));
              changing.add(leaf);
              break;
            }
          }
        }
      }
    }
    assertThat(changing).isEqualTo(Mutations.leaves(type.shape()));
  }

  @Test
  void everyFieldOfEveryStepOfARecipeChangesTheFingerprint() {
    var shape = ShapeReader.of(AugmentationSpec.class);
    for (var operation : shape.union()) {
      var inner = (RecordShape) shape.fields().get(operation).shape();
      for (var leaf : Mutations.leaves(inner)) {
        var tree = inner.complete(NODES.objectNode());
        if (leaf.endsWith(".to")) {
          // A range that is a constant at its upper bound has room below alone.
          var range = (ObjectNode) tree.get(leaf.replace(".to", ""));
          range.put("from", range.get("from").doubleValue() * 0.9);
        }
        var before = recipe(operation, tree).orElseThrow();
        var others = Mutations.of(inner, tree, leaf, List.of("x", "010203", "#010203"));
        var after = others.stream().map(other -> recipe(operation, other)).toList();
        assertThat(after).as("%s.%s", operation, leaf).doesNotContain(Optional.of(before));
        if (tree.at("/" + leaf.replace('.', '/')).isValueNode()) {
          assertThat(after).as("%s.%s", operation, leaf).anyMatch(Optional::isPresent);
        }
      }
    }
  }

  private static Optional<String> recipe(String operation, JsonNode parameters) {
    var spec = NODES.objectNode();
    spec.putObject("sources").putObject("a").putObject("images").put("uri", "a");
    spec.putObject("recipes").putArray("own").addObject().set(operation, parameters);
    var stage = spec.putArray("stages").addObject().put("name", "views");
    stage.putObject("synthesize").put("images", "a").put("recipe", "own");
    return fingerprints(spec).map(found -> found.get("views"));
  }

  @Property(tries = 25)
  void namesOrderPodsAndMetadataDoNot(@ForAll long seed) {
    var random = new Random(seed);
    var names = new HashMap<String, String>();
    EVERY_FIELD
        .spec()
        .get("sources")
        .fieldNames()
        .forEachRemaining(name -> names.put(name, "s" + names.size() + "x" + random.nextInt(99)));
    BEFORE.keySet().forEach(name -> names.put(name, "t" + names.size() + "x" + random.nextInt(99)));
    names.put("gentle", "renamedRecipe");
    var spec = (ObjectNode) renamed(EVERY_FIELD.spec(), names);
    shuffle((ArrayNode) spec.get("stages"), random);
    spec.put("triggerNonce", random.nextInt());
    spec.putObject("pod").put("parallelism", 1 + random.nextInt(9));
    for (var stage : spec.get("stages")) {
      if (random.nextBoolean()) {
        ((ObjectNode) stage).set("pod", pod(random));
      }
    }
    var contents = new HashMap<String, String>();
    names.forEach((old, name) -> contents.put(name, old));
    var after = fingerprints(Planner.plan(document(spec)), contents);
    BEFORE.forEach(
        (name, fingerprint) ->
            assertThat(after.get(names.get(name))).as(name).isEqualTo(fingerprint));
  }

  /** Renames keys and values, which the example uses for nothing else than names. */
  private static JsonNode renamed(JsonNode node, Map<String, String> names) {
    if (node.isObject()) {
      var result = NODES.objectNode();
      for (var entry : node.properties()) {
        var inner = renamed(entry.getValue(), names);
        var isMap = entry.getKey().equals("sources") || entry.getKey().equals("recipes");
        result.set(entry.getKey(), isMap ? keysRenamed(inner, names) : inner);
      }
      return result;
    }
    if (node.isArray()) {
      var result = NODES.arrayNode();
      node.forEach(item -> result.add(renamed(item, names)));
      return result;
    }
    return node.isTextual()
        ? NODES.textNode(names.getOrDefault(node.textValue(), node.textValue()))
        : node;
  }

  private static JsonNode keysRenamed(JsonNode map, Map<String, String> names) {
    var result = NODES.objectNode();
    map.properties().forEach(entry -> result.set(names.get(entry.getKey()), entry.getValue()));
    return result;
  }

  private static void shuffle(ArrayNode list, Random random) {
    var items = new ArrayList<JsonNode>();
    list.forEach(items::add);
    Collections.shuffle(items, random);
    list.removeAll();
    list.addAll(items);
  }

  private static ObjectNode pod(Random random) {
    var pod = NODES.objectNode().put("parallelism", 1 + random.nextInt(99));
    pod.putObject("nodeSelector").put("zone", "z" + random.nextInt());
    pod.putObject("resources").putObject("limits").put("nvidia.com/gpu", random.nextInt(8));
    return pod;
  }

  @Property(tries = 25)
  void defaultsWrittenOutDoNot(@ForAll long seed) {
    var random = new Random(seed);
    var spec = EVERY_FIELD.spec().deepCopy();
    for (var stage : spec.get("stages")) {
      for (var type : StageType.values()) {
        if (stage.get(type.key()) instanceof ObjectNode parameters) {
          writeOut(type.shape(), parameters, random);
        }
      }
    }
    assertThat(fingerprints(spec)).contains(BEFORE);
  }

  private static void writeOut(RecordShape shape, ObjectNode tree, Random random) {
    var complete = shape.complete(tree);
    for (var field : shape.fields().values()) {
      if (!tree.has(field.name()) && complete.has(field.name()) && random.nextBoolean()) {
        tree.set(field.name(), complete.get(field.name()));
      } else if (field.shape() instanceof RecordShape inner
          && tree.get(field.name()) instanceof ObjectNode nested) {
        writeOut(inner, nested, random);
      }
    }
  }

  @Test
  void commentsAndLayoutDoNot() {
    var text = Examples.text("every-field.yaml").replace("  stages:", "  stages:   # a comment");
    var plan = Planner.plan(PipelineReader.read("# one more\n" + text));
    assertThat(fingerprints(plan, Map.of())).isEqualTo(BEFORE);
  }

  @Test
  void contentOfASourceChangesWhatReadsIt() {
    var after = fingerprints(Planner.plan(EVERY_FIELD), Map.of("weights", "others"));
    var changed = new TreeSet<>(BEFORE.keySet());
    changed.removeIf(name -> after.get(name).equals(BEFORE.get(name)));
    assertThat(changed)
        .contains("net", "originals", "score")
        .doesNotContain("views", "otherNet", "alone", "aloneByThumbnail", "asked");
  }

  @Test
  void fingerprintIsUnknownUntilItsInputsAre() {
    var plan = Planner.plan(EVERY_FIELD);
    var all = Examples.digests(plan, Map.of());
    KnownDigests sourcesOnly = reading -> reading.isStage() ? Optional.empty() : all.of(reading);
    assertThat(plan.fingerprint(plan.stage("views"), sourcesOnly)).isPresent();
    assertThat(plan.awaited(plan.stage("views"), sourcesOnly)).isEmpty();
    assertThat(plan.fingerprint(plan.stage("net"), sourcesOnly)).isEmpty();
    assertThat(plan.awaited(plan.stage("net"), sourcesOnly)).containsExactly("views", "asked");
    assertThat(plan.shareFingerprint(plan.stage("questions"), sourcesOnly, "00")).isEmpty();
  }

  @Test
  void shareIsKnownByItsMembersAndTheOtherInputs() {
    var plan = Planner.plan(EVERY_FIELD);
    var digests = Examples.digests(plan, Map.of());
    var stage = plan.stage("originals");
    var share = plan.shareFingerprint(stage, digests, "00").orElseThrow();
    assertThat(share).isNotEqualTo(plan.shareFingerprint(stage, digests, "01").orElseThrow());
    assertThat(share).isNotEqualTo(BEFORE.get("originals"));
    var moreImages = Examples.digests(plan, Map.of("a", "more"));
    KnownDigests sameModel =
        reading -> reading.name().equals("net") ? digests.of(reading) : moreImages.of(reading);
    assertThat(plan.shareFingerprint(stage, sameModel, "00")).contains(share);
    KnownDigests otherModel =
        reading -> reading.name().equals("net") ? Optional.of("ff") : digests.of(reading);
    assertThat(plan.shareFingerprint(stage, otherModel, "00").orElseThrow()).isNotEqualTo(share);
  }

  @Test
  void knownFingerprintStaysWhatItIs() {
    // A change here reruns everybody's stages: it needs a reason in the changelog.
    assertThat(BEFORE.get("aloneByThumbnail"))
        .isEqualTo("55475e8f31b14529fff5ef02fb17a1e7b891783121f78c756969149ed46139fe");
  }
}
