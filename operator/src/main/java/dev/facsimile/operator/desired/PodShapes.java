package dev.facsimile.operator.desired;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Map;

/**
 * The parts of the pod settings that a pipeline gives as Kubernetes' own objects. A field that
 * Kubernetes does not know is an error here, where the API server would drop it with a warning that
 * nobody reads.
 */
final class PodShapes {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .annotationIntrospector(new NothingElse())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private PodShapes() {}

  /** Turns off the models' catch-all for unknown fields. */
  private static final class NothingElse extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnySetter(Annotated member) {
      return false;
    }
  }

  /**
   * The affinity.
   *
   * @throws IllegalArgumentException caused by a JsonMappingException when it is none
   */
  static Affinity affinity(Map<String, JsonNode> tree) {
    return tree == null ? null : MAPPER.convertValue(tree, Affinity.class);
  }

  /**
   * The topology spread constraints.
   *
   * @throws IllegalArgumentException caused by a JsonMappingException when they are none
   */
  static List<TopologySpreadConstraint> spread(List<Map<String, JsonNode>> trees) {
    return trees == null
        ? List.of()
        : List.of(MAPPER.convertValue(trees, TopologySpreadConstraint[].class));
  }
}
