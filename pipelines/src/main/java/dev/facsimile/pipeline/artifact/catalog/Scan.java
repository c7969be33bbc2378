package dev.facsimile.pipeline.artifact.catalog;

import dev.facsimile.pipeline.artifact.ArtifactStore.Info;
import java.util.List;

/**
 * What reading one object of a source found: the picture that it is, or those in a tar shard.
 *
 * @param object the object as it was then
 */
record Scan(Seen object, List<Picture> pictures) {
  /** What tells an object from itself after a change. */
  record Seen(String key, long size, String version) {
    static Seen of(Info info) {
      return new Seen(info.key(), info.size(), info.version());
    }
  }

  /**
   * A picture.
   *
   * @param path path of the file, or name of the member
   * @param offset position of its first byte in the object
   */
  record Picture(String path, long offset, long size, String sha256) {}
}
