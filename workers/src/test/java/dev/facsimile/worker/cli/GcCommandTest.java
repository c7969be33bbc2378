package dev.facsimile.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.artifact.store.DirectoryStore;
import dev.facsimile.worker.run.RamFolder;
import dev.facsimile.worker.run.TinyPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nothing relies on any more is shown, and removed when asked for. */
class GcCommandTest {
  @TempDir(factory = RamFolder.class)
  private Path folder;

  private TinyPipeline tiny;
  private Path store;

  @BeforeEach
  void twoRunsOfDifferentThumbnails() throws IOException {
    store = folder.resolve("store");
    tiny = new TinyPipeline(folder, TinyPipeline.THUMBNAILS, 12);
    run();
    tiny.replace("sidePx: 4", "sidePx: 5");
    run();
  }

  @Test
  void whatIsYoungStays() throws IOException {
    var before = files();

    var result = gc("--keep-runs", "1", "--delete");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("namespace default: 0 of ").contains("removed 0 things");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void firstItOnlyShowsAndSaysHowToDoIt() throws IOException {
    age(Duration.ofDays(8));
    var before = files();

    var result = gc("--keep-runs", "1");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out())
        .containsPattern("run +pipelines/tiny/runs/\\S+ +\\S+ KiB +newer runs are kept")
        .containsPattern(
            "artifact +artifacts/extract/\\S+ +\\S+ .?i?B +no kept run or release names")
        .containsPattern("share +artifacts/extract/shares/\\S+ .*no kept run or release names it")
        .containsPattern("Nothing was changed. To remove what can go, type:  .*gc .*--delete\\R$");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void thenItRemovesItAndWhatIsKeptIsWhole() throws IOException {
    age(Duration.ofDays(8));
    var before = TinyPipeline.artifacts(new DirectoryStore(store));

    var result = gc("--keep-runs", "1", "--delete");
    var again = gc("--keep-runs", "1", "--delete");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).containsPattern("removed \\d+ things, \\S+ KiB");
    assertThat(again.out()).contains("removed 0 things, 0 B");
    assertThat(TinyPipeline.artifacts(new DirectoryStore(store)))
        .hasSizeLessThan(before.size())
        .isNotEmpty();
    assertThat(run().out()).contains("12 images, 0 rejected, cached");
    tiny.replace("sidePx: 5", "sidePx: 4");
    run();
    assertThat(TinyPipeline.artifacts(new DirectoryStore(store))).isEqualTo(before);
  }

  @Test
  void aRunThatWasKilledKeepsWhatItPinsForAWhile() throws IOException {
    var killed = records().get(0);
    Files.writeString(killed, Files.readString(killed).replace("\"Succeeded\"", "\"Running\""));
    age(Duration.ofDays(29));

    var early = gc("--keep-runs", "0");
    age(Duration.ofDays(31));
    var late = gc("--keep-runs", "0");

    var patient = gc("--keep-runs", "0", "--abandoned-after", "99");

    var name = killed.getParent().getFileName().toString();
    assertThat(early.out()).doesNotContain(name);
    assertThat(late.out()).contains(name);
    assertThat(patient.out()).doesNotContain(name);
  }

  @Test
  void aRecordThatNobodyCanReadKeepsTheArtifactsAndIsReported() throws IOException {
    age(Duration.ofDays(60));
    var record = records().get(0);
    Files.writeString(record, "{");
    age(Duration.ofDays(60));
    var before = TinyPipeline.artifacts(new DirectoryStore(store));

    var result = gc("--keep-runs", "0", "--delete");

    assertThat(result.exitCode()).isEqualTo(74);
    assertThat(result.out()).contains("in doubt: " + record).contains("every artifact stays");
    assertThat(TinyPipeline.artifacts(new DirectoryStore(store))).isEqualTo(before);
  }

  @Test
  void aNamespaceOfSeveralIsSweptAlone() throws IOException {
    tiny.replace("name: tiny", "name: tiny, namespace: other");
    run();
    age(Duration.ofDays(60));

    assertThat(gc("--keep-runs", "0").out())
        .contains("namespace default: ")
        .contains("namespace other: ");
    assertThat(gc("--keep-runs", "0", "--namespace", "other", "--delete").out())
        .doesNotContain("namespace default");

    assertThat(store.resolve("other")).doesNotExist();
    assertThat(store.resolve("default")).exists();
  }

  @Test
  void nothingToDoIsSaid() {
    var nowhere = Terminal.type("gc", "--store", folder.resolve("nowhere").toString());

    assertThat(nowhere.exitCode()).isZero();
    assertThat(nowhere.out()).contains("holds no namespace").contains("nowhere");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThat(gc("--grace", "-1").exitCode()).isEqualTo(2);
    assertThat(gc("--keep-runs", "few").exitCode()).isEqualTo(2);
    assertThat(gc("--namespace", "a/b").exitCode()).isEqualTo(2);
  }

  @Test
  void bytesAreReadable() {
    assertThat(GcView.size(0)).isEqualTo("0 B");
    assertThat(GcView.size(1023)).isEqualTo("1023 B");
    assertThat(GcView.size(1536)).isEqualTo("1.5 KiB");
    assertThat(GcView.size(5L << 40)).isEqualTo("5.0 TiB");
  }

  private Terminal run() {
    var result = Terminal.type("run", tiny.file().toString(), "--store", store.toString());
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result;
  }

  private Terminal gc(String... options) {
    var arguments = new ArrayList<>(List.of("gc", "--store", store.toString()));
    arguments.addAll(List.of(options));
    return Terminal.type(arguments.toArray(String[]::new));
  }

  private List<Path> files() throws IOException {
    try (var found = Files.walk(store)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private List<Path> records() throws IOException {
    return files().stream().filter(file -> file.endsWith("run.json")).toList();
  }

  private void age(Duration age) throws IOException {
    for (var file : files()) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }
  }
}
