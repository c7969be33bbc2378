package dev.facsimile.pipeline.artifact.s3;

import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A profile of the files that Amazon's tools share.
 *
 * @param name {@code AWS_PROFILE}, or {@code default}
 * @param origin where its credentials stand, for messages
 * @param values its settings of both files; nested ones as {@code s3.endpoint_url}
 */
public record AwsProfile(String name, String origin, Map<String, String> values) {
  /**
   * Reads the profile that an environment asks for.
   *
   * @param home directory with {@code .aws/credentials} and {@code .aws/config}, where {@code
   *     AWS_SHARED_CREDENTIALS_FILE} and {@code AWS_CONFIG_FILE} do not name others
   * @throws TaskException BAD_CONFIGURATION when {@code AWS_PROFILE} names a profile that is in
   *     neither file
   */
  public static AwsProfile load(Map<String, String> environment, Path home) throws IOException {
    var aws = home.resolve(".aws");
    var credentialsFile =
        file(environment, "AWS_SHARED_CREDENTIALS_FILE", aws.resolve("credentials"));
    var configFile = file(environment, "AWS_CONFIG_FILE", aws.resolve("config"));
    var credentials = sections(credentialsFile);
    var config = sections(configFile);
    var name = environment.getOrDefault("AWS_PROFILE", "default");

    var configured = config.get(name.equals("default") ? "default" : "profile " + name);
    var secret = credentials.get(name);
    if (configured == null && secret == null && environment.containsKey("AWS_PROFILE")) {
      throw new TaskException(
          ExitCode.BAD_CONFIGURATION,
          "AWS_PROFILE names the profile \"%s\", which is neither in %s nor in %s"
              .formatted(name, credentialsFile, configFile));
    }
    var values = new HashMap<String, String>();
    if (configured != null) {
      var services = config.get("services " + configured.getOrDefault("services", ""));
      if (services != null) {
        values.putAll(services);
      }
      values.putAll(configured);
    }
    if (secret != null) {
      values.putAll(secret);
    }
    boolean inCredentials = secret != null && secret.containsKey("aws_access_key_id");
    return new AwsProfile(
        name,
        "profile " + name + " of " + (inCredentials ? credentialsFile : configFile),
        Map.copyOf(values));
  }

  private static Path file(Map<String, String> environment, String variable, Path otherwise) {
    var path = environment.get(variable);
    return path == null || path.isEmpty() ? otherwise : Path.of(path);
  }

  private static Map<String, Map<String, String>> sections(Path file) throws IOException {
    var sections = new HashMap<String, Map<String, String>>();
    if (!Files.isRegularFile(file)) {
      return sections;
    }
    var section = new HashMap<String, String>();
    var parent = "";
    for (var line : Files.readAllLines(file)) {
      var text = line.strip();
      if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) {
        continue;
      }
      if (text.startsWith("[") && text.endsWith("]")) {
        section = new HashMap<>();
        parent = "";
        sections.put(text.substring(1, text.length() - 1).strip().replaceAll("\\s+", " "), section);
        continue;
      }
      int equals = text.indexOf('=');
      if (equals < 0) {
        continue;
      }
      var key = text.substring(0, equals).strip();
      var value = text.substring(equals + 1).strip();
      if (Character.isWhitespace(line.charAt(0)) && !parent.isEmpty()) {
        section.put(parent + "." + key, value);
      } else {
        section.put(key, value);
        parent = value.isEmpty() ? key : "";
      }
    }
    return sections;
  }
}
