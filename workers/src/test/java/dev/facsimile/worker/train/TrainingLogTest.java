package dev.facsimile.worker.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingLogTest {
  @Test
  void writesTheMeanOfEachTermEverySoManySteps() {
    var log = new TrainingLog(2);

    log.add(1, 0, 0.001, Map.of("total", 3.0, "triplet", 1.0));
    assertThat(log.lines()).isEmpty();
    log.add(2, 0, 0.001, Map.of("total", 4.0, "triplet", 1.0 / 3));
    log.add(3, 1, 1e-9, Map.of("total", 5.0, "triplet", 0.0));

    assertThat(log.lines())
        .isEqualTo(
            "{\"step\":2,\"epoch\":0,\"learningRate\":0.001,\"total\":3.5,\"triplet\":0.666666667}\n");
  }

  @Test
  void continuesBetweenTwoLinesExactly() throws IOException {
    var json = new ObjectMapper();
    var undisturbed = new TrainingLog(3);
    undisturbed.add(1, 0, 1, Map.of("total", 0.1));
    undisturbed.add(2, 0, 1, Map.of("total", 0.2));

    var saved = json.writeValueAsBytes(undisturbed.state());
    var resumed = new TrainingLog(3, json.readValue(saved, TrainingLog.State.class));
    undisturbed.add(3, 0, 1, Map.of("total", 0.3));
    resumed.add(3, 0, 1, Map.of("total", 0.3));

    assertThat(resumed.lines()).isEqualTo(undisturbed.lines()).contains("\"total\":0.2");
  }
}
