package dev.facsimile.pipeline.artifact.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.store.DirectoryStore;
import dev.facsimile.pipeline.artifact.store.RecordingStore;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogerTest {
  private static final Keys KEYS = new Keys("demo");

  @TempDir Path folder;
  private Path photos;
  private RecordingStore source;
  private Cataloger cataloger;

  @BeforeEach
  void openStores() throws IOException {
    photos = Files.createDirectory(folder.resolve("photos"));
    source = new RecordingStore(new DirectoryStore(photos));
    cataloger = new Cataloger(new DirectoryStore(folder.resolve("store")), KEYS, 3);
  }

  @Test
  void picturesAreNamedByTheirPathsWithoutExtensions() throws IOException {
    for (var name :
        List.of(
            "b/two.JPG",
            "a.jpeg",
            "a b, \"c\"\nd.png",
            "\u00e9.webp",
            "e\u0301.webp",
            "same.jpg",
            "same.png",
            "same.jpg.tif",
            "dots.in.name.bmp",
            ".hidden.jpg",
            ".git/x.jpg",
            "notes.txt",
            "jpg")) {
      photo(name, name);
    }

    var catalog = cataloger.catalog(source);

    assertThat(catalog.entries())
        .extracting(Catalog.Entry::id)
        .containsExactly(
            "a",
            "a b, \"c\"\nd",
            "b/two",
            "dots.in.name",
            "e\u0301",
            "same.jpg",
            "same.jpg.tif",
            "same.png",
            "\u00e9");
    for (var entry : catalog.entries()) {
      assertThat(entry.sha256()).isEqualTo(Digests.sha256(entry.path().getBytes(UTF_8)));
      assertThat(new CatalogReader(source).read(entry)).asString(UTF_8).isEqualTo(entry.path());
    }
    assertThat(Catalog.parse(catalog.csv(), "here")).isEqualTo(catalog);
  }

  @Test
  void theSameFilesElsewhereHaveTheSameCatalog() throws IOException {
    photo("x/1.jpg", "one");
    photo("2.png", "two");
    var copy = Files.createDirectory(folder.resolve("copy"));
    Files.writeString(copy.resolve("2.png"), "two");
    Files.createDirectory(copy.resolve("x"));
    Files.writeString(copy.resolve("x/1.jpg"), "one");

    var here = cataloger.catalog(source);
    var there = cataloger.catalog(new DirectoryStore(copy));

    assertThat(there.digest()).isEqualTo(here.digest());
    assertThat(here.csv())
        .asString(UTF_8)
        .isEqualTo(
            """
            id,path,size,sha256,shard,offset
            2,2.png,3,3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3,,0
            x/1,x/1.jpg,3,7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed,,0
            """);
  }

  @Test
  void onlyNewAndChangedFilesAreRead() throws IOException {
    photo("a.jpg", "a");
    photo("b.jpg", "b");
    photo("c.jpg", "c");
    var first = cataloger.catalog(source);
    assertThat(source.opened()).containsExactlyInAnyOrder("a.jpg", "b.jpg", "c.jpg");

    photo("b.jpg", "changed");
    photo("d.jpg", "d");
    Files.delete(photos.resolve("c.jpg"));
    source.forget();
    var second = cataloger.catalog(source);
    assertThat(source.opened()).containsExactlyInAnyOrder("b.jpg", "d.jpg");
    assertThat(second.entries()).extracting(Catalog.Entry::id).containsExactly("a", "b", "d");
    assertThat(second.entries().get(1).sha256())
        .isEqualTo(Digests.sha256("changed".getBytes(UTF_8)));

    source.forget();
    assertThat(cataloger.catalog(source)).isEqualTo(second).isNotEqualTo(first);
    assertThat(source.opened()).isEmpty();

    cataloger.forget(source);
    assertThat(cataloger.catalog(source)).isEqualTo(second);
    assertThat(source.opened()).hasSize(3);
  }

  @Test
  void membersOfTarShardsAreReadInPlace() throws IOException {
    var longName = "n".repeat(150) + "/\u00e9.jpg";
    tar("train/000.tar", "./x/1.jpg", "x/1.cls", longName, "._x.jpg");
    tar("train/001.tar", "x/2.png");
    tar("empty.tar");

    var catalog = cataloger.catalog(source);

    assertThat(catalog.entries())
        .extracting(Catalog.Entry::id)
        .containsExactly("n".repeat(150) + "/\u00e9", "x/1", "x/2");
    assertThat(catalog.entries())
        .extracting(Catalog.Entry::shard)
        .containsExactly("train/000.tar", "train/000.tar", "train/001.tar");
    var byPath =
        catalog.entries().stream()
            .collect(Collectors.toMap(Catalog.Entry::path, Function.identity()));
    var reader = new CatalogReader(source);
    assertThat(reader.read(byPath.get("x/1.jpg"))).asString(UTF_8).isEqualTo("bytes of ./x/1.jpg");
    assertThat(reader.read(byPath.get(longName))).asString(UTF_8).isEqualTo("bytes of " + longName);
    assertThat(Catalog.parse(catalog.csv(), "here")).isEqualTo(catalog);

    source.forget();
    assertThat(cataloger.catalog(source)).isEqualTo(catalog);
    assertThat(source.opened()).isEmpty();
  }

  @Test
  void badShardsAreNamed() throws IOException {
    tar("a.tar", "1.jpg");
    tar("b.tar", "1.jpg");
    assertFails(ExitCode.BAD_INPUT, "a.tar", "b.tar", "1.jpg");

    Files.delete(photos.resolve("b.tar"));
    var whole = Files.readAllBytes(photos.resolve("a.tar"));
    Files.write(photos.resolve("a.tar"), Arrays.copyOf(whole, 520));
    assertFails(ExitCode.BAD_INPUT, "a.tar is not a whole tar file");

    tar("a.tar", "notes.txt");
    assertFails(ExitCode.SOURCE_MISSING, "There is no picture in the tar files");
  }

  @Test
  void aSourceWithoutPicturesIsAnError() throws IOException {
    assertFails(ExitCode.SOURCE_MISSING, "There is no picture", photos.toString());

    photo("readme.txt", "x");
    assertFails(ExitCode.SOURCE_MISSING, "only 1 other files");
  }

  @Test
  void aDamagedMemoryCostsOnlyAReading() throws IOException {
    photo("a.jpg", "a");
    var catalog = cataloger.catalog(source);
    var memory = new DirectoryStore(folder.resolve("store"));
    memory.put(KEYS.knownDigests(source.location()), "a,\"b".getBytes(UTF_8));

    assertThat(cataloger.catalog(source)).isEqualTo(catalog);
  }

  @Test
  void bytesOtherThanTheCataloguedAreNeverHandedOut() throws IOException {
    photo("a.jpg", "a");
    var entry = cataloger.catalog(source).entries().get(0);
    for (var change : List.of("b", "", "longer")) {
      photo("a.jpg", change);
      assertThatThrownBy(() -> new CatalogReader(source).read(entry))
          .isInstanceOf(TaskException.class)
          .hasMessageContaining("changed since it was catalogued")
          .hasMessageContaining("a.jpg")
          .extracting("exitCode")
          .isEqualTo(ExitCode.SOURCE_MISSING);
    }
    Files.delete(photos.resolve("a.jpg"));
    assertThatThrownBy(() -> new CatalogReader(source).read(entry))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("does not exist");
  }

  private void assertFails(ExitCode code, String... parts) {
    assertThatThrownBy(() -> cataloger.catalog(source))
        .isInstanceOf(TaskException.class)
        .hasMessageContainingAll(parts)
        .extracting("exitCode")
        .isEqualTo(code);
  }

  private void photo(String path, String content) throws IOException {
    var file = photos.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void tar(String path, String... names) throws IOException {
    var file = photos.resolve(path);
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file);
        var tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      for (var name : names) {
        var content = ("bytes of " + name).getBytes(UTF_8);
        var member = new TarArchiveEntry(name);
        member.setSize(content.length);
        tar.putArchiveEntry(member);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
  }
}
