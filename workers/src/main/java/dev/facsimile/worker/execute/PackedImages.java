package dev.facsimile.worker.execute;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.csv.Csv;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.stage.ImageCollection;
import dev.facsimile.worker.stage.StoredArtifact;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pictures inside an artifact: one tar file, with an {@code index.csv} beside it that says
 * where each picture's bytes are.
 */
final class PackedImages implements ImageCollection {
  /** Name of the index. */
  static final String INDEX = "index.csv";

  private static final List<String> HEADER = List.of("id", "path", "offset", "length", "sha256");

  private record Place(long offset, int length) {}

  private final StoredArtifact artifact;
  private final String tar;
  private final List<Entry> entries;
  private final Map<String, Place> places;

  private PackedImages(
      StoredArtifact artifact, String tar, List<Entry> entries, Map<String, Place> places) {
    this.artifact = artifact;
    this.tar = tar;
    this.entries = List.copyOf(entries);
    this.places = places;
  }

  /**
   * The pictures of an artifact that has an index.
   *
   * @throws TaskException (74) when it has none or the index is malformed
   */
  static PackedImages of(StoredArtifact artifact) throws IOException {
    var tar =
        artifact.manifest().objects().stream()
            .map(object -> object.name())
            .filter(name -> name.endsWith(".tar"))
            .findFirst()
            .orElseThrow(() -> notPictures(artifact));
    if (!artifact.has(INDEX)) {
      throw notPictures(artifact);
    }
    var entries = new ArrayList<Entry>();
    var places = new HashMap<String, Place>();
    var rows = Csv.read(new ByteArrayInputStream(artifact.read(INDEX)), HEADER, INDEX);
    for (var row : rows) {
      try {
        int length = Integer.parseInt(row.get(3));
        entries.add(new Entry(row.get(0), row.get(1), length, row.get(4)));
        places.put(row.get(0), new Place(Long.parseLong(row.get(2)), length));
      } catch (NumberFormatException e) {
        throw new TaskException(
            ExitCode.ARTIFACT_CORRUPT, INDEX + ": not a number in the line of " + row.get(0), e);
      }
    }
    return new PackedImages(artifact, tar, entries, places);
  }

  @Override
  public List<Entry> entries() {
    return entries;
  }

  @Override
  public byte[] read(Entry entry) throws IOException {
    var place = places.get(entry.id());
    for (int attempt = 1; attempt <= 2; attempt++) {
      var bytes = artifact.read(tar, place.offset(), place.length());
      if (Digests.sha256(bytes).equals(entry.sha256())) {
        return bytes;
      }
    }
    throw new TaskException(
        ExitCode.ARTIFACT_CORRUPT,
        tar + ": the bytes of " + entry.id() + " are not those that " + INDEX + " promises");
  }

  private static TaskException notPictures(StoredArtifact artifact) {
    return new TaskException(
        ExitCode.ARTIFACT_CORRUPT,
        "the artifact of stage type " + artifact.manifest().stage() + " holds no indexed pictures");
  }
}
