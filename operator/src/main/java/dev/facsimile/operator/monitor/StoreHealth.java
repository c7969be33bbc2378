package dev.facsimile.operator.monitor;

import dev.facsimile.operator.api.Condition;
import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether the store answers, as a detail of wellness: neither a restart nor a missing endpoint of
 * the operator would bring a store back, so liveness and readiness do not depend on it.
 */
@Wellness
@Singleton
public class StoreHealth implements HealthCheck {
  private final KnownRuns runs;

  StoreHealth(KnownRuns runs) {
    this.runs = runs;
  }

  @Override
  public HealthCheckResponse call() {
    var trouble = runs.storeTrouble();
    var response = HealthCheckResponse.named(Condition.STORE_REACHABLE).status(trouble.isEmpty());
    trouble.ifPresent(message -> response.withData("message", message));
    return response.build();
  }
}
