package dev.facsimile.worker.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facsimile.worker.report.RunReport.Training;
import dev.facsimile.worker.report.chart.Curve;
import dev.facsimile.worker.report.chart.Point;
import dev.facsimile.worker.report.chart.Thinning;
import dev.facsimile.worker.stage.StoredArtifact;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what a training wrote: {@code training.jsonl} with step, epoch, learning rate and loss
 * terms, and {@code monitor.jsonl} with step and micro-AP. Every number beside step and epoch
 * becomes a curve, so that a new loss term shows up by itself.
 */
final class TrainingReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int POINTS = 240;

  private TrainingReader() {}

  /** The training of a stage; its parts are empty where the artifact has no such log. */
  static Training read(FinishedStage stage) throws IOException {
    var curves =
        series(stage.artifact(), "training.jsonl").entrySet().stream()
            .sorted(Comparator.comparingInt(series -> order(series.getKey())))
            .map(series -> new Curve(series.getKey(), Thinning.means(series.getValue(), POINTS)))
            .toList();
    var monitor = series(stage.artifact(), "monitor.jsonl").getOrDefault("microAp", List.of());
    return new Training(stage.name(), curves, monitor);
  }

  /** The sum of the terms first, then the terms, the learning rate last. */
  private static int order(String name) {
    return name.equals("total") ? 0 : name.equals("learningRate") ? 2 : 1;
  }

  private static Map<String, List<Point>> series(StoredArtifact artifact, String name)
      throws IOException {
    var series = new LinkedHashMap<String, List<Point>>();
    if (!artifact.has(name)) {
      return series;
    }
    try (var lines = JSON.readerFor(JsonNode.class).<JsonNode>readValues(artifact.read(name))) {
      while (lines.hasNext()) {
        var line = lines.next();
        double step = line.path("step").asDouble();
        for (var field : line.properties()) {
          boolean place = field.getKey().equals("step") || field.getKey().equals("epoch");
          if (!place && field.getValue().isNumber()) {
            series
                .computeIfAbsent(field.getKey(), key -> new ArrayList<>())
                .add(new Point(step, field.getValue().asDouble()));
          }
        }
      }
    }
    return series;
  }
}
