package dev.facsimile.operator.transition;

import dev.facsimile.operator.api.StageState;
import dev.facsimile.operator.api.StageStatus;
import dev.facsimile.operator.decide.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;

/** One thing that is new in the status of a run. */
public sealed interface Transition {
  /** The sentence for people. */
  String text();

  /**
   * What becomes an Event. A stage has two at most, its first Job and its end; the run itself has
   * four.
   */
  Optional<Notice> notice();

  /** Whether the log tells it too. */
  default boolean isLogged() {
    return false;
  }

  /** What is new about a stage. */
  sealed interface OfStage extends Transition {
    /** The stage as it is now. */
    StageStatus stage();
  }

  /** The run was seen for the first time. */
  record RunBegan() implements Transition {
    @Override
    public String text() {
      return "The run begins";
    }

    @Override
    public Optional<Notice> notice() {
      return Optional.of(new Notice("start", false, Reason.RUN_STARTED, text()));
    }
  }

  /** The store does not answer any more. */
  record StoreLost(String text) implements Transition {
    @Override
    public Optional<Notice> notice() {
      return Optional.of(new Notice("store", true, Reason.STORE_UNREACHABLE, text));
    }
  }

  /**
   * The run came to its end.
   *
   * @param outcome its state in one word
   */
  record RunEnded(String outcome, Reason reason, String text) implements Transition {
    @Override
    public Optional<Notice> notice() {
      boolean isWarning = reason != Reason.SUCCEEDED && reason != Reason.CANCELLED;
      return Optional.of(new Notice("end", isWarning, reason, text));
    }

    @Override
    public boolean isLogged() {
      return true;
    }
  }

  /** A stage waits, and none did before. */
  record RunWaits(StageStatus stage) implements OfStage {
    private static final EnumSet<Reason> USUAL =
        EnumSet.of(Reason.STARTING, Reason.QUEUED, Reason.MADE_BY_ANOTHER_RUN);

    @Override
    public String text() {
      var why = Objects.requireNonNullElse(stage.message(), stage.reason());
      return "Stage " + stage.name() + " waits: " + why;
    }

    @Override
    public Optional<Notice> notice() {
      var reason = Reason.of(stage.reason()).orElse(Reason.STARTING);
      return Optional.of(new Notice("wait", !USUAL.contains(reason), reason, text()));
    }
  }

  /**
   * The Job of an attempt was created.
   *
   * @param isFirst whether the stage had none in this run before
   */
  record JobStarted(StageStatus stage, boolean isFirst) implements OfStage {
    @Override
    public String text() {
      return "Stage " + stage.name() + " starts Job " + stage.job();
    }

    @Override
    public Optional<Notice> notice() {
      return isFirst
          ? Optional.of(
              new Notice("stage/" + stage.name() + "/start", false, Reason.STARTING, text()))
          : Optional.empty();
    }

    @Override
    public boolean isLogged() {
      return true;
    }
  }

  /** An attempt ended and the stage did not: what is missing is done again. */
  record StageRetried(StageStatus stage) implements OfStage {
    @Override
    public String text() {
      return "Stage " + stage.name() + " is tried again (" + cause() + "): " + stage.message();
    }

    /** Id of the reason. */
    public String cause() {
      return stage.reason();
    }

    @Override
    public Optional<Notice> notice() {
      return Optional.empty();
    }

    @Override
    public boolean isLogged() {
      return true;
    }
  }

  /** A stage has its artifact, or will not have it in this run. */
  record StageEnded(StageStatus stage) implements OfStage {
    /** Whether the artifact was there before. */
    public boolean isCached() {
      return stage.state() == StageState.SUCCEEDED && Boolean.TRUE.equals(stage.cached());
    }

    /** Time from the first Job to the artifact; empty when no Job made it. */
    public Optional<Duration> took() {
      boolean isMade = stage.state() == StageState.SUCCEEDED && !isCached();
      return isMade && stage.startedAt() != null && stage.finishedAt() != null
          ? Optional.of(
              Duration.between(Instant.parse(stage.startedAt()), Instant.parse(stage.finishedAt())))
          : Optional.empty();
    }

    @Override
    public String text() {
      var name = "Stage " + stage.name();
      if (stage.state() == StageState.FAILED) {
        return name + " failed (" + stage.reason() + "): " + stage.message();
      }
      return isCached()
          ? name + " was there already: " + stage.key()
          : name
              + " made "
              + stage.key()
              + took().map(time -> " in " + time.toSeconds() + " s").orElse("");
    }

    @Override
    public Optional<Notice> notice() {
      var reason = Reason.of(stage.reason()).orElse(Reason.INTERNAL_ERROR);
      boolean isWarning = stage.state() == StageState.FAILED;
      return Optional.of(new Notice("stage/" + stage.name() + "/end", isWarning, reason, text()));
    }

    @Override
    public boolean isLogged() {
      return true;
    }
  }
}
