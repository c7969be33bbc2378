package dev.facsimile.operator.desired;

import dev.facsimile.pipeline.task.ExitCode;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRuleBuilder;
import java.util.stream.Stream;

/** What Kubernetes makes of a failed pod; the first rule that fits decides. */
final class FailurePolicy {
  private FailurePolicy() {}

  /** Disruptions are nobody's fault, some codes end the Job or the share, the rest is counted. */
  static PodFailurePolicy of() {
    return new PodFailurePolicyBuilder()
        .withRules(
            disrupted(),
            exited("Ignore", ExitCode.STORE_UNAVAILABLE, ExitCode.TEMPORARY, ExitCode.TERMINATED),
            exited("FailJob", ExitCode.BAD_CONFIGURATION),
            exited(
                "FailIndex",
                ExitCode.BAD_INPUT,
                ExitCode.SOURCE_MISSING,
                ExitCode.ARTIFACT_CORRUPT,
                ExitCode.DIVERGED))
        .build();
  }

  private static PodFailurePolicyRule disrupted() {
    return new PodFailurePolicyRuleBuilder()
        .withAction("Ignore")
        .addNewOnPodCondition("True", "DisruptionTarget")
        .build();
  }

  private static PodFailurePolicyRule exited(String action, ExitCode... codes) {
    return new PodFailurePolicyRuleBuilder()
        .withAction(action)
        .withNewOnExitCodes()
        .withContainerName(WorkerContainer.NAME)
        .withOperator("In")
        .withValues(Stream.of(codes).map(ExitCode::code).sorted().toList())
        .endOnExitCodes()
        .build();
  }
}
