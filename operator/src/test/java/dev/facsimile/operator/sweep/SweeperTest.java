package dev.facsimile.operator.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.api.PipelineRunSpec;
import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.store.MemoryStore;
import dev.facsimile.pipeline.record.RunHistory;
import dev.facsimile.pipeline.record.RunRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A store with two namespaces that have grown old, and a cluster that knows some of its runs. */
class SweeperTest {
  private static final Instant BEGIN = Instant.parse("2026-06-01T00:00:00Z");
  private static final Duration INTERVAL = Duration.ofDays(1);
  private static final Duration LONG_ENOUGH = Duration.ofHours(27);

  private final MemoryStore store = new MemoryStore(BEGIN.minus(Duration.ofDays(100)));
  private final Map<String, List<PipelineRun>> cluster = new HashMap<>();
  private Instant now = BEGIN;
  private SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Sweeper sweeper = sweeper(Set.of());

  @Test
  void theFirstSweepComesAnIntervalAfterANamespaceWasFirstSeen() {
    // given
    var old = put("red", artifact("train", "old"), 7);

    // when it is seen, and seen again before its time
    sweeper.round();
    later(Duration.ofHours(23));
    sweeper.round();

    // then
    assertThat(store.head(old)).isPresent();

    // and when its time has come
    later(Duration.ofHours(4));
    sweeper.round();
    assertThat(store.head(old)).isEmpty();
    assertThat(size("red")).isZero();
  }

  @Test
  void aRestartNeitherSweepsAtOnceNorBeginsTheIntervalAnew() throws IOException {
    // given a namespace that was swept once
    var pinned = artifact("train", "pinned");
    put("red", pinned, 7);
    record("red", "r1", RunRecord.SUCCEEDED, pinned);
    sweeper.round();
    later(LONG_ENOUGH);
    sweeper.round();
    double known = size("red");
    store.setTime(BEGIN.minus(Duration.ofDays(100)));
    var old = put("red", artifact("train", "old"), 7);

    // when another operator takes over
    restart();
    sweeper.round();

    // then it knows the size, and waits
    assertThat(size("red")).isEqualTo(known).isGreaterThan(7);
    assertThat(store.head(old)).isPresent();

    // and sweeps at the time at which the first one would have
    later(LONG_ENOUGH);
    sweeper.round();
    assertThat(store.head(old)).isEmpty();
    assertThat(store.head("red/" + pinned + "/a.bin")).isPresent();
  }

  @Test
  void whatARunOfTheClusterMayNeedStaysHoweverLongItHasBeenSilent() throws IOException {
    // given a share of an unfinished stage in two namespaces; the cluster has the run of one
    var share = artifact("extract", "share").replace("extract/", "extract/shares/");
    for (var namespace : List.of("red", "blue")) {
      put(namespace, share, 7);
      record(namespace, "r1", RunRecord.RUNNING, artifact("extract", "unfinished"));
    }
    cluster.put("red", List.of(run("r1", false)));

    sweepBoth();

    assertThat(store.head("red/" + share + "/a.bin")).isPresent();
    assertThat(store.head("blue/" + share + "/a.bin")).isEmpty();
  }

  @Test
  void tenRunsStayAndBesideThemThoseThatTheClusterHas() throws IOException {
    for (int i = 10; i < 23; i++) {
      record("red", "r" + i, RunRecord.SUCCEEDED, artifact("train", "r" + i));
      put("red", artifact("train", "r" + i), 1);
    }
    cluster.put("red", List.of(run("r10", true)));

    sweepBoth();

    assertThat(recordOf("red", "r10")).isTrue();
    assertThat(recordOf("red", "r11")).isFalse();
    assertThat(recordOf("red", "r12")).isFalse();
    assertThat(recordOf("red", "r13")).isTrue();
    assertThat(store.head("red/" + artifact("train", "r10") + "/a.bin")).isPresent();
    assertThat(store.head("red/" + artifact("train", "r12") + "/a.bin")).isEmpty();
  }

  @Test
  void whatIsYoungerThanTheGraceStays() {
    var old = put("red", artifact("train", "old"), 1);
    store.setTime(BEGIN.minus(Duration.ofDays(5)));
    var young = put("red", artifact("train", "young"), 1);

    sweepBoth();

    assertThat(store.head(old)).isEmpty();
    assertThat(store.head(young)).isPresent();
  }

