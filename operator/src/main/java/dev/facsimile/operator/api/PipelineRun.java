package dev.facsimile.operator.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** One execution of a pipeline, whose spec is frozen. */
@Group(Pipeline.GROUP)
@Version(Pipeline.VERSION)
@Kind("PipelineRun")
@Plural("pipelineruns")
public class PipelineRun extends CustomResource<PipelineRunSpec, PipelineRunStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  @Override
  protected PipelineRunSpec initSpec() {
    return null;
  }

  @Override
  protected PipelineRunStatus initStatus() {
    return null;
  }
}
