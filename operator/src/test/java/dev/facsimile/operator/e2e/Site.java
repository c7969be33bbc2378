package dev.facsimile.operator.e2e;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.store.StoreSettings;
import dev.facsimile.pipeline.artifact.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the tests are told of the place, beside {@code KUBECONFIG} and the {@code AWS_} variables of
 * an account that may do everything in the bucket.
 *
 * @param store {@code FACSIMILE_E2E_STORE}: the object store as pods and this machine reach it
 * @param operatorImage {@code FACSIMILE_E2E_OPERATOR_IMAGE}: name:tag, as nodes have it
 * @param workerImage {@code FACSIMILE_E2E_WORKER_IMAGE}: the same for workers
 * @param faults {@code FACSIMILE_E2E_FAULTS}: script that stops and starts parts of the cluster
 * @param auditLog {@code FACSIMILE_E2E_AUDIT_LOG}: the API server's, with metadata of every request
 */
record Site(
    String store,
    String operatorImage,
    String workerImage,
    Optional<Path> faults,
    Optional<Path> auditLog) {
  static final Path ROOT = Path.of(System.getProperty("facsimile.root"));

  /** Why there is nothing to test against; empty when there is. */
  static Optional<String> missing() {
    return Optional.of("KUBECONFIG")
        .filter(name -> variable(name).isEmpty())
        .or(() -> Optional.of("FACSIMILE_E2E_STORE").filter(name -> variable(name).isEmpty()))
        .map(name -> "skipped: " + name + " is not set; it names what these tests run against");
  }

  static Site here() {
    return new Site(
        variable("FACSIMILE_E2E_STORE").orElseThrow(),
        variable("FACSIMILE_E2E_OPERATOR_IMAGE").orElse("facsimile-operator:0.1.0"),
        variable("FACSIMILE_E2E_WORKER_IMAGE").orElse("facsimile-worker:0.1.0"),
        variable("FACSIMILE_E2E_FAULTS").map(Path::of),
        variable("FACSIMILE_E2E_AUDIT_LOG").map(Path::of));
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  /** The store with the rights of the environment's account. */
  ArtifactStore open() {
    return open(store, System.getenv());
  }

  static ArtifactStore open(String location, Map<String, String> environment) {
    try {
      return Stores.open(location, StoreSettings.of(environment, Path.of("/")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
