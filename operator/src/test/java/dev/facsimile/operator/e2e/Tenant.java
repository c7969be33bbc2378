package dev.facsimile.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** A namespace with pipelines: restricted pods, a Secret for the store, pictures in its prefix. */
final class Tenant implements AutoCloseable {
  private static final Path PHOTOS = Site.ROOT.resolve("pipelines/sample/photos");
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  final Kubectl kubectl;
  final ArtifactStore store;

  private Tenant(Kubectl kubectl, ArtifactStore store) {
    this.kubectl = kubectl;
    this.store = store;
  }

  /** Makes one, afresh. */
  static Tenant create(String namespace) {
    return create(namespace, System.getenv());
  }

  /** Makes one, afresh, whose Secret holds the credentials of an environment. */
  static Tenant create(String namespace, Map<String, String> credentials) {
    Operator.ensure();
    var tenant = new Tenant(new Kubectl(namespace), Site.here().open());
    tenant.remove("--timeout=4m");
    createNamespace(tenant.kubectl);
    createStoreSecret(tenant.kubectl, "facsimile-store", credentials);
    return tenant;
  }

  static void createNamespace(Kubectl kubectl) {
    kubectl.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: %s
          labels: {pod-security.kubernetes.io/enforce: restricted}
        """
            .formatted(kubectl.namespace()));
  }

  static void createStoreSecret(Kubectl kubectl, String name, Map<String, String> credentials) {
    kubectl.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: %s}
        stringData: {AWS_ACCESS_KEY_ID: "%s", AWS_SECRET_ACCESS_KEY: "%s"}
        """
            .formatted(
                name,
                credentials.get("AWS_ACCESS_KEY_ID"),
                credentials.get("AWS_SECRET_ACCESS_KEY")));
  }

  /** Uploads some photographs as the source {@code photos}. */
  Tenant withPhotos(int count) {
    try (var files = Files.walk(PHOTOS)) {
      files
          .filter(file -> file.toString().matches(".*\\.jpe?g"))
          .sorted()
          .limit(count)
          .forEach(file -> upload(file, "photos/" + PHOTOS.relativize(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Uploads a file below the tenant's sources. */
  void upload(Path file, String name) {
    try {
      store.put(kubectl.namespace() + "/sources/" + name, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of the pipelines of this package's resources. */
  static String pipeline(String name) {
    try (var stream = Tenant.class.getResourceAsStream("/e2e/" + name + ".yaml")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until a run is as wanted. */
  RunSeen waitFor(String name, String what, Predicate<RunSeen> wanted) {
    var seen = new RunSeen[1];
    try {
      await()
          .alias("run " + name + ": " + what)
          .pollInterval(Duration.ofMillis(300))
          .atMost(PATIENCE)
          .until(
              () -> {
                seen[0] = kubectl.find("pipelinerun", name).map(RunSeen::new).orElse(null);
                return seen[0] != null && (wanted.test(seen[0]) || seen[0].isFinished());
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(e.getMessage() + "\n" + seen[0], e);
    }
    assertThat(wanted.test(seen[0])).as("%s: %s\n%s", name, what, seen[0]).isTrue();
    return seen[0];
  }

  /** Waits until a run has succeeded. */
  RunSeen succeeded(String name) {
    return waitFor(name, "succeeds", run -> run.state().equals("Succeeded"));
  }

  /** Waits until a run has failed. */
  RunSeen failed(String name) {
    return waitFor(name, "fails", RunSeen::hasFailed);
  }

  /** The objects of the tenant's artifacts: name to size and content's version. */
  SortedMap<String, String> artifacts() {
    return objects("artifacts/");
  }

  /** The objects below a part of the tenant's prefix: name to size and version. */
  SortedMap<String, String> objects(String part) {
    var prefix = kubectl.namespace() + "/" + part;
    var objects = new TreeMap<String, String>();
    try {
      for (var info : store.list(prefix)) {
        objects.put(info.key().substring(prefix.length()), info.size() + " " + info.version());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return objects;
  }

  /** An object below the tenant's prefix, as text. */
  String read(String part) {
    try {
      var content = store.readIfPresent(kubectl.namespace() + "/" + part).orElseThrow();
      return new String(content, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Cancels a run at once. */
  void cancel(String run) {
    kubectl.ok(
        "patch", "pipelinerun", run, "--type=merge", "-p", "{\"spec\":{\"cancel\":\"Now\"}}");
  }

  /** Pipelines go first: a namespace with a Job whose pod has failed would wait for ever. */
  private void remove(String... how) {
    kubectl.run("", "delete", "pipelines,pipelineruns", "--all", "--wait=false");
    kubectl.ok(
        Stream.concat(
                Stream.of("delete", "namespace", kubectl.namespace(), "--ignore-not-found"),
                Stream.of(how))
            .toArray(String[]::new));
    try {
      for (var info : store.list(kubectl.namespace() + "/")) {
        store.delete(info.key());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    remove("--wait=false");
    store.close();
  }
}
