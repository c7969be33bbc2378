package dev.facsimile.pipeline.artifact.store;

import dev.facsimile.pipeline.artifact.ArtifactStore.Info;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects the files below a directory whose keys begin with a prefix. */
final class DirectoryListing extends SimpleFileVisitor<Path> {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryListing.class);

  private final Path root;
  private final Path realRoot;
  private final String prefix;
  private final List<Info> infos = new ArrayList<>();

  DirectoryListing(Path root, Path realRoot, String prefix) {
    this.root = root;
    this.realRoot = realRoot;
    this.prefix = prefix;
  }

  /** What was found, in the byte order of the keys. */
  List<Info> sorted() {
    infos.sort(Comparator.comparing(Info::key, Keys.BYTE_ORDER));
    return infos;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    if (directory.equals(root)) {
      return FileVisitResult.CONTINUE;
    }
    var folder = root.relativize(directory) + "/";
    boolean relevant = folder.startsWith(prefix) || prefix.startsWith(folder);
    return relevant && !folder.equals(DirectoryWriter.SPOOL + "/")
        ? FileVisitResult.CONTINUE
        : FileVisitResult.SKIP_SUBTREE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    var key = root.relativize(file).toString();
    if (key.startsWith(prefix)) {
      if (attributes.isRegularFile()) {
        infos.add(DirectoryStore.info(named(key, file), attributes));
      } else if (attributes.isSymbolicLink()) {
        visitLink(key, file);
      }
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    if (e instanceof NoSuchFileException) {
      // Another process removed it meanwhile.
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }

  private void visitLink(String key, Path link) throws IOException {
    if (!Files.exists(link)) {
      LOG.warn("{} is left out: the symbolic link leads to nothing", link);
    } else if (!link.toRealPath().startsWith(realRoot)) {
      LOG.warn("{} is left out: the symbolic link leads out of the directory", link);
    } else if (Files.isRegularFile(link)) {
      var attributes = Files.readAttributes(link, BasicFileAttributes.class);
      infos.add(DirectoryStore.info(named(key, link), attributes));
    } else {
      LOG.warn("{} is left out: symbolic links to directories are not followed", link);
    }
  }

  private String named(String key, Path file) throws StoreException {
    if (!root.resolve(key).equals(file)) {
      throw new StoreException(
          Reason.NOT_FOUND,
          file + " has a name that is not UTF-8 (shown with replacement characters): rename it",
          null);
    }
    return key;
  }
}
