package dev.facsimile.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.pipeline.artifact.store.DirectoryStore;
import dev.facsimile.worker.random.Philox;
import dev.facsimile.worker.run.KilledStore.Death;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A run that is killed at a write, and the same call again: no trace of it is left. */
@ResourceLock("engine")
class KillTest {
  private static final List<String> TYPES =
      List.of(
          "catalog",
          "synthesize",
          "challenge",
          "train",
          "extract",
          "normalize",
          "match",
          "evaluate");

  @TempDir(factory = RamFolder.class)
  private Path folder;

  @Test
  void theSameCallAgainLeavesWhatAnUndisturbedRunLeaves() throws Exception {
    var tiny = new TinyPipeline(folder, TinyPipeline.EVERY_STAGE, 40);
    var undisturbed = KilledStore.never(new DirectoryStore(folder.resolve("undisturbed")));
    tiny.run(undisturbed.store());
    var expected = TinyPipeline.artifacts(undisturbed.store());
    var deaths = deaths(undisturbed.written());
    assertThat(deaths).hasSizeGreaterThanOrEqualTo(TYPES.size() + 3);

    var store = new DirectoryStore(folder.resolve("disturbed"));
    for (var death : deaths.entrySet()) {
      var key = death.getKey();
      var killed = KilledStore.at(key, death.getValue(), store);
      assertThatThrownBy(() -> tiny.run(killed.store()))
          .as("%s %s", death.getValue(), key)
          .hasStackTraceContaining("killed");
      assertThat(store.head(key).isPresent())
          .as("%s %s", death.getValue(), key)
          .isEqualTo(death.getValue() == Death.AFTER);
    }
    tiny.run(store);

    assertThat(TinyPipeline.artifacts(store)).isEqualTo(expected);
  }

  /**
   * The writes at which to die, in the order in which a run comes to them: one of each stage type,
   * by turns before and after the write; before the manifest of the training, when all its objects
   * are there; inside a checkpoint, and between its objects and its manifest.
   */
  private static LinkedHashMap<String, Death> deaths(List<String> written) {
    var chosen = new LinkedHashMap<String, Death>();
    var random = Philox.of(3, "kills");
    var byKey = new ArrayList<String>();
    for (var type : TYPES) {
      byKey.add(one(written, random, key -> key.contains("/artifacts/" + type + "/")));
    }
    var manifest =
        one(
            written,
            random,
            key -> key.contains("/artifacts/train/") && key.endsWith("/manifest.json"));
    var checkpoints = written.stream().filter(key -> key.contains("/checkpoint-")).toList();
    var later = checkpoints.subList(checkpoints.size() / 2, checkpoints.size());
    var part = one(later, random, key -> !key.endsWith("/manifest.json"));
    var unfinished = one(checkpoints, random, key -> key.endsWith("/manifest.json"));
    for (var key : written) {
      if (key.equals(manifest) || key.equals(unfinished)) {
        chosen.put(key, Death.BEFORE);
      } else if (key.equals(part)) {
        chosen.put(key, Death.AFTER);
      } else if (byKey.contains(key)) {
        chosen.put(key, chosen.size() % 2 == 0 ? Death.BEFORE : Death.AFTER);
      }
    }
    return chosen;
  }

  private static String one(List<String> written, Philox random, Predicate<String> which) {
    var candidates = written.stream().filter(which).sorted().toList();
    return candidates.get(random.below(candidates.size()));
  }
}
