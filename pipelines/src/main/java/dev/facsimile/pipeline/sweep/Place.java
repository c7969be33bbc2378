package dev.facsimile.pipeline.sweep;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Keys;
import java.util.Arrays;
import java.util.Optional;

/**
 * Something in a namespace that is kept or removed as a whole.
 *
 * @param prefix its key inside the namespace, or what the keys of its objects begin with
 */
public record Place(Kind kind, String prefix) {
  private static final String JSON = ".json";

  /** What it is, in the order in which a sweep removes: what names others goes before them. */
  public enum Kind {
    /** Folder of a run. */
    RUN("run"),
    /** What a source was found to hold. */
    LISTING("listing"),
    /** Artifact of a stage, or a catalog. */
    ARTIFACT("artifact"),
    /** Artifact of a share. */
    SHARE("share"),
    /** Checkpoints and progress of unfinished work. */
    WORK("work"),
    /** What a worker was told. */
    TASK("task"),
    /** Remembered digests of a source's objects. */
    KNOWN("known digests");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** What a person calls it. */
    public String word() {
      return word;
    }
  }

  /**
   * The place that a key inside the namespace belongs to.
   *
   * @return empty for what a sweep never touches: releases, and what is not laid out by this
   *     program
   */
  static Optional<Place> of(String key) {
    var parts = key.split("/", -1);
    if (parts.length < 2) {
      return Optional.empty();
    }
    return switch (parts[0]) {
      case "artifacts" -> artifact(parts);
      case "work" -> work(parts);
      case "pipelines" -> pipeline(parts);
      default -> Optional.empty();
    };
  }

  private static Optional<Place> artifact(String[] parts) {
    if (parts.length > 3 && parts[2].equals("shares") && Digests.isSha256(parts[3])) {
      return Optional.of(new Place(Kind.SHARE, joined(parts, 4)));
    }
    return parts.length > 2 && Digests.isSha256(parts[2])
        ? Optional.of(new Place(Kind.ARTIFACT, joined(parts, 3)))
        : Optional.empty();
  }

  private static Optional<Place> work(String[] parts) {
    if (Digests.isSha256(parts[1])) {
      return Optional.of(new Place(Kind.WORK, joined(parts, 2)));
    }
    if (parts.length == 3 && parts[1].equals("tasks") && parts[2].endsWith(JSON)) {
      return Optional.of(new Place(Kind.TASK, joined(parts, 3)));
    }
    return parts.length == 3 && parts[1].equals("catalogs")
        ? Optional.of(new Place(Kind.KNOWN, joined(parts, 3)))
        : Optional.empty();
  }

  private static Optional<Place> pipeline(String[] parts) {
    if (parts.length > 3 && parts[2].equals("runs")) {
      return Optional.of(new Place(Kind.RUN, joined(parts, 4)));
    }
    return parts.length == 4 && parts[2].equals("sources") && parts[3].endsWith(JSON)
        ? Optional.of(new Place(Kind.LISTING, joined(parts, 4)))
        : Optional.empty();
  }

  private static String joined(String[] parts, int count) {
    return String.join("/", Arrays.asList(parts).subList(0, count));
  }

  /** Folder of a run. */
  static Place run(String pipeline, String run) {
    return new Place(Kind.RUN, "pipelines/" + pipeline + "/runs/" + run);
  }

  /** The stage type of an artifact or share, the pipeline of a run or listing. */
  String owner() {
    return prefix.split("/")[1];
  }

  /** The last part of its prefix: of an artifact, a share or work the fingerprint. */
  String name() {
    return prefix.substring(prefix.lastIndexOf('/') + 1);
  }

  /** Whether it is a single object. */
  boolean isObject() {
    return kind == Kind.LISTING || kind == Kind.TASK || kind == Kind.KNOWN;
  }

  /** Key of the object without which nobody takes the others for what they were. */
  String head() {
    return switch (kind) {
      case RUN -> prefix + "/run.json";
      case ARTIFACT, SHARE -> Keys.manifest(prefix);
      case WORK -> prefix + "/progress.json";
      case LISTING, TASK, KNOWN -> prefix;
    };
  }
}
