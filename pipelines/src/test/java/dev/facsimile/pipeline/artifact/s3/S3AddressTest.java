package dev.facsimile.pipeline.artifact.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3AddressTest {
  private static final String CREDENTIALS =
      """
      # people's own
      [default]
      aws_access_key_id = AKIADEFAULT
      aws_secret_access_key = secret1

      [team]
      aws_access_key_id=AKIATEAM
      aws_secret_access_key=secret2=with=equals
      aws_session_token = token
      """;
  private static final String CONFIG =
      """
      [default]
      region = eu-west-1
      [profile team]
      region = eu-north-1
      services = local
      s3 =
        addressing_style = path
      [profile sso]
      sso_session = corporate
      [services local]
      s3 =
        endpoint_url = http://minio.example:9000
      """;

  @TempDir Path home;

  @Test
  void withoutAnythingSaidItIsAmazons() throws IOException {
    var address = address("s3://photos/a/b/", Map.of());

    assertThat(address.bucket()).isEqualTo("photos");
    assertThat(address.prefix()).isEqualTo("a/b/");
    assertThat(address.endpoint()).hasToString("https://s3.us-east-1.amazonaws.com");
    assertThat(address.virtualHosted()).isTrue();
    assertThat(address.location()).isEqualTo("s3://photos/a/b");
    assertThat(address("s3://photos", Map.of()).prefix()).isEmpty();
    assertThat(address("s3://photos/\u00fc \u00fc", Map.of()).prefix()).isEqualTo("\u00fc \u00fc/");
  }

  @Test
  void theLocationCountsMoreThanTheEnvironmentAndThatMoreThanTheProfile() throws IOException {
    writeFiles();
    var variables = Map.of("AWS_REGION", "sa-east-1", "AWS_ENDPOINT_URL", "http://env:1");

    var fromProfile = address("s3://photos", Map.of("AWS_PROFILE", "team"));
    assertThat(fromProfile.region()).isEqualTo("eu-north-1");
    assertThat(fromProfile.endpoint()).hasToString("http://minio.example:9000");
    assertThat(fromProfile.virtualHosted()).isFalse();
    var fromEnvironment = address("s3://photos", variables);
    assertThat(fromEnvironment.region()).isEqualTo("sa-east-1");
    assertThat(fromEnvironment.endpoint()).hasToString("http://env:1");
    var said =
        address("s3://photos?region=r2&endpoint=https%3A%2F%2Fhere&style=virtual", variables);
    assertThat(said.region()).isEqualTo("r2");
    assertThat(said.endpoint()).hasToString("https://here");
    assertThat(said.virtualHosted()).isTrue();
  }

  @Test
  void credentialsAreFoundInAmazonsOrderAndSayWhereTheyCameFrom() throws IOException {
    writeFiles();
    var keys = Map.of("AWS_ACCESS_KEY_ID", "AKIAENV", "AWS_SECRET_ACCESS_KEY", "secret0");

    assertThat(origin("s3://photos", keys))
        .isEqualTo("access key AKIAENV from the environment (AWS_ACCESS_KEY_ID)");
    assertThat(origin("s3://photos", Map.of()))
        .isEqualTo(
            "access key AKIADEFAULT from profile default of " + home.resolve(".aws/credentials"));
    var team = credentials("s3://photos", Map.of("AWS_PROFILE", "team"));
    assertThat(team.origin()).contains("AKIATEAM").doesNotContain("secret2");
    assertThat(team.provider().fetch().secretKey()).isEqualTo("secret2=with=equals");
    assertThat(team.provider().fetch().sessionToken()).isEqualTo("token");
    assertThat(origin("s3://photos?credentials=none", keys)).startsWith("no credentials");
    assertThat(origin("s3://photos", Map.of("AWS_WEB_IDENTITY_TOKEN_FILE", "/token")))
        .contains("AWS_WEB_IDENTITY_TOKEN_FILE");
  }

  @Test
  void aSourceMayNameTheSecretWhoseKeysItWants() throws Exception {
    // given a pod with a Secret beside the usual keys
    var mounted = Files.createDirectories(home.resolve("secrets/partner.keys"));
    Files.writeString(mounted.resolve("AWS_ACCESS_KEY_ID"), "AKIAPARTNER\n");
    var environment =
        Map.of(
            "AWS_ACCESS_KEY_ID", "AKIAENV",
            "AWS_SECRET_ACCESS_KEY", "secret0",
            "FACSIMILE_CREDENTIALS", home.resolve("secrets").toString());
    var location = "s3://photos?credentials=partner.keys";

    // then half of a pair, another Secret and a place without Secrets are refused with advice
    assertFails(location, environment, "partner.keys");
    assertFails(location, environment, "it has no AWS_SECRET_ACCESS_KEY: put the key into");
    assertFails("s3://photos?credentials=other", environment, "The Secret other cannot be used");
    assertFails(location, Map.of("AWS_ACCESS_KEY_ID", "x"), "FACSIMILE_CREDENTIALS");

    // when the Secret is whole
    Files.writeString(mounted.resolve("AWS_SECRET_ACCESS_KEY"), "secret3");
    Files.writeString(mounted.resolve("AWS_SESSION_TOKEN"), "token3");

    // then its keys sign
    var partner = credentials(location, environment);
    assertThat(partner.origin()).isEqualTo("access key AKIAPARTNER from the Secret partner.keys");
    assertThat(partner.provider().fetch().secretKey()).isEqualTo("secret3");
    assertThat(partner.provider().fetch().sessionToken()).isEqualTo("token3");
  }

  @Test
  void whatIsMissingIsSaid() throws IOException {
    assertFails("s3://photos?endpoint=http://here:1", Map.of(), "There are no credentials");
    assertFails("s3://photos", Map.of("AWS_ACCESS_KEY_ID", "x"), "but not the other");
    assertFails(
        "s3://photos", Map.of("AWS_PROFILE", "team"), "AWS_PROFILE names the profile \"team\"");
    writeFiles();
    assertFails("s3://photos", Map.of("AWS_PROFILE", "sso"), "sso_session, which is not supported");
  }

  @Test
  void otherFilesMayBeNamed() throws IOException {
    var file = Files.writeString(home.resolve("other"), CREDENTIALS);

    assertThat(origin("s3://photos", Map.of("AWS_SHARED_CREDENTIALS_FILE", file.toString())))
        .isEqualTo("access key AKIADEFAULT from profile default of " + file);
  }

  @Test
  void anUnknownHostIsSaidSoonAndHasTheBucketInItWhenVirtual() throws IOException {
    var pauses = new long[1];
    var transfers =
        new Transfers(
            Duration.ofMinutes(5),
            Duration.ofSeconds(20),
            1 << 20,
            1,
            pause -> pauses[0] += pause.toMillis());
    var environment = Map.of("AWS_ACCESS_KEY_ID", "a", "AWS_SECRET_ACCESS_KEY", "s");
    var location = "s3://photos?style=virtual&endpoint=http://s3.invalid";

    try (var store = S3Store.open(location, environment, home, transfers)) {
      assertThatThrownBy(() -> store.head("k"))
          .hasMessageContaining("photos.s3.invalid")
          .hasMessageContaining("?style=path");
    }
    assertThat(pauses[0]).isLessThanOrEqualTo(15_000);

    // and where nobody watches it is waited for like any other trouble
    try (var store = S3Store.open(location, environment, home, transfers.unattended())) {
      assertThatThrownBy(() -> store.head("k")).hasMessageContaining("photos.s3.invalid");
    }
    assertThat(pauses[0]).isGreaterThan(200_000);
  }

  private void assertFails(String location, Map<String, String> environment, String message) {
    assertThatThrownBy(() -> credentials(location, environment))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining(message)
        .extracting("exitCode")
        .isEqualTo(ExitCode.BAD_CONFIGURATION);
  }

  private void writeFiles() throws IOException {
    Files.createDirectory(home.resolve(".aws"));
    Files.writeString(home.resolve(".aws/credentials"), CREDENTIALS);
    Files.writeString(home.resolve(".aws/config"), CONFIG);
  }

  private String origin(String location, Map<String, String> environment) throws IOException {
    return credentials(location, environment).origin();
  }

  private S3Credentials credentials(String location, Map<String, String> environment)
      throws IOException {
    var profile = AwsProfile.load(environment, home);
    return S3Credentials.find(
        S3Address.parse(location, environment, profile), environment, profile);
  }

  private S3Address address(String location, Map<String, String> environment) throws IOException {
    return S3Address.parse(location, environment, AwsProfile.load(environment, home));
  }
}
