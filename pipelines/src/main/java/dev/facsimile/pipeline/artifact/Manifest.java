package dev.facsimile.pipeline.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The commit point of an artifact: written last, under {@code <artifact key>/manifest.json}. Equal
 * work writes equal bytes: nothing in it tells when, where or by whom it was done.
 *
 * @param format version of this file's form, 1
 * @param stage stage type, for example {@code extract}
 * @param stageVersion version of the stage type whose semantics made the objects
 * @param fingerprint fingerprint of the stage or share, 64 hex digits
 * @param inputs role -> content digest of what was read, 64 hex digits
 * @param objects what lies under the key beside this file, by name
 * @param shares for the manifest of a divided stage: its shares in order; empty otherwise
 * @param counts how many of what, for example {@code images}, {@code rejected}
 * @param attributes facts that later stages check, for example {@code space}
 * @param device kind of device whose arithmetic made the bytes: {@code java}, {@code cpu} or {@code
 *     cuda}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Manifest(
    int format,
    String stage,
    int stageVersion,
    String fingerprint,
    SortedMap<String, String> inputs,
    List<StoredObject> objects,
    List<Share> shares,
    SortedMap<String, Long> counts,
    SortedMap<String, String> attributes,
    String device) {

  /** Name of the file that commits an artifact. */
  public static final String FILE_NAME = "manifest.json";

  /** The form of the file that this program writes and reads. */
  public static final int FORMAT = 1;

  /** Copies the collections; what is absent is empty. */
  public Manifest {
    inputs = sorted(inputs);
    objects = objects == null ? List.of() : List.copyOf(objects);
    shares = shares == null ? List.of() : List.copyOf(shares);
    counts = sorted(counts);
    attributes = sorted(attributes);
  }

  /** The same manifest with these objects. */
  public Manifest withObjects(List<StoredObject> newObjects) {
    return new Manifest(
        format,
        stage,
        stageVersion,
        fingerprint,
        inputs,
        newObjects,
        shares,
        counts,
        attributes,
        device);
  }

  private static <V> SortedMap<String, V> sorted(SortedMap<String, V> map) {
    return map == null
        ? Collections.emptySortedMap()
        : Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  /**
   * One object of an artifact.
   *
   * @param name name that stages use, for example {@code score.json}
   * @param key last part of its key, which carries the digest, for example {@code
   *     score-3f29c1a07e55d210.json}
   * @param sha256 digest of its bytes, 64 hex digits
   * @param size bytes
   */
  public record StoredObject(String name, String key, String sha256, long size) {}

  /** A share's artifact: key prefix inside the namespace, and the digest of its manifest. */
  public record Share(String key, String sha256) {}
}
