package dev.facsimile.pipeline.artifact.catalog;

import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import dev.facsimile.pipeline.csv.Csv;
import dev.facsimile.pipeline.task.TaskException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The pictures inside an artifact's tar file: the {@code index.csv} that lies beside it.
 *
 * @param entries in the file's order
 */
public record PackedIndex(List<Entry> entries) {
  /** Name of the object that holds an index. */
  public static final String FILE_NAME = "index.csv";

  private static final List<String> HEADER = List.of("id", "path", "offset", "length", "sha256");

  /** Copies the entries. */
  public PackedIndex {
    entries = List.copyOf(entries);
  }

  /**
   * A picture.
   *
   * @param offset position of its first byte in the tar file
   * @param length bytes of the encoded picture
   * @param sha256 digest of those bytes, 64 hex digits
   */
  public record Entry(String id, String path, long offset, int length, String sha256) {}

  /**
   * Reads an index.
   *
   * @param where for messages
   * @throws StoreException CORRUPT when it is malformed
   */
  public static PackedIndex parse(byte[] csv, String where) throws IOException {
    var entries = new ArrayList<Entry>();
    try {
      for (var row : Csv.read(new ByteArrayInputStream(csv), HEADER, FILE_NAME)) {
        entries.add(
            new Entry(
                row.get(0),
                row.get(1),
                Long.parseLong(row.get(2)),
                Integer.parseInt(row.get(3)),
                row.get(4)));
      }
    } catch (NumberFormatException | TaskException e) {
      throw new StoreException(
          Reason.CORRUPT, where + " is not a valid index: " + e.getMessage(), e);
    }
    return new PackedIndex(entries);
  }
}
