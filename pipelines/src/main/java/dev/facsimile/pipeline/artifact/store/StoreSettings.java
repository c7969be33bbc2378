package dev.facsimile.pipeline.artifact.store;

import dev.facsimile.pipeline.artifact.s3.Transfers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Everything that opening a store depends on beside its location.
 *
 * @param environment the variables known from Amazon's tools: {@code AWS_ACCESS_KEY_ID}, {@code
 *     AWS_SECRET_ACCESS_KEY}, {@code AWS_SESSION_TOKEN}, {@code AWS_PROFILE}, {@code
 *     AWS_SHARED_CREDENTIALS_FILE}, {@code AWS_CONFIG_FILE}, {@code AWS_ENDPOINT_URL_S3}, {@code
 *     AWS_ENDPOINT_URL}, {@code AWS_REGION}, {@code AWS_DEFAULT_REGION}, {@code AWS_CA_BUNDLE}; and
 *     {@code FACSIMILE_CREDENTIALS}, a directory of Secrets that locations may name
 * @param home directory with {@code .aws/credentials} and {@code .aws/config}
 * @param transfers patience, sizes and numbers of requests
 */
public record StoreSettings(Map<String, String> environment, Path home, Transfers transfers) {
  /** Copies the environment. */
  public StoreSettings {
    environment = Map.copyOf(environment);
  }

  /** The usual patience, sizes and numbers. */
  public static StoreSettings of(Map<String, String> environment, Path home) {
    return new StoreSettings(environment, home, Transfers.DEFAULT);
  }

  /** The same with another patience. */
  public StoreSettings withRetryBudget(Duration budget) {
    return new StoreSettings(environment, home, transfers.withRetryBudget(budget));
  }

  /** The same for a process that nobody watches, see {@link Transfers#unattended}. */
  public StoreSettings unattended() {
    return new StoreSettings(environment, home, transfers.unattended());
  }

  /** The same for what is not worth waiting for, see {@link Transfers#impatient}. */
  public StoreSettings impatient(Duration patience) {
    return new StoreSettings(environment, home, transfers.impatient(patience));
  }
}
