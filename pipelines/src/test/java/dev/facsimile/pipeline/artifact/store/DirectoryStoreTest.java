package dev.facsimile.pipeline.artifact.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.ArtifactStore.Info;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;

class DirectoryStoreTest extends StoreContract {
  @Override
  protected ArtifactStore store() {
    return new DirectoryStore(folder.resolve("store"));
  }

  @Test
  void whatLiesInTheFolderAreTheObjectsAlone() throws IOException {
    store().put("a/b", new byte[] {1});
    store().putIfAbsent("a/c", new byte[] {2});

    try (var files = Files.walk(folder.resolve("store"))) {
      assertThat(files.filter(Files::isRegularFile))
          .containsExactlyInAnyOrder(folder.resolve("store/a/b"), folder.resolve("store/a/c"));
    }
  }

  @Test
  void aFolderWithoutObjectsIsRemoved() throws IOException {
    var store = store();
    store.put("a/b/c", new byte[1]);

    store.delete("a/b/c");

    assertThat(folder.resolve("store/a")).doesNotExist();
    assertThat(folder.resolve("store")).exists();
  }

  @Test
  void linksOutOfTheFolderAreNotFollowed() throws IOException {
    var outside = Files.createDirectory(folder.resolve("outside"));
    Files.write(outside.resolve("secret"), new byte[1]);
    var store = store();
    store.put("inside", new byte[] {7});
    var root = folder.resolve("store");
    Files.createSymbolicLink(root.resolve("file-link"), outside.resolve("secret"));
    Files.createSymbolicLink(root.resolve("folder-link"), outside);
    Files.createSymbolicLink(root.resolve("inner-link"), Path.of("inside"));
    Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere"));

    assertThat(store.list("")).extracting(Info::key).containsExactly("inner-link", "inside");
    assertThat(readAll(store, "inner-link")).containsExactly(7);
    assertThat(reason(() -> store.open("file-link").close())).isEqualTo(Reason.FORBIDDEN);
    assertThat(reason(() -> store.head("folder-link/secret"))).isEqualTo(Reason.FORBIDDEN);
    assertThat(reason(() -> store.list("folder-link/"))).isEqualTo(Reason.FORBIDDEN);
    assertThat(reason(() -> store.put("folder-link/new", new byte[1]))).isEqualTo(Reason.FORBIDDEN);
    try (var files = Files.list(outside)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aFileWhereAFolderIsNeededIsNamed() throws IOException {
    var store = store();
    store.put("a", new byte[1]);

    assertThatThrownBy(() -> store.put("a/b", new byte[1]))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(folder.resolve("store/a").toString())
        .hasMessageContaining("a file stands where a folder is needed");
    assertThat(reason(() -> store.put("a/b", new byte[1]))).isEqualTo(Reason.NOT_WRITABLE);
  }

  @Test
  void aStaleUnfinishedFileIsSweptAndAFreshOneLeft() throws IOException {
    var spool = Files.createDirectories(folder.resolve("store/" + DirectoryWriter.SPOOL));
    var stale = Files.createFile(spool.resolve("6c84fb90-12c4-11e1-840d-7b25c5ee775a"));
    var fresh = Files.createFile(spool.resolve("7c84fb90-12c4-11e1-840d-7b25c5ee775a"));
    var now = Files.getLastModifiedTime(fresh).toInstant();
    Files.setLastModifiedTime(stale, FileTime.from(now.minusSeconds(2 * 24 * 3600)));

    store().put("k", new byte[1]);

    assertThat(stale).doesNotExist();
    assertThat(fresh).exists();
    assertThat(store().list("")).extracting(Info::key).containsExactly("k");
  }

  @Test
  void theUnfinishedFilesAreNoObjects() {
    assertThatThrownBy(() -> store().put(DirectoryWriter.SPOOL + "/x", new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
