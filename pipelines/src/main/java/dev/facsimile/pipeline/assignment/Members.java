package dev.facsimile.pipeline.assignment;

import dev.facsimile.pipeline.artifact.Artifact;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import dev.facsimile.pipeline.artifact.catalog.Catalog;
import dev.facsimile.pipeline.artifact.catalog.PackedIndex;
import dev.facsimile.pipeline.plan.Shares.Member;
import java.io.IOException;
import java.util.List;

/** The pictures along which a stage is divided. */
public final class Members {
  private Members() {}

  /**
   * The pictures of a catalog's artifact, or of one whose pictures lie in an indexed tar file, in
   * the order in which workers count them.
   *
   * @throws StoreException CORRUPT when it holds no pictures
   */
  public static List<Member> of(Artifact artifact) throws IOException {
    if (artifact.has(Catalog.FILE_NAME)) {
      return Catalog.parse(artifact.read(Catalog.FILE_NAME), artifact.key()).entries().stream()
          .map(entry -> new Member(entry.id(), entry.size(), entry.sha256()))
          .toList();
    }
    if (artifact.has(PackedIndex.FILE_NAME)) {
      return PackedIndex.parse(artifact.read(PackedIndex.FILE_NAME), artifact.key())
          .entries()
          .stream()
          .map(entry -> new Member(entry.id(), entry.length(), entry.sha256()))
          .toList();
    }
    throw new StoreException(
        Reason.CORRUPT, "the artifact " + artifact.key() + " holds no pictures", null);
  }
}
