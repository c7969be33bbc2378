package dev.facsimile.pipeline.artifact;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/**
 * Where things lie in a store: the layout that a person sees who opens the bucket or the folder.
 *
 * @param namespace first part of every key: the namespace of the pipelines, one path segment
 */
public record Keys(String namespace) {
  /** The order of UTF-8 bytes, in which stores list keys; not that of {@link String#compareTo}. */
  public static final Comparator<String> BYTE_ORDER = Keys::compareBytes;

  /** Checks the namespace. */
  public Keys {
    requireSegment(namespace);
  }

  /** Prefix of a stage's artifact. */
  public String artifact(String stage, String fingerprint) {
    return absolute("artifacts/" + requireSegment(stage) + "/" + requireSegment(fingerprint));
  }

  /** Prefix of a share's artifact. */
  public String share(String stage, String fingerprint) {
    return absolute(
        "artifacts/" + requireSegment(stage) + "/shares/" + requireSegment(fingerprint));
  }

  /** Prefix of the unfinished work of a stage or share. */
  public String work(String fingerprint) {
    return absolute("work/" + requireSegment(fingerprint));
  }

  /** Key of what is remembered of a source, so that only its new and changed objects are read. */
  public String knownDigests(String sourceLocation) {
    return absolute(
        "work/catalogs/"
            + Digests.sha256(sourceLocation.getBytes(StandardCharsets.UTF_8))
            + ".csv");
  }

  /** Key of a worker's task: content-addressed, so it never changes. */
  public String task(String sha256) {
    return absolute("work/tasks/" + requireSegment(sha256) + ".json");
  }

  /** Key of how far unfinished work is; gone once it is committed. */
  public String progress(String fingerprint) {
    return work(fingerprint) + "/progress.json";
  }

  /** Key of what a source was found to hold, for the runs of one pipeline. */
  public String listing(String pipeline, String fingerprint) {
    return absolute(
        "pipelines/"
            + requireSegment(pipeline)
            + "/sources/"
            + requireSegment(fingerprint)
            + ".json");
  }

  /** Prefix of what belongs to one run of a pipeline. */
  public String run(String pipeline, String run) {
    return absolute("pipelines/" + requireSegment(pipeline) + "/runs/" + requireSegment(run));
  }

  /** Key of a release. */
  public String release(String alias) {
    return absolute("releases/" + requireSegment(alias) + ".json");
  }

  /** The key of something whose key inside the namespace is given. */
  public String absolute(String relative) {
    return namespace + "/" + relative;
  }

  /** The key inside the namespace, as manifests hold it. */
  public String relative(String key) {
    if (!key.startsWith(namespace + "/")) {
      throw new IllegalArgumentException(key + " does not lie in the namespace " + namespace);
    }
    return key.substring(namespace.length() + 1);
  }

  /** Key of the manifest that commits the artifact under a prefix. */
  public static String manifest(String artifactKey) {
    return artifactKey + "/" + Manifest.FILE_NAME;
  }

  /**
   * Checks that a text may be one part of a key.
   *
   * @return the text
   */
  public static String requireSegment(String segment) {
    if (segment == null
        || segment.isEmpty()
        || segment.equals(".")
        || segment.equals("..")
        || segment.indexOf('/') >= 0
        || segment.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "\"" + segment + "\" cannot be a part of a key: it is empty, a dot or has a slash");
    }
    return segment;
  }

  /**
   * Checks that a text is a key that every store can hold: segments between single slashes.
   *
   * @return the text
   */
  public static String require(String key) {
    for (int start = 0, end; start <= key.length(); start = end + 1) {
      int slash = key.indexOf('/', start);
      end = slash < 0 ? key.length() : slash;
      requireSegment(key.substring(start, end));
    }
    return key;
  }

  private static int compareBytes(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Code points above U+FFFF, written with surrogates, come after all others in UTF-8.
        boolean xLast = Character.isSurrogate(x);
        boolean yLast = Character.isSurrogate(y);
        return xLast == yLast ? Character.compare(x, y) : xLast ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
