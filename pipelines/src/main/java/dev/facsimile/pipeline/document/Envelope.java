package dev.facsimile.pipeline.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.document.YamlTree.Document;
import dev.facsimile.pipeline.problem.NearestName;
import dev.facsimile.pipeline.problem.Paths;
import dev.facsimile.pipeline.problem.Problems;
import dev.facsimile.pipeline.problem.Rule;
import java.util.List;
import java.util.Set;

/** What Kubernetes puts around a spec. */
final class Envelope {
  private static final Set<String> FIELDS =
      Set.of("apiVersion", "kind", "metadata", "spec", "status");
  private static final Set<String> METADATA =
      Set.of(
          "name",
          "generateName",
          "namespace",
          "labels",
          "annotations",
          "finalizers",
          "ownerReferences",
          "resourceVersion",
          "uid",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "managedFields",
          "selfLink");
  private static final int LONGEST_NAME = 40;
  private static final int LONGEST_LABEL = 63;

  private Envelope() {}

  /** Takes the spec out and checks what stands around it. */
  static PipelineDocument open(Document document, String origin) {
    var problems = new Problems();
    var root = document.root();
    checkFields(root, FIELDS, "", problems);
    var metadata = root.path("metadata");
    checkFields(metadata, METADATA, "metadata", problems);
    checkTexts(metadata, problems);
    var name = metadata.path("name").asText("");
    checkLabel(metadata.path("name"), "metadata.name", LONGEST_NAME, problems);
    if (metadata.hasNonNull("namespace")) {
      checkLabel(metadata.get("namespace"), "metadata.namespace", LONGEST_LABEL, problems);
    }
    var spec = root.path("spec");
    if (!spec.isObject()) {
      problems.add("spec", Rule.REQUIRED, "is required: what the pipeline computes");
    }
    return new PipelineDocument(
        name,
        metadata.path("namespace").asText("default"),
        spec.isObject() ? (ObjectNode) spec : JsonNodeFactory.instance.objectNode(),
        origin,
        document.lines(),
        List.of(),
        problems.all());
  }

  private static void checkFields(
      JsonNode object, Set<String> known, String path, Problems problems) {
    for (var entry : object.properties()) {
      if (!known.contains(entry.getKey())) {
        problems.add(
            Paths.member(path, entry.getKey()),
            Rule.UNKNOWN_FIELD,
            "there is no such field" + NearestName.hint(entry.getKey(), known));
      }
    }
  }

  private static void checkTexts(JsonNode metadata, Problems problems) {
    for (var field : List.of("labels", "annotations")) {
      for (var entry : metadata.path(field).properties()) {
        if (!entry.getValue().isTextual()) {
          problems.add(
              Paths.member("metadata." + field, entry.getKey()),
              Rule.WRONG_TYPE,
              "takes text; put it in quotes");
        }
      }
    }
  }

  private static void checkLabel(JsonNode value, String path, int longest, Problems problems) {
    var text = value.asText("");
    if (!value.isTextual()
        || text.length() > longest
        || !text.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?")) {
      problems.add(
          path,
          Rule.METADATA,
          (value.isMissingNode() ? "is required: " : "\"" + text + "\" is not possible: ")
              + "at most "
              + longest
              + " lower-case letters, digits and inner hyphens");
    }
  }
}
