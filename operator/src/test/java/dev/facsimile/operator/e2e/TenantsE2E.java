package dev.facsimile.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.facsimile.pipeline.artifact.StoreException;
import io.minio.MinioClient;
import io.minio.SetBucketPolicyArgs;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One tenant gets nothing of another's. Two accounts without rights of their own are taken from
 * {@code FACSIMILE_E2E_ACCOUNTS}, {@code name:secret,name:secret}; a bucket policy opens its prefix
 * to each, as docs/object-store.md says.
 */
@OnCluster
@Tag("smoke")
class TenantsE2E {
  private static final String RED = "e2e-red";
  private static final String BLUE = "e2e-blue";

  private static Map<String, String> account(int number) {
    var all = System.getenv().getOrDefault("FACSIMILE_E2E_ACCOUNTS", "").split(",");
    assumeTrue(all.length == 2, "FACSIMILE_E2E_ACCOUNTS names no two accounts");
    var parts = all[number].split(":");
    var environment = new HashMap<>(System.getenv());
    environment.put("AWS_ACCESS_KEY_ID", parts[0]);
    environment.put("AWS_SECRET_ACCESS_KEY", parts[1]);
    return environment;
  }

  @Test
  void aTenantReachesItsOwnPrefixAndNoOther() throws Exception {
    var red = account(0);
    var blue = account(1);
    allow(Map.of(RED, red.get("AWS_ACCESS_KEY_ID"), BLUE, blue.get("AWS_ACCESS_KEY_ID")));
    try (var mine = Tenant.create(RED, red).withPhotos(6);
        var others = Tenant.create(BLUE, blue).withPhotos(6)) {
      // given a tenant whose own pipeline works
      mine.kubectl.apply(Tenant.pipeline("small"));
      mine.succeeded("small-g1");

      // then its credentials neither read, list nor write the other's objects
      try (var store = Site.open(Site.here().store(), red)) {
        var key = BLUE + "/" + others.objects("").firstKey();
        assertThatThrownBy(() -> store.open(key)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.list(BLUE + "/")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.put(BLUE + "/sources/mine", new byte[1]))
            .isInstanceOf(StoreException.class);
      }

      // and no pipeline of its own names them: each is refused before anything is fetched
      var bucket = URI.create(Site.here().store().replaceFirst("\\?.*", "")).getHost();
      for (var uri :
          new String[] {
            "s3://" + bucket + "/" + BLUE + "/sources/photos/",
            "../" + BLUE + "/sources/photos/",
            "file:/var/run/secrets/"
          }) {
        var name = "taking" + Math.abs(uri.hashCode());
        mine.kubectl.run(
            Tenant.pipeline("small")
                .replace("uri: photos", "uri: \"" + uri + "\"")
                .replace("name: small", "name: " + name),
            "apply",
            "-f",
            "-");
        assertThat(isReady(mine, name)).as(uri).isNotEqualTo("True");
        assertThat(mine.kubectl.find("pipelinerun", name + "-g1")).as(uri).isEmpty();
      }

      // and a source inside the cluster's own network is opened by its worker alone, if at all
      mine.kubectl.apply(
          Tenant.pipeline("small")
              .replace(
                  "uri: photos",
                  "uri: s3://elsewhere/pictures/, endpoint: \"https://10.96.0.1:443\"")
              .replace("name: small", "name: inside"));
      var inside = mine.waitFor("inside-g1", "gives up or waits", run -> run.stages().size() > 0);
      assertThat(inside.stage("photos").job())
          .as("a pod of the tenant, not the operator")
          .isNotEmpty();
      mine.kubectl.ok("delete", "pipeline", "inside");
    }
  }

  private static String isReady(Tenant tenant, String name) {
    return org.awaitility.Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(20))
        .until(
            () ->
                tenant
                    .kubectl
                    .find("pipeline", name)
                    .map(pipeline -> condition(pipeline, "Ready"))
                    .orElse("refused by the API server"),
            status -> !status.isEmpty());
  }

  private static String condition(com.fasterxml.jackson.databind.JsonNode object, String type) {
    for (var condition : object.at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("status").asText();
      }
    }
    return "";
  }

  /** Opens each namespace's prefix to its account. */
  private static void allow(Map<String, String> accounts) throws Exception {
    var location = URI.create(Site.here().store());
    var query = new HashMap<String, String>();
    Stream.of(location.getRawQuery().split("&"))
        .map(pair -> pair.split("=", 2))
        .forEach(pair -> query.put(pair[0], pair[1]));
    var bucket = location.getHost();
    var statements = new java.util.ArrayList<String>();
    accounts.forEach(
        (namespace, account) -> {
          statements.add(
              """
              {"Effect": "Allow", "Principal": {"AWS": ["%s"]},
               "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
               "Resource": ["arn:aws:s3:::%s/%s/*"]}
              """
                  .formatted(account, bucket, namespace));
          statements.add(
              """
              {"Effect": "Allow", "Principal": {"AWS": ["%s"]}, "Action": ["s3:ListBucket"],
               "Resource": ["arn:aws:s3:::%s"], "Condition": {"StringLike": {"s3:prefix": ["%s/*"]}}}
              """
                  .formatted(account, bucket, namespace));
        });
    try (var client =
        MinioClient.builder()
            .endpoint(query.get("endpoint"))
            .region(query.get("region"))
            .credentials(System.getenv("AWS_ACCESS_KEY_ID"), System.getenv("AWS_SECRET_ACCESS_KEY"))
            .build()) {
      client.setBucketPolicy(
          SetBucketPolicyArgs.builder()
              .bucket(bucket)
              .config(
                  "{\"Version\": \"2012-10-17\", \"Statement\": ["
                      + String.join(",", statements)
                      + "]}")
              .build());
    }
  }
}
