package dev.facsimile.pipeline.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PipelineJsonSchemaTest {

  /** {@code mvn test -Dtest=PipelineJsonSchemaTest -Dfacsimile.update=true} writes it anew. */
  @Test
  void committedSchemaIsTheGeneratedOne() throws IOException {
    var file =
        Path.of(
            System.getProperty("facsimile.root"), "pipelines", "schema", "pipeline.schema.json");
    if (Boolean.getBoolean("facsimile.update")) {
      Files.writeString(file, PipelineJsonSchema.text());
    }
    assertThat(file).exists();
    assertThat(Files.readString(file))
        .as("%s; -Dfacsimile.update=true writes it anew", file)
        .isEqualTo(PipelineJsonSchema.text());
  }

  @Test
  void schemaSaysWhatTheRecordsSay() throws IOException {
    var schema = new JsonMapper().readTree(PipelineJsonSchema.text());
    var stage = schema.at("/properties/spec/properties/stages/items");
    var epochs = stage.at("/properties/train/properties/epochs");
    assertThat(epochs.path("type").asText()).isEqualTo("integer");
    assertThat(epochs.path("default").asInt()).isEqualTo(25);
    assertThat(epochs.path("maximum").asInt()).isEqualTo(100000);
    assertThat(epochs.path("description").asText())
        .isEqualTo("Epochs; 0 keeps the initial weights");
    assertThat(stage.path("oneOf")).hasSize(7);
    assertThat(stage.at("/properties/extract/required").toString()).isEqualTo("[\"images\"]");
    assertThat(stage.at("/properties/match/properties/metric/enum").toString())
        .isEqualTo("[\"L2\",\"innerProduct\"]");
    assertThat(stage.at("/properties/match/additionalProperties").asBoolean(true)).isFalse();
  }
}
