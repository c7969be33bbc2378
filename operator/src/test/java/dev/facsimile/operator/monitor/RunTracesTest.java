package dev.facsimile.operator.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.api.PipelineRunSpec;
import dev.facsimile.operator.transition.Stages;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RunTracesTest {
  private static final long START =
      Instant.parse("2026-01-01T00:00:00Z").getEpochSecond() * 1_000_000_000L;

  private final InMemorySpanExporter collector = InMemorySpanExporter.create();
  private final RunTraces traces =
      new RunTraces(
          SdkTracerProvider.builder()
              .addSpanProcessor(SimpleSpanProcessor.create(collector))
              .build()
              .get("test"));

  @Test
  void aRunIsOneSpanAndEachStageThatWorkedIsOneBelowIt() {
    // when
    traces.tell(run(), Stages.ended("Succeeded", "Succeeded", null, Stages.made()));

    // then
    var spans = collector.getFinishedSpanItems();
    assertThat(spans).extracting(SpanData::getName).containsExactly("train", "run");
    var stage = spans.get(0);
    var run = spans.get(1);
    assertThat(stage.getParentSpanId()).isEqualTo(run.getSpanId());
    assertThat(stage.getTraceId()).isEqualTo(run.getTraceId());
    assertThat(stage.getStartEpochNanos()).isEqualTo(START);
    assertThat(stage.getEndEpochNanos()).isEqualTo(START + 90_000_000_000L);
    assertThat(attributes(stage))
        .containsEntry("facsimile.stage", "model")
        .containsEntry("facsimile.reason", "Completed")
        .containsEntry("facsimile.attempt", "1");
    assertThat(attributes(run))
        .containsEntry("k8s.namespace.name", "red")
        .containsEntry("facsimile.pipeline", "one")
        .containsEntry("facsimile.run", "one-g1")
        .containsEntry("facsimile.state", "Succeeded");
    assertThat(run.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void aFailureMarksTheRunAndItsStage() {
    traces.tell(run(), Stages.ended("Failed", "StageFailed", null, Stages.failed()));

    assertThat(collector.getFinishedSpanItems())
        .extracting(
            span -> span.getStatus().getStatusCode() + " " + span.getStatus().getDescription())
        .containsExactly("ERROR OutOfMemory", "ERROR Failed");
  }

  @Test
  void whatWasThereAlreadyHasNoSpan() {
    traces.tell(run(), Stages.ended("Succeeded", "Succeeded", null, Stages.cached()));

    assertThat(collector.getFinishedSpanItems())
        .extracting(SpanData::getName)
        .containsExactly("run");
  }

  @Test
  void anOpenRunHasNoTraceYet() {
    assertThatThrownBy(() -> traces.tell(run(), Stages.running(Stages.started())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the run one-g1 goes on");
  }

  private static Map<String, String> attributes(SpanData span) {
    return span.getAttributes().asMap().entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().getKey(), entry -> entry.getValue().toString()));
  }

  private static PipelineRun run() {
    var run = new PipelineRun();
    run.getMetadata().setName("one-g1");
    run.getMetadata().setNamespace("red");
    run.setSpec(new PipelineRunSpec("one", PipelineRunSpec.Trigger.MANUAL, null, null));
    return run;
  }
}
