package dev.facsimile.operator.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The tests of a class need a cluster; where there is none they are skipped, with one line. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnCluster.Condition.class)
@interface OnCluster {

  /** Looks for the cluster. */
  final class Condition implements ExecutionCondition {
    private static final AtomicBoolean SAID = new AtomicBoolean();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return Site.missing()
          .map(
              reason -> {
                if (!SAID.getAndSet(true)) {
                  System.out.println(reason);
                }
                return ConditionEvaluationResult.disabled(reason);
              })
          .orElse(ConditionEvaluationResult.enabled("there is a cluster"));
    }
  }
}
