package dev.facsimile.worker.execute;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.catalog.PackedIndex;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.stage.ImageCollection;
import dev.facsimile.worker.stage.StoredArtifact;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pictures inside an artifact: one tar file, with an index beside it that says where each
 * picture's bytes are.
 */
final class PackedImages implements ImageCollection {
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
    if (!artifact.has(PackedIndex.FILE_NAME)) {
      throw notPictures(artifact);
    }
    var entries = new ArrayList<Entry>();
    var places = new HashMap<String, Place>();
    var where = "the artifact of stage type " + artifact.manifest().stage();
    var index = PackedIndex.parse(artifact.read(PackedIndex.FILE_NAME), where);
    for (var entry : index.entries()) {
      entries.add(new Entry(entry.id(), entry.path(), entry.length(), entry.sha256()));
      places.put(entry.id(), new Place(entry.offset(), entry.length()));
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
        tar
            + ": the bytes of "
            + entry.id()
            + " are not those that "
            + PackedIndex.FILE_NAME
            + " promises");
  }

  private static TaskException notPictures(StoredArtifact artifact) {
    return new TaskException(
        ExitCode.ARTIFACT_CORRUPT,
        "the artifact of stage type " + artifact.manifest().stage() + " holds no indexed pictures");
  }
}
