package dev.facsimile.operator.survey;

import dev.facsimile.pipeline.assignment.SourceRequest;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.problem.Paths;
import dev.facsimile.pipeline.problem.Problem;
import dev.facsimile.pipeline.problem.Rule;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the sources of a namespace's pipelines lie, as workers open them. A relative URI lies below
 * {@code <store>/<namespace>/sources/}; another bucket is reached as the store is, unless the
 * source names its own endpoint.
 */
public final class ClusterLocations implements SourceRequest.Locations {
  private static final Pattern LOCAL =
      Pattern.compile(
          "(127\\.|169\\.254\\.|0\\.0\\.0\\.0|\\[::|\\[fe80|(localhost|metadata\\.google\\.internal|kubernetes(\\.default[.a-z]*)?)([:/?]|$))");

  private final String bucket;
  private final String prefix;
  private final String query;
  private final String namespace;

  /**
   * Locations of a namespace.
   *
   * @param store location of the store, {@code s3://bucket/prefix?...}
   */
  public ClusterLocations(String store, String namespace) {
    int question = store.indexOf('?');
    var path = question < 0 ? store : store.substring(0, question);
    var parts = path.replaceFirst("^s3://", "").replaceFirst("/+$", "").split("/", 2);
    this.bucket = parts[0];
    this.prefix = parts.length > 1 ? parts[1] + "/" : "";
    this.query = question < 0 ? "" : store.substring(question + 1);
    this.namespace = namespace;
  }

  @Override
  public String of(String uri, String endpoint, String secret) {
    var options = new ArrayList<String>();
    String base;
    if (uri.startsWith("s3://")) {
      int question = uri.indexOf('?');
      base = question < 0 ? uri : uri.substring(0, question);
      if (question >= 0) {
        options.add(uri.substring(question + 1));
      }
    } else {
      base = "s3://" + bucket + "/" + prefix + namespace + "/sources/" + uri;
    }
    if (endpoint != null) {
      options.add("endpoint=" + URLEncoder.encode(endpoint, StandardCharsets.UTF_8));
    } else if (options.isEmpty() && !query.isEmpty()) {
      options.add(query);
    }
    if (secret != null) {
      options.add("credentials=" + secret);
    }
    return options.isEmpty() ? base : base + "?" + String.join("&", options);
  }

  /** What of a plan's sources cannot be read on a cluster. */
  public List<Problem> problems(Plan plan) {
    var problems = new ArrayList<Problem>();
    for (var source : plan.sources()) {
      var spec = source.spec();
      var path = Paths.member("spec.sources", source.name());
      if (spec.images() != null) {
        problem(spec.images().uri(), spec.images().endpoint())
            .ifPresent(m -> problems.add(new Problem(path + ".images.uri", Rule.BAD_URI, m)));
      } else if (spec.file() != null) {
        problem(spec.file().uri(), spec.file().endpoint())
            .ifPresent(m -> problems.add(new Problem(path + ".file.uri", Rule.BAD_URI, m)));
      }
    }
    return problems;
  }

  private Optional<String> problem(String uri, String endpoint) {
    if (!uri.startsWith("s3://")) {
      boolean isRelative = !uri.startsWith("/") && !uri.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
      return isRelative && !uri.contains("..")
          ? Optional.empty()
          : Optional.of(
              "on a cluster a source lies in object storage: write s3://bucket/prefix/, or a path"
                  + " relative to "
                  + namespace
                  + "/sources/ in the store");
    }
    if (uri.contains("credentials=")) {
      return Optional.of("name the source's Secret in the field secret, not in the URI");
    }
    if (isLocal(endpoint) || isLocal(endpointIn(uri))) {
      return Optional.of("the endpoint is an address of the node or cluster itself");
    }
    int question = uri.indexOf('?');
    var path = (question < 0 ? uri : uri.substring(0, question)).substring("s3://".length());
    if (path.equals(bucket) || path.startsWith(bucket + "/")) {
      var own = bucket + "/" + prefix + namespace + "/";
      boolean isOwn = path.startsWith(own) && !path.contains("/../") && !path.contains("/./");
      return isOwn
          ? Optional.empty()
          : Optional.of("inside the store's bucket a namespace reads below s3://" + own + " alone");
    }
    return Optional.empty();
  }

  private static String endpointIn(String uri) {
    return Arrays.stream(uri.substring(uri.indexOf('?') + 1).split("&"))
        .filter(option -> option.startsWith("endpoint="))
        .map(option -> URLDecoder.decode(option, StandardCharsets.UTF_8).substring(9))
        .findFirst()
        .orElse(null);
  }

  /** Addresses that mean another thing in a pod than to the user, or that only machines may ask. */
  private static boolean isLocal(String endpoint) {
    if (endpoint == null) {
      return false;
    }
    var host = endpoint.toLowerCase(Locale.ROOT).replaceFirst("^[a-z]+://([^/?#]*@)?", "");
    return LOCAL.matcher(host).lookingAt();
  }
}
