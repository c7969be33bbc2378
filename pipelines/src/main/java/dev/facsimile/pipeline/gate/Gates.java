package dev.facsimile.pipeline.gate;

import dev.facsimile.pipeline.spec.GateSpec;
import dev.facsimile.pipeline.spec.GateSpec.GainSpec;
import dev.facsimile.pipeline.spec.GateSpec.LevelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Judges gates. */
public final class Gates {
  private final Scores scores;
  private final List<GateOutcome> outcomes = new ArrayList<>();

  private Gates(Scores scores) {
    this.scores = scores;
  }

  /**
   * The outcome of every condition, in the order of the file. A level that was not measured fails;
   * a gain over something that does not exist yet, such as an alias before its first release,
   * passes.
   */
  public static List<GateOutcome> judge(List<GateSpec> gates, Scores scores) {
    var judge = new Gates(scores);
    for (var gate : gates) {
      judge.level(gate.of(), Measure.MICRO_AP, gate.microAp());
      judge.level(gate.of(), Measure.RECALL_AT_P90, gate.recallAtP90());
      judge.level(gate.of(), Measure.RECALL_AT_1, gate.recallAt1());
      judge.gain(gate.of(), Measure.MICRO_AP, gate.microApGain());
      judge.gain(gate.of(), Measure.RECALL_AT_P90, gate.recallAtP90Gain());
    }
    return List.copyOf(judge.outcomes);
  }

  private void level(String of, Measure measure, LevelSpec level) {
    if (level == null) {
      return;
    }
    var value = scores.of(of, measure);
    if (value.isEmpty()) {
      add(of, measure.key(), level.atLeast(), value, false, "was not measured");
    } else {
      judge(of, measure.key(), level.atLeast(), value.getAsDouble(), "");
    }
  }

  private void gain(String of, Measure measure, GainSpec gain) {
    if (gain == null) {
      return;
    }
    var name = measure.key() + "Gain";
    var value = scores.of(of, measure);
    var other = scores.ofOther(of, gain.over(), measure);
    if (value.isEmpty()) {
      add(of, name, gain.atLeast(), value, false, measure.key() + " was not measured");
    } else if (other.isEmpty()) {
      var reason = "there is nothing named \"" + gain.over() + "\" to compare with yet";
      add(of, name, gain.atLeast(), other, true, reason);
    } else {
      var difference = value.getAsDouble() - other.getAsDouble();
      judge(of, name, gain.atLeast(), difference, " over \"" + gain.over() + "\"");
    }
  }

  private void judge(String of, String measure, double atLeast, double value, String over) {
    var passed = value >= atLeast;
    var relation = passed ? " is at least " : " is below ";
    var message = String.format(Locale.ROOT, "%.4f%s%s%s", value, over, relation, text(atLeast));
    add(of, measure, atLeast, OptionalDouble.of(value), passed, message);
  }

  private void add(
      String of,
      String measure,
      double atLeast,
      OptionalDouble value,
      boolean passed,
      String message) {
    var whole = of + ": " + measure + " " + message;
    outcomes.add(new GateOutcome(of, measure, atLeast, value, passed, whole));
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
