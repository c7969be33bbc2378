package dev.facsimile.worker.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lines of {@code training.jsonl}: every so many steps the step, the epoch, the learning rate
 * and the mean of each loss term since the line before. Numbers have nine significant digits, which
 * every JDK writes alike.
 */
final class TrainingLog {
  /** Name of the object. */
  static final String FILE_NAME = "training.jsonl";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MathContext DIGITS = new MathContext(9, RoundingMode.HALF_EVEN);

  /**
   * What a checkpoint keeps of a log.
   *
   * @param lines the lines so far
   * @param sums sum of each term since the last line
   * @param steps how many steps are in the sums
   */
  record State(
      @JsonProperty("lines") String lines,
      @JsonProperty("sums") Map<String, Double> sums,
      @JsonProperty("steps") long steps) {}

  private final long everySteps;
  private final StringBuilder lines;
  private final TreeMap<String, Double> sums;
  private long steps;

  /** An empty log with a line every so many steps. */
  TrainingLog(long everySteps) {
    this(everySteps, new State("", Map.of(), 0));
  }

  /** A log that continues. */
  TrainingLog(long everySteps, State state) {
    this.everySteps = everySteps;
    this.lines = new StringBuilder(state.lines());
    this.sums = new TreeMap<>(state.sums());
    this.steps = state.steps();
  }

  /**
   * Records a step.
   *
   * @param step number of steps done over all epochs, this one included
   * @param losses value of each term, {@code total} among them
   */
  void add(long step, int epoch, double learningRate, Map<String, Double> losses) {
    losses.forEach((term, value) -> sums.merge(term, value, Double::sum));
    steps++;
    if (step % everySteps == 0) {
      end(step, epoch, learningRate);
    }
  }

  /** Writes a line of the steps since the last one, if there are any. */
  void end(long step, int epoch, double learningRate) {
    if (steps == 0) {
      return;
    }
    var line = JSON.createObjectNode().put("step", step).put("epoch", epoch);
    put(line, "learningRate", learningRate);
    sums.forEach((term, sum) -> put(line, term, sum / steps));
    lines.append(line).append('\n');
    sums.clear();
    steps = 0;
  }

  /** The lines so far. */
  String lines() {
    return lines.toString();
  }

  /** What a checkpoint keeps. */
  State state() {
    return new State(lines(), new TreeMap<>(sums), steps);
  }

  /** Writes a number with nine significant digits. */
  static void put(ObjectNode line, String name, double value) {
    line.put(name, new BigDecimal(value).round(DIGITS).stripTrailingZeros());
  }
}
