package dev.facsimile.pipeline.artifact.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Everything that opening a store depends on beside its location.
 *
 * @param environment the variables known from Amazon's tools: {@code AWS_ACCESS_KEY_ID}, {@code
 *     AWS_SECRET_ACCESS_KEY}, {@code AWS_SESSION_TOKEN}, {@code AWS_PROFILE}, {@code
 *     AWS_SHARED_CREDENTIALS_FILE}, {@code AWS_CONFIG_FILE}, {@code AWS_ENDPOINT_URL_S3}, {@code
 *     AWS_ENDPOINT_URL}, {@code AWS_REGION}, {@code AWS_DEFAULT_REGION}
 * @param home directory with {@code .aws/credentials} and {@code .aws/config}
 * @param retryBudget how long one operation is tried again while the store does not work
 * @param requestTimeout how long a connection may be silent
 * @param partBytes size of the parts of a large upload; larger when there would be too many
 * @param threads parts that are uploaded at a time
 * @param sleeper how to wait between attempts
 */
public record StoreSettings(
    Map<String, String> environment,
    Path home,
    Duration retryBudget,
    Duration requestTimeout,
    int partBytes,
    int threads,
    Sleeper sleeper) {

  /** Waits, in tests without waiting. */
  @FunctionalInterface
  public interface Sleeper {
    /** Waits so long. */
    void sleep(Duration duration) throws InterruptedException;
  }

  /** Copies the environment. */
  public StoreSettings {
    environment = Map.copyOf(environment);
  }

  /** Five minutes of patience, parts of 16 MiB, four at a time. */
  public static StoreSettings of(Map<String, String> environment, Path home) {
    return new StoreSettings(
        environment,
        home,
        Duration.ofMinutes(5),
        Duration.ofMinutes(1),
        16 << 20,
        4,
        duration -> Thread.sleep(duration.toMillis()));
  }

  /** The same with another patience. */
  public StoreSettings withRetryBudget(Duration newRetryBudget) {
    return new StoreSettings(
        environment, home, newRetryBudget, requestTimeout, partBytes, threads, sleeper);
  }
}