  @Test
  void aNamespaceWhoseRunsAreUnknownIsLeftAloneAndStopsNoOther() {
    var blue = put("blue", artifact("train", "old"), 1);
    var red = put("red", artifact("train", "old"), 1);
    cluster.put("blue", null);

    sweepBoth();

    assertThat(store.head(blue)).isPresent();
    assertThat(store.head(red)).isEmpty();
  }

  @Test
  void anOperatorOfSomeNamespacesLooksAtNoOther() {
    var blue = put("blue", artifact("train", "old"), 1);
    var red = put("red", artifact("train", "old"), 1);
    sweeper = sweeper(Set.of("red"));

    sweepBoth();

    assertThat(store.head(red)).isEmpty();
    assertThat(store.head(blue)).isPresent();
    assertThat(store.head("blue/sweep.json")).isEmpty();
  }

  @Test
  void aMarkThatMakesNoSenseOrComesFromTheFutureIsReplaced() {
    for (var mark : List.of("{", "null", "{\"sweptAt\": \"2099-01-01T00:00:00Z\"}")) {
      store.put("red/sweep.json", mark.getBytes(UTF_8));
      store.setTime(BEGIN.minus(Duration.ofDays(100)));
      var old = put("red", artifact("train", "old"), 1);

      sweepBoth();

      assertThat(store.head(old)).as(mark).isEmpty();
    }
  }

  @Test
  void aNamespaceThatIsGoneHasNoSize() {
    put("red", artifact("train", "old"), 1);
    sweepBoth();
    assertThat(registry.find("facsimile.store.bytes").tag("namespace", "red").gauge()).isNotNull();

    store.list("red/").forEach(info -> store.delete(info.key()));
    sweepBoth();

    assertThat(registry.find("facsimile.store.bytes").gauges()).isEmpty();
  }

  @Test
  void noOperationBeginsAfterTheDeadline() throws IOException {
    put("red", artifact("train", "old"), 1);
    var inTime = new DeadlineStore(store, clock(), BEGIN);

    assertThat(inTime.list("red/")).hasSize(1);

    later(Duration.ofSeconds(1));
    assertThatThrownBy(() -> inTime.list("red/"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the next sweep goes on");
  }

  private void sweepBoth() {
    sweeper.round();
    later(LONG_ENOUGH);
    sweeper.round();
  }

  private void later(Duration time) {
    now = now.plus(time);
    store.setTime(now);
  }

  private void restart() {
    registry = new SimpleMeterRegistry();
    sweeper = sweeper(Set.of());
  }

  private Sweeper sweeper(Set<String> namespaces) {
    return new Sweeper(
        store,
        new SweepSettings(INTERVAL, Duration.ofDays(7), namespaces),
        namespace -> List.copyOf(cluster.getOrDefault(namespace, List.of())),
        new StoreSizes(registry),
        clock());
  }

  private double size(String namespace) {
    return registry.get("facsimile.store.bytes").tag("namespace", namespace).gauge().value();
  }

  private static String artifact(String type, String name) {
    return "artifacts/" + type + "/" + Digests.sha256(name.getBytes(UTF_8));
  }

  private String put(String namespace, String artifact, int bytes) {
    var key = namespace + "/" + artifact + "/a.bin";
    store.put(key, new byte[bytes]);
    return key;
  }

  private void record(String namespace, String run, String outcome, String pin) throws IOException {
    new RunHistory(store, new Keys(namespace), "p")
        .save(
            new RunRecord(
                RunRecord.FORMAT,
                "p",
                run,
                BEGIN.minus(Duration.ofDays(100)).toString(),
                1,
                outcome,
                List.of(pin),
                List.of(),
                List.of(),
                null));
  }

  private boolean recordOf(String namespace, String run) {
    return store.head(namespace + "/pipelines/p/runs/" + run + "/run.json").isPresent();
  }

  private static PipelineRun run(String name, boolean finished) {
    var run = new PipelineRun();
    run.getMetadata().setName(name);
    run.setSpec(new PipelineRunSpec("p", null, JsonNodeFactory.instance.objectNode(), null));
    var finishedAt = finished ? BEGIN.toString() : null;
    run.setStatus(
        new PipelineRunStatus(
            1L, null, "", null, null, null, null, null, null, null, null, null, finishedAt));
    return run;
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now;
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }
}
