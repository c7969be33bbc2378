package dev.facsimile.pipeline.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.schema.CanonicalJson;
import java.util.Optional;

/** What identifies work: equal fingerprints promise equal artifacts. */
final class Fingerprints {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Fingerprints() {}

  /** The fingerprint of a stage, once the digests of all its inputs are known. */
  static Optional<String> of(PlannedStage stage, KnownDigests digests) {
    return inputs(stage, digests, Optional.empty()).map(inputs -> hash(stage, inputs));
  }

  /** The fingerprint of a share, whose members' digest stands for the divided input. */
  static Optional<String> ofShare(PlannedStage stage, KnownDigests digests, String membersDigest) {
    return inputs(stage, digests, Optional.of(membersDigest))
        .map(inputs -> inputs.put("share", true))
        .map(inputs -> hash(stage, inputs));
  }

  private static String hash(PlannedStage stage, ObjectNode inputs) {
    var document = NODES.objectNode();
    document.put("type", stage.type().key());
    document.put("version", stage.version());
    document.set("parameters", stage.identity());
    document.set("inputs", inputs);
    return CanonicalJson.sha256(document);
  }

  private static Optional<ObjectNode> inputs(
      PlannedStage stage, KnownDigests digests, Optional<String> membersDigest) {
    var result = NODES.objectNode();
    for (var input : stage.inputs().values()) {
      var digest =
          input.divides() && membersDigest.isPresent()
              ? membersDigest.<JsonNode>map(NODES::textNode)
              : digest(input, digests);
      if (digest.isEmpty()) {
        return Optional.empty();
      }
      result.set(input.role(), digest.get());
    }
    return Optional.of(result);
  }

  private static Optional<JsonNode> digest(StageInput input, KnownDigests digests) {
    var list = NODES.arrayNode();
    for (var reading : input.readings()) {
      var digest = digests.of(reading);
      if (digest.isEmpty()) {
        return Optional.empty();
      }
      list.add(digest.get());
    }
    return Optional.of(input.isList() ? list : list.get(0));
  }
}
