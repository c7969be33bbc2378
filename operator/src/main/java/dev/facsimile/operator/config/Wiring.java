package dev.facsimile.operator.config;

import dev.facsimile.operator.api.Images;
import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.desired.WorkerSettings;
import dev.facsimile.operator.notify.Notifications;
import dev.facsimile.operator.survey.StoreAccess;
import dev.facsimile.operator.sweep.ClusterRuns;
import dev.facsimile.operator.sweep.StoreSizes;
import dev.facsimile.operator.sweep.SweepSettings;
import dev.facsimile.operator.sweep.SweepTimer;
import dev.facsimile.operator.sweep.Sweeper;
import dev.facsimile.pipeline.artifact.store.StoreSettings;
import dev.facsimile.pipeline.artifact.store.Stores;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;

/** Makes what the operator is put together from: the only place that reads the environment. */
@Singleton
public class Wiring {
  private static final String LEASE = "facsimile-operator";

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  LeaderElectionConfiguration leaderElection(SweepTimer sweeps) {
    var namespace = System.getenv().getOrDefault("POD_NAMESPACE", "default");
    return new LeaderElectionConfiguration(
        LEASE,
        namespace,
        LeaderElectionConfiguration.LEASE_DURATION_DEFAULT_VALUE,
        LeaderElectionConfiguration.RENEW_DEADLINE_DEFAULT_VALUE,
        LeaderElectionConfiguration.RETRY_PERIOD_DEFAULT_VALUE,
        null,
        new LeaderCallbacks(sweeps::start, sweeps::stop, leader -> {}),
        true);
  }

  @Produces
  @Singleton
  SweepTimer sweeps(
      OperatorConfig config,
      StoreAccess store,
      KubernetesClient client,
      MeterRegistry registry,
      Clock clock) {
    var settings =
        new SweepSettings(
            config.sweep().interval(),
            config.sweep().grace(),
            config.namespaces().orElse(Set.of()));
    ClusterRuns runs =
        namespace -> client.resources(PipelineRun.class).inNamespace(namespace).list().getItems();
    var sweeper = new Sweeper(store.store(), settings, runs, new StoreSizes(registry), clock);
    return new SweepTimer(sweeper::round, settings);
  }

  void stop(@Disposes SweepTimer sweeps) {
    sweeps.stop();
  }

  @Produces
  @Singleton
  Notifications notifications(OperatorConfig config) {
    return Notifications.to(config.notifications().url());
  }

  void close(@Disposes Notifications notifications) {
    notifications.close();
  }

  @Produces
  @Singleton
  StoreAccess store(OperatorConfig config) throws IOException {
    var home = Path.of(System.getProperty("java.io.tmpdir"));
    var settings =
        StoreSettings.of(System.getenv(), home).withRetryBudget(config.store().patience());
    var store = Stores.open(location(config), settings);
    return new StoreAccess(store, home.resolve("facsimile-cache"), config.store().threads());
  }

  @Produces
  @Singleton
  WorkerSettings workers(OperatorConfig config) {
    var images = images(config);
    return new WorkerSettings(
        location(config),
        config.store().secretName(),
        config.store().caConfigMap(),
        images.worker(),
        images.gpuWorker(),
        config.worker().gpuResources(),
        config.worker().imagePullPolicy(),
        config.worker().allowedServiceAccounts().orElse(Set.of()),
        config.worker().spoolSize());
  }

  @Produces
  @Singleton
  Images images(OperatorConfig config) {
    var image = required("facsimile.worker.image", config.worker().image().orElse(""));
    return new Images(image, config.worker().gpuImage().orElse(image));
  }

  private static String location(OperatorConfig config) {
    return required("facsimile.store.location", config.store().location().orElse(""));
  }

  private static String required(String name, String value) {
    if (value.isEmpty()) {
      throw new IllegalStateException(
          "the operator needs the setting " + name + " (FACSIMILE_... in its environment)");
    }
    return value;
  }
}
