package dev.facsimile.operator.trigger;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.schema.CanonicalJson;
import dev.facsimile.pipeline.spec.PipelineSpec;
import java.util.List;

/** What of a spec triggers a run when it changes. */
public final class SpecHash {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final List<String> TRIGGERING =
      List.of("triggerNonce", "sources", "recipes", "stages", "gates", "promote", "pod");

  private SpecHash() {}

  /** sha256 over the triggering fields of a spec, defaults filled in. */
  public static String of(PipelineSpec spec) {
    var tree = MAPPER.<ObjectNode>valueToTree(spec);
    tree.retain(TRIGGERING);
    return CanonicalJson.sha256(tree);
  }
}
