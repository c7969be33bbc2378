package dev.facsimile.pipeline.artifact.s3;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.store.StoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The contract on a real server: {@code FACSIMILE_TEST_S3} is its endpoint, {@code
 * FACSIMILE_TEST_S3_BUCKET} an existing bucket (default {@code facsimile-test}), the {@code AWS_}
 * variables are the credentials.
 */
@EnabledIfEnvironmentVariable(named = "FACSIMILE_TEST_S3", matches = "https?://.+")
class RealS3Test extends StoreContract {
  private ArtifactStore store;

  @Override
  protected ArtifactStore store() throws IOException {
    var environment = new HashMap<>(System.getenv());
    environment.put("AWS_ENDPOINT_URL_S3", System.getenv("FACSIMILE_TEST_S3"));
    var bucket = environment.getOrDefault("FACSIMILE_TEST_S3_BUCKET", "facsimile-test");
    var transfers =
        new Transfers(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            5 << 20,
            3,
            duration -> Thread.sleep(duration.toMillis()));
    store =
        S3Store.open(
            "s3://" + bucket + "/" + UUID.randomUUID(), environment, Path.of("/"), transfers);
    return store;
  }

  @AfterEach
  void removeObjects() throws IOException {
    for (var info : store.list("")) {
      store.delete(info.key());
    }
    store.close();
  }
}
