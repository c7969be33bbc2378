package dev.facsimile.pipeline.artifact.s3;

import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A bucket, or a part of one, and how to get there.
 *
 * @param prefix what all keys begin with: empty, or ends with a slash
 * @param endpoint address of the server, for example {@code https://s3.eu-west-1.amazonaws.com}
 * @param virtualHosted whether the bucket is a part of the host's name (or else of the path)
 * @param credentials whose keys sign: empty for the usual ones, {@value #NO_CREDENTIALS} for
 *     nobody's, otherwise the name of a Secret
 */
public record S3Address(
    String bucket,
    String prefix,
    URI endpoint,
    String region,
    boolean virtualHosted,
    String credentials) {
  /** What stands for requests that are not signed. */
  static final String NO_CREDENTIALS = "none";

  private static final Pattern LOCATION =
      Pattern.compile("s3://([^/?]+)(/[^?]*)?(?:\\?(.*))?", Pattern.DOTALL);
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,62}");
  private static final Pattern SECRET = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
  private static final Set<String> QUERY = Set.of("endpoint", "region", "style", "credentials");

  /**
   * Reads {@code
   * s3://bucket/prefix?endpoint=URL&region=NAME&style=path|virtual&credentials=none|SECRET}. What
   * is not said there is taken from the environment, then from the profile, then from Amazon's
   * defaults.
   *
   * @throws TaskException BAD_CONFIGURATION when it is not understood
   */
  public static S3Address parse(
      String location, Map<String, String> environment, AwsProfile profile) {
    var matcher = LOCATION.matcher(location);
    if (!matcher.matches() || !BUCKET.matcher(matcher.group(1)).matches()) {
      throw bad(location, "write s3://bucket/prefix");
    }
    var query = query(location, matcher.group(3));
    var region =
        first(
            query.get("region"),
            environment.get("AWS_REGION"),
            environment.get("AWS_DEFAULT_REGION"),
            profile.values().get("region"),
            "us-east-1");
    var endpoint =
        endpoint(
            location,
            first(
                query.get("endpoint"),
                environment.get("AWS_ENDPOINT_URL_S3"),
                environment.get("AWS_ENDPOINT_URL"),
                profile.values().get("s3.endpoint_url"),
                profile.values().get("endpoint_url"),
                "https://s3."
                    + region
                    + ".amazonaws.com"
                    + (region.startsWith("cn-") ? ".cn" : "")));
    var style = first(query.get("style"), isAmazon(endpoint) ? "virtual" : "path");
    if (!style.equals("virtual") && !style.equals("path")) {
      throw bad(location, "style is path or virtual");
    }
    var credentials = first(query.get("credentials"), "");
    if (!credentials.isEmpty() && !SECRET.matcher(credentials).matches()) {
      throw bad(location, "credentials is none or the name of a Secret");
    }
    return new S3Address(
        matcher.group(1),
        prefix(matcher.group(2)),
        endpoint,
        region,
        style.equals("virtual"),
        credentials);
  }

  /** Whether requests are not signed. */
  boolean anonymous() {
    return credentials.equals(NO_CREDENTIALS);
  }

  /** Whether Amazon runs the server. */
  public boolean isAmazon() {
    return isAmazon(endpoint);
  }

  /** {@code s3://bucket/prefix}, without a slash at the end. */
  public String location() {
    return "s3://"
        + bucket
        + (prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1));
  }

  private static boolean isAmazon(URI endpoint) {
    return endpoint.getHost().endsWith(".amazonaws.com")
        || endpoint.getHost().endsWith(".amazonaws.com.cn");
  }

  private static String prefix(String path) {
    var trimmed = path == null ? "" : path.replaceAll("^/+|/+$", "");
    return trimmed.isEmpty() ? "" : trimmed + "/";
  }

  private static Map<String, String> query(String location, String text) {
    var query = new HashMap<String, String>();
    if (text == null || text.isEmpty()) {
      return query;
    }
    for (var pair : text.split("&")) {
      int equals = pair.indexOf('=');
      var name = equals < 0 ? pair : pair.substring(0, equals);
      if (equals < 0 || !QUERY.contains(name)) {
        throw bad(location, "\"" + pair + "\" is none of endpoint=, region=, style=, credentials=");
      }
      query.put(name, URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return query;
  }

  private static URI endpoint(String location, String text) {
    try {
      var uri = URI.create(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean bare = uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
      if (web && bare && uri.getHost() != null && uri.getQuery() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw bad(location, "the endpoint " + text + " is not an address: " + e.getMessage());
    }
    throw bad(location, "the endpoint " + text + " is not of the form https://host:port");
  }

  private static String first(String... choices) {
    for (var choice : choices) {
      if (choice != null && !choice.isEmpty()) {
        return choice;
      }
    }
    return "";
  }

  private static TaskException bad(String location, String why) {
    return new TaskException(
        ExitCode.BAD_CONFIGURATION, "The location \"" + location + "\" cannot be used: " + why);
  }
}
