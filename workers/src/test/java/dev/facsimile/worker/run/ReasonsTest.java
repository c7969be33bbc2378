package dev.facsimile.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facsimile.pipeline.record.RunRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReasonsTest {
  private static final Map<String, List<String>> INPUTS = Map.of("images", List.of("d1"));

  @Test
  void nothingBefore() throws Exception {
    assertThat(Reasons.of(Optional.empty(), "model", "f", json("{}"), new TreeMap<>(INPUTS)))
        .isEqualTo("first run");
    assertThat(reason("other", "f", "{}", INPUTS)).isEqualTo("new stage");
  }

  @Test
  void theSameAsBefore() throws Exception {
    assertThat(reason("model", "before", "{}", INPUTS)).isEqualTo("its artifact is not there");
  }

  @Test
  void parametersThatChanged() throws Exception {
    assertThat(reason("model", "f", "{\"epochs\": 3, \"loss\": {\"triplet\": 1.5}}", INPUTS))
        .isEqualTo("epochs 2 → 3, loss.triplet 1.0 → 1.5");
    assertThat(reason("model", "f", "{\"epochs\": 2}", INPUTS))
        .isEqualTo("loss.triplet 1.0 → default");
    assertThat(
            reason(
                "model",
                "f",
                "{\"epochs\": 3, \"a\": 1, \"b\": 1, \"loss\": {\"triplet\": 2}}",
                INPUTS))
        .isEqualTo("a default → 1, b default → 1, epochs 2 → 3, and 1 more");
  }

  @Test
  void inputsThatChanged() throws Exception {
    var same = "{\"epochs\": 2, \"loss\": {\"triplet\": 1.0}}";

    assertThat(reason("model", "f", same, Map.of("images", List.of("d2"))))
        .isEqualTo("new bytes in images");
    assertThat(reason("model", "f", same, INPUTS)).isEqualTo("a new version of the stage type");
  }

  private static String reason(
      String stage, String fingerprint, String identity, Map<String, List<String>> inputs)
      throws Exception {
    var before =
        new RunRecord.StageRecord(
            "model",
            "train",
            "before",
            json("{\"epochs\": 2, \"loss\": {\"triplet\": 1.0}}"),
            new TreeMap<>(INPUTS),
            "key",
            "digest",
            false,
            1,
            new TreeMap<>(),
            new TreeMap<>());
    var record =
        new RunRecord(
            1, "tiny", "run", "now", 1, "Succeeded", List.of(), List.of(before), List.of(), null);
    return Reasons.of(
        Optional.of(record), stage, fingerprint, json(identity), new TreeMap<>(inputs));
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }
}
