package dev.facsimile.operator.sweep;

import dev.facsimile.operator.api.PipelineRun;
import java.util.List;

/** Tells which runs the cluster has. */
@FunctionalInterface
public interface ClusterRuns {
  /**
   * The runs of a namespace, none when the cluster does not have it.
   *
   * @throws RuntimeException when the cluster does not answer: then nothing is swept
   */
  List<PipelineRun> in(String namespace);
}
