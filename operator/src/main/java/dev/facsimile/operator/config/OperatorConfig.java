package dev.facsimile.operator.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The settings of the operator, prefix {@code facsimile}. */
@ConfigMapping(prefix = "facsimile")
public interface OperatorConfig {
  /** The object store. */
  Store store();

  /** Worker pods. */
  Worker worker();

  /** Namespaces whose pipelines are looked after; all of them when absent. */
  Optional<Set<String>> namespaces();

  /** The operator's own sweep. */
  Sweep sweep();

  /** Who is told what happens. */
  Notifications notifications();

  /** Logs. */
  Log log();

  /** The operator's own sweep of the store. */
  interface Sweep {
    /** Time between two sweeps of a namespace; PT0S switches them off. */
    @WithDefault("PT24H")
    Duration interval();

    /** What was written less than this ago stays. */
    @WithDefault("P7D")
    Duration grace();
  }

  /** Who is told what happens. */
  interface Notifications {
    /** Receives a CloudEvent when a run fails and when a release is promoted. */
    Optional<String> url();
  }

  /** How the operator logs. */
  interface Log {
    /** Whether log lines are JSON objects. */
    @WithDefault("true")
    boolean json();
  }

  /** The object store. */
  interface Store {
    /** {@code s3://bucket/prefix?endpoint=...&region=...&style=path|virtual}. */
    Optional<String> location();

    /** Secret with the store's credentials that each namespace brings. */
    @WithDefault("facsimile-store")
    String secretName();

    /** ConfigMap with certificates of authorities that each namespace brings. */
    Optional<String> caConfigMap();

    /** Runs that are looked at in the store at a time. */
    @WithDefault("8")
    int surveys();

    /** Requests at a time for each of them. */
    @WithDefault("8")
    int threads();

    /** How long an operation is tried again before the store counts as unreachable. */
    @WithDefault("PT10S")
    Duration patience();
  }

  /** Worker pods. */
  interface Worker {
    /** Image of pods without a GPU. */
    Optional<String> image();

    /** Image of pods with a GPU; that of the others when absent. */
    Optional<String> gpuImage();

    /** Names of resources that are GPUs. */
    @WithDefault("nvidia.com/gpu")
    Set<String> gpuResources();

    /** When nodes pull the images. */
    @WithDefault("IfNotPresent")
    String imagePullPolicy();

    /** Service accounts that a pipeline may name. */
    Optional<Set<String>> allowedServiceAccounts();

    /** Ephemeral disk of a worker. */
    @WithDefault("20Gi")
    String spoolSize();

    /** Seconds that a finished Job stays. */
    @WithDefault("3600")
    int jobTtl();
  }
}
