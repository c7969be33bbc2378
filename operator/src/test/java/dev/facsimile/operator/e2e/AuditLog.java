package dev.facsimile.operator.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What the operator asked of the API server, from the server's own audit log. */
final class AuditLog {
  private static final Set<String> READS = Set.of("get", "list", "watch");

  private final Path file;

  private AuditLog(Path file) {
    this.file = file;
  }

  /**
   * One request.
   *
   * @param resource with its subresource, for example {@code pipelineruns/status}
   * @param allowed whether the rules of the operator's roles let it through; admission, a quota or
   *     the end of a namespace may have refused it all the same
   */
  record Request(
      Instant at,
      String verb,
      String group,
      String resource,
      String namespace,
      String name,
      int code,
      boolean allowed) {
    boolean isWrite() {
      return !READS.contains(verb);
    }

    String right() {
      return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
    }
  }

  /** The log; the test is skipped where there is none to read. */
  static AuditLog here() {
    var file = Site.here().auditLog();
    assumeTrue(file.isPresent(), "FACSIMILE_E2E_AUDIT_LOG names no audit log");
    return new AuditLog(file.get());
  }

  /** The operator's requests since a moment. */
  List<Request> requests(Instant since) {
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.contains("\"" + Operator.ACCOUNT + "\""))
          .map(AuditLog::request)
          .filter(request -> !request.at().isBefore(since))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The writes among them that concern a namespace. */
  List<Request> writes(Instant since, String namespace) {
    return requests(since).stream()
        .filter(Request::isWrite)
        .filter(request -> request.namespace().equals(namespace))
        .toList();
  }

  private static Request request(String line) {
    var event = Kubectl.json(line);
    var about = event.path("objectRef");
    var part = about.path("subresource").asText();
    return new Request(
        Instant.parse(event.path("requestReceivedTimestamp").asText()),
        event.path("verb").asText(),
        about.path("apiGroup").asText(),
        about.path("resource").asText() + (part.isEmpty() ? "" : "/" + part),
        about.path("namespace").asText(),
        about.path("name").asText(),
        event.at("/responseStatus/code").asInt(),
        event.at("/annotations/authorization.k8s.io~1decision").asText().equals("allow"));
  }
}
