package dev.facsimile.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facsimile.pipeline.artifact.store.DirectoryStore;
import dev.facsimile.worker.run.KilledStore.Death;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run says what it relies on before it relies on it, so that a sweep spares it. */
class PinsTest {
  @TempDir(factory = RamFolder.class)
  private Path folder;

  private DirectoryStore store;
  private TinyPipeline tiny;

  @BeforeEach
  void aPipelineOfThumbnails() {
    store = new DirectoryStore(folder.resolve("store"));
    tiny = new TinyPipeline(folder, TinyPipeline.THUMBNAILS, 12);
  }

  @Test
  void itsRecordNamesStageAndCatalogBeforeTheFirstShareIsMade() throws Exception {
    var undisturbed = KilledStore.never(new DirectoryStore(folder.resolve("other")));
    tiny.run(undisturbed.store());
    var firstShare =
        undisturbed.written().stream().filter(key -> key.contains("/shares/")).findFirst();

    assertThatThrownBy(
            () -> tiny.run(KilledStore.at(firstShare.orElseThrow(), Death.BEFORE, store).store()))
        .isInstanceOf(Error.class);

    var record = record();
    assertThat(record.path("outcome").asText()).isEqualTo("Running");
    assertThat(record.path("stages")).isEmpty();
    assertThat(record.path("pins"))
        .extracting(JsonNode::asText)
        .satisfiesExactly(
            pin -> assertThat(pin).startsWith("artifacts/catalog/"),
            pin -> assertThat(pin).startsWith("artifacts/extract/"));
  }

  @Test
  void aRunThatFailsIsNoUnfinishedOne() throws Exception {
    tiny.write("photos/text.jpg", "no picture".getBytes(StandardCharsets.UTF_8));
    tiny.replace("imagesPerShare: 4", "imagesPerShare: 4, maxRejectedFraction: 0");

    assertThatThrownBy(() -> tiny.run(store)).hasMessageContaining("maxRejectedFraction");

    assertThat(record().path("outcome").asText()).isEqualTo("Failed");
    assertThat(record().path("pins")).hasSize(2);
  }

  private JsonNode record() throws IOException {
    var key =
        store.list("default/pipelines/tiny/runs/").stream()
            .map(info -> info.key())
            .filter(name -> name.endsWith("/run.json"))
            .findFirst()
            .orElseThrow();
    try (var content = store.open(key)) {
      return new ObjectMapper().readTree(content);
    }
  }
}
