package dev.facsimile.pipeline.artifact.s3;

import dev.facsimile.pipeline.artifact.s3.identity.MountedSecret;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import io.minio.credentials.IamAwsProvider;
import io.minio.credentials.Provider;
import io.minio.credentials.StaticProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * Who signs requests.
 *
 * @param provider null when requests are not signed
 * @param origin where they come from, for messages; never the secret
 */
record S3Credentials(Provider provider, String origin) {
  private static final List<String> ROLE_VARIABLES =
      List.of(
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI");
  private static final List<String> UNSUPPORTED =
      List.of("role_arn", "sso_session", "sso_start_url", "credential_process");

  /**
   * Finds credentials: those of the Secret that the location names, otherwise in Amazon's order,
   * keys in the environment, the role of a pod or container, the profile, and, for Amazon's own
   * servers, the role of the machine.
   *
   * @throws TaskException BAD_CONFIGURATION when there are none, or half of a pair
   */
  static S3Credentials find(
      S3Address address, Map<String, String> environment, AwsProfile profile) {
    if (address.anonymous()) {
      return new S3Credentials(null, "no credentials (credentials=none in the location)");
    }
    if (!address.credentials().isEmpty()) {
      var secret = MountedSecret.of(address.credentials(), environment);
      return pair(
          secret.required("AWS_ACCESS_KEY_ID"),
          secret.required("AWS_SECRET_ACCESS_KEY"),
          secret.optional("AWS_SESSION_TOKEN"),
          "the Secret " + address.credentials());
    }
    var fromEnvironment =
        pair(
            environment.get("AWS_ACCESS_KEY_ID"),
            environment.get("AWS_SECRET_ACCESS_KEY"),
            environment.get("AWS_SESSION_TOKEN"),
            "the environment (AWS_ACCESS_KEY_ID)");
    if (fromEnvironment != null) {
      return fromEnvironment;
    }
    for (var variable : ROLE_VARIABLES) {
      if (environment.containsKey(variable)) {
        return new S3Credentials(roleProvider(), "the role that " + variable + " names");
      }
    }
    var values = profile.values();
    var fromProfile =
        pair(
            values.get("aws_access_key_id"),
            values.get("aws_secret_access_key"),
            values.get("aws_session_token"),
            profile.origin());
    if (fromProfile != null) {
      return fromProfile;
    }
    for (var setting : UNSUPPORTED) {
      if (values.containsKey(setting)) {
        throw new TaskException(
            ExitCode.BAD_CONFIGURATION,
            "The %s uses %s, which is not supported: put keys into the environment, for example with aws configure export-credentials --format env"
                .formatted(profile.origin(), setting));
      }
    }
    if (address.isAmazon() && !"true".equals(environment.get("AWS_EC2_METADATA_DISABLED"))) {
      return new S3Credentials(roleProvider(), "the role of this machine");
    }
    throw new TaskException(
        ExitCode.BAD_CONFIGURATION,
        "There are no credentials for %s at %s: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or add ?credentials=none for a public bucket"
            .formatted(address.location(), address.endpoint()));
  }

  private static S3Credentials pair(
      String accessKey, String secretKey, String sessionToken, String origin) {
    boolean hasAccessKey = accessKey != null && !accessKey.isEmpty();
    boolean hasSecretKey = secretKey != null && !secretKey.isEmpty();
    if (!hasAccessKey && !hasSecretKey) {
      return null;
    }
    if (!hasAccessKey || !hasSecretKey) {
      throw new TaskException(
          ExitCode.BAD_CONFIGURATION,
          origin + " has one of access key id and secret access key, but not the other");
    }
    var token = sessionToken == null || sessionToken.isEmpty() ? null : sessionToken;
    return new S3Credentials(
        new StaticProvider(accessKey, secretKey, token),
        "access key " + accessKey + " from " + origin);
  }

  private static Provider roleProvider() {
    var client =
        new OkHttpClient.Builder()
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectTimeout(Duration.ofSeconds(2))
            .readTimeout(Duration.ofSeconds(10))
            .build();
    return new IamAwsProvider(null, client);
  }
}
