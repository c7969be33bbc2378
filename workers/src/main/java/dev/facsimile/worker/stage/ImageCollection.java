package dev.facsimile.worker.stage;

import java.io.IOException;
import java.util.List;

/** A frozen list of pictures, in the order of their ids; safe for several threads. */
public interface ImageCollection {
  /**
   * One picture.
   *
   * @param id unique in the collection: the path relative to its source without the extension,
   *     unless that is ambiguous
   * @param path path relative to the source
   * @param size bytes of the encoded picture
   * @param sha256 digest of the encoded picture, 64 hex digits
   */
  record Entry(String id, String path, long size, String sha256) {}

  /** The pictures. */
  List<Entry> entries();

  /**
   * The encoded bytes of a picture, verified.
   *
   * @throws dev.facsimile.pipeline.task.TaskException (74) when the source no longer holds these
   *     bytes
   */
  byte[] read(Entry entry) throws IOException;
}
