package dev.facsimile.operator.monitor;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/**
 * Times reconciles. It takes the place of the framework's own metrics, whose series grow with the
 * number of resources.
 */
@Singleton
public class ReconcileMetrics implements Metrics {
  private final MeterRegistry registry;

  ReconcileMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
    return registry
        .timer("facsimile.reconcile", "controller", execution.controllerName())
        .recordCallable(execution::execute);
  }
}
