package dev.facsimile.operator.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.transition.Stages;
import dev.facsimile.operator.transition.Transitions;
import io.javaoperatorsdk.operator.api.monitoring.Metrics.ControllerExecution;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

/** What Prometheus reads, and what the dashboard, the alerts and the documentation call it. */
class MetricsTest {
  private static final Pattern NAME = Pattern.compile("facsimile_[a-z_]+");

  /** Set by the sweeper. */
  private static final String STORE_BYTES = "facsimile_store_bytes";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<PipelineRun> cache = new ArrayList<>();
  private final KnownRuns runs = new KnownRuns();
  private final RunMeters meters = new RunMeters(registry);
  private final StoreHealth health = new StoreHealth(runs);

  MetricsTest() {
    runs.watch(cache::stream);
    new RunGauges(runs).bindTo(registry);
  }

  @Test
  void countsEachTransitionOnce() {
    // given a run that starts, loses its Job, starts again and is made
    var history =
        List.of(
            Stages.running(Stages.fresh()),
            Stages.running(Stages.started()),
            Stages.running(Stages.lost()),
            Stages.running(Stages.lost()),
            Stages.running(Stages.restarted()),
            Stages.ended("Succeeded", "Succeeded", null, Stages.made()));

    // when
    for (int i = 1; i < history.size(); i++) {
      Transitions.of(history.get(i - 1), history.get(i)).forEach(meters::count);
    }

    // then
    assertThat(registry.scrape().lines())
        .contains(
            "facsimile_stages_started_total{type=\"train\",} 2.0",
            "facsimile_retries_total{cause=\"NodeLost\",} 1.0",
            "facsimile_stage_seconds_count{type=\"train\",} 1.0",
            "facsimile_stage_seconds_sum{type=\"train\",} 90.0",
            "facsimile_cache_hits_total{type=\"train\",} 0.0",
            "facsimile_runs_finished_total{outcome=\"Succeeded\",} 1.0",
            "facsimile_runs_finished_total{outcome=\"Failed\",} 0.0");
  }

  @Test
  void showsHowThingsStand() {
    // given
    add(null);
    add(Stages.running(Stages.waiting()));
    add(Stages.ended("GateFailed", "GateFailed", null, Stages.cached()));

    // then
    assertThat(registry.scrape().lines())
        .contains(
            "facsimile_runs{state=\"Pending\",} 1.0",
            "facsimile_runs{state=\"Running\",} 1.0",
            "facsimile_runs{state=\"GateFailed\",} 1.0",
            "facsimile_runs{state=\"Succeeded\",} 0.0",
            "facsimile_jobs_waiting{reason=\"Unschedulable\",} 1.0",
            "facsimile_jobs_waiting{reason=\"Queued\",} 0.0",
            "facsimile_store_reachable 1.0");
    assertThat(health.call().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void namesTheStoresTroubleWhileARunNeedsIt() {
    add(Stages.cutOff(Stages.started()));

    assertThat(registry.scrape().lines()).contains("facsimile_store_reachable 0.0");
    assertThat(health.call().getName()).isEqualTo("StoreReachable");
    assertThat(health.call().getStatus()).isEqualTo(Status.DOWN);
    assertThat(health.call().getData())
        .hasValue(Map.<String, Object>of("message", "no route to store"));
  }

  @Test
  void timesReconcilesByController() throws Exception {
    var result = new ReconcileMetrics(registry).timeControllerExecution(execution());

    assertThat(result).isEqualTo("done");
    assertThat(registry.scrape().lines())
        .contains("facsimile_reconcile_seconds_count{controller=\"pipelinerun\",} 1.0");
  }

  @Test
  void dashboardAlertsAndDocumentationUseTheNamesThatComeOut() throws Exception {
    // given
    new ReconcileMetrics(registry).timeControllerExecution(execution());
    var exported = names(registry.scrape());
    exported.add(STORE_BYTES);

    // then
    for (var file : List.of("dashboard.json", "prometheusrule.yaml")) {
      var text = text("manifests/monitoring/" + file);
      assertThat(exported).as(file).containsAll(names(text));
    }
    var page = names(text("docs/monitoring.md"));
    var families = new TreeSet<String>();
    exported.forEach(name -> families.add(name.replaceAll("_(count|sum|max)$", "")));
    assertThat(page).isEqualTo(families);
  }

  private void add(PipelineRunStatus status) {
    var run = new PipelineRun();
    run.setStatus(status);
    cache.add(run);
  }

  private static String text(String file) throws IOException {
    return Files.readString(Path.of(System.getProperty("facsimile.root"), file));
  }

  private static TreeSet<String> names(String text) {
    var names = new TreeSet<String>();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .flatMap(line -> NAME.matcher(line).results())
        .forEach(found -> names.add(found.group()));
    return names;
  }

  private static ControllerExecution<String> execution() {
    return new ControllerExecution<>() {
      @Override
      public String name() {
        return "reconcile";
      }

      @Override
      public String controllerName() {
        return "pipelinerun";
      }

      @Override
      public String successTypeName(String result) {
        return result;
      }

      @Override
      public ResourceID resourceID() {
        return new ResourceID("one", "red");
      }

      @Override
      public Map<String, Object> metadata() {
        return Map.of();
      }

      @Override
      public String execute() {
        return "done";
      }
    };
  }
}
