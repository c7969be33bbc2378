package dev.facsimile.operator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** What a user owns: sources, stages, and when they run. */
@Group(Pipeline.GROUP)
@Version(Pipeline.VERSION)
@Kind("Pipeline")
@Plural("pipelines")
public class Pipeline extends CustomResource<ObjectNode, PipelineStatus> implements Namespaced {
  /** API group of our resources. */
  public static final String GROUP = "facsimile.dev";

  /** Version of the group. */
  public static final String VERSION = "v1alpha1";

  private static final long serialVersionUID = 1L;

  @Override
  protected ObjectNode initSpec() {
    return null;
  }

  @Override
  protected PipelineStatus initStatus() {
    return null;
  }
}
