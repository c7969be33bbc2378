package dev.facsimile.pipeline.artifact.s3;

import io.minio.http.Method;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts that happen only if nobody else's came between. Where the server knows {@code If-None-Match}
 * or {@code If-Match} it decides; where it refuses or ignores them, looking before putting leaves a
 * moment in which two writers may both succeed, which is said once.
 */
final class ConditionalPut {
  private static final Logger LOG = LoggerFactory.getLogger(ConditionalPut.class);

  private final S3Client client;
  private final S3Address address;
  private final Retry retry;
  private volatile Support support = Support.UNKNOWN;

  private enum Support {
    UNKNOWN,
    YES,
    NO
  }

  private enum Result {
    STORED,
    REFUSED
  }

  /** What the object must look like; {@code header} tells the server. */
  private record Condition(String header, String value) {
    Map<String, String> headers() {
      return Map.of(header, value);
    }
  }

  /** Looks at the object as it is. */
  interface Look {
    /** The object's version, without quotes; null when there is none. */
    String version() throws IOException;

    /** Whether the object has these bytes. */
    boolean has(byte[] content) throws IOException;
  }

  ConditionalPut(S3Client client, S3Address address, Retry retry) {
    this.client = client;
    this.address = address;
    this.retry = retry;
  }

  /** Stores an object that must not exist. */
  boolean ifAbsent(String key, byte[] content, Look look) throws IOException {
    if (look.version() != null) {
      return false;
    }
    return put(key, content, new Condition("If-None-Match", "*"), look);
  }

  /** Stores an object that must have a version. */
  boolean ifVersion(String key, String version, byte[] content, Look look) throws IOException {
    if (!version.equals(look.version())) {
      return false;
    }
    return put(key, content, new Condition("If-Match", "\"" + version + "\""), look);
  }

  private boolean put(String key, byte[] content, Condition condition, Look look)
      throws IOException {
    if (support == Support.NO) {
      return putPlainly(key, content);
    }
    Result result;
    try {
      result = retry.run("put " + key, attempt -> attempt(key, content, condition, look, attempt));
    } catch (S3Failure e) {
      if (e.status() != 501) {
        throw e;
      }
      giveUpConditions("refuses");
      return putPlainly(key, content);
    }
    if (result == Result.STORED && support == Support.UNKNOWN) {
      probe(key, content, condition, look);
    }
    return result == Result.STORED;
  }

  private Result attempt(String key, byte[] content, Condition condition, Look look, int attempt)
      throws IOException {
    try {
      client.send(Method.PUT, key, condition.headers(), Map.of(), content).close();
      return Result.STORED;
    } catch (S3Failure e) {
      if (e.status() != 412 && e.status() != 404) {
        throw e;
      }
      if (e.status() == 404 && (e.code().equals("NoSuchBucket") || !isReplacement(condition))) {
        throw e;
      }
      // An earlier attempt may have stored the object without our hearing of it.
      return attempt > 1 && look.has(content) ? Result.STORED : Result.REFUSED;
    }
  }

  /** The condition cannot hold any more: a server that stores the bytes again ignores it. */
  private void probe(String key, byte[] content, Condition condition, Look look)
      throws IOException {
    if (isReplacement(condition) && condition.value().equals("\"" + look.version() + "\"")) {
      // The same bytes have the same version, and nothing can be learnt.
      return;
    }
    var result = retry.run("put " + key, attempt -> attempt(key, content, condition, look, 1));
    if (result == Result.STORED) {
      giveUpConditions("ignores");
    } else {
      support = Support.YES;
    }
  }

  private boolean putPlainly(String key, byte[] content) throws IOException {
    retry.run(
        "put " + key,
        attempt -> {
          client.send(Method.PUT, key, Map.of(), Map.of(), content).close();
          return null;
        });
    return true;
  }

  private synchronized void giveUpConditions(String how) {
    if (support != Support.NO) {
      support = Support.NO;
      LOG.warn(
          "The store at {} {} conditional puts: if two processes finish the same work at the same"
              + " moment, the later one wins",
          address.endpoint(),
          how);
    }
  }

  private static boolean isReplacement(Condition condition) {
    return condition.header().equals("If-Match");
  }
}
