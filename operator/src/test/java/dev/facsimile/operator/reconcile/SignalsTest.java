package dev.facsimile.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.api.PipelineRunSpec;
import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.monitor.LogContext;
import dev.facsimile.operator.monitor.RunMeters;
import dev.facsimile.operator.monitor.RunTraces;
import dev.facsimile.operator.transition.Stages;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.TracerProvider;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignalsTest {
  private final List<HasMetadata> created = new ArrayList<>();
  private final Map<String, String> lines = new TreeMap<>();
  private final Logger logger = Logger.getLogger(Signals.class.getName());
  private final Handler handler = new Lines();
  private boolean isBroken;

  private final Signals signals =
      new Signals(
          new Cluster(),
          new RunMeters(new SimpleMeterRegistry()),
          new RunTraces(TracerProvider.noop().get("test")),
          Clock.systemUTC());

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(handler);
  }

  @Test
  void tellsAnUnchangedStatusNothing() {
    var status = Stages.running(Stages.started());

    signals.tell(run(status), status);

    assertThat(created).isEmpty();
    assertThat(lines).isEmpty();
  }

  @Test
  void writesEventsAndOneLineForEachStep() {
    // when
    try (var unused = LogContext.ofRun("red", "one-g1")) {
      signals.tell(
          run(Stages.running(Stages.started())),
          Stages.ended("Succeeded", "Succeeded", "Every stage has its artifact", Stages.made()));
    }

    // then
    assertThat(created)
        .allMatch(Event.class::isInstance)
        .extracting(event -> ((Event) event).getReason())
        .containsExactly("Completed", "Succeeded");
    assertThat(lines)
        .containsExactly(
            Map.entry(
                "Stage model made ns/artifacts/train/ab in 90 s",
                "{namespace=red, run=one-g1, stage=model}"),
            Map.entry("Succeeded. Every stage has its artifact", "{namespace=red, run=one-g1}"));
  }

  @Test
  void goesOnWhenTheClusterTakesNoEvents() {
    isBroken = true;

    assertThatCode(() -> signals.tell(run(null), Stages.running(Stages.fresh())))
        .doesNotThrowAnyException();
    assertThat(lines.keySet()).containsExactly("no Event RunStarted: forbidden");
  }

  private static PipelineRun run(PipelineRunStatus status) {
    var run = new PipelineRun();
    run.getMetadata().setName("one-g1");
    run.getMetadata().setNamespace("red");
    run.getMetadata().setUid("uid");
    run.setSpec(new PipelineRunSpec("one", PipelineRunSpec.Trigger.MANUAL, null, null));
    run.setStatus(status);
    return run;
  }

  private final class Cluster extends ClusterWriter {
    Cluster() {
      super(null);
    }

    @Override
    boolean create(HasMetadata object) {
      if (isBroken) {
        throw new KubernetesClientException("forbidden");
      }
      return created.add(object);
    }
  }

  private final class Lines extends Handler {
    @Override
    public void publish(LogRecord line) {
      var record = (ExtLogRecord) line;
      lines.put(record.getFormattedMessage(), new TreeMap<>(record.getMdcCopy()).toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
