package dev.facsimile.operator.survey;

import dev.facsimile.operator.monitor.LogContext;
import dev.facsimile.operator.observe.Facts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes questions about runs and has them answered by a bounded pool, so that a slow or dead store
 * holds up no reconciler: who asks comes back when told that the answer is there.
 */
public final class SurveyDesk {
  private static final Logger LOG = LoggerFactory.getLogger(SurveyDesk.class);

  private final StoreAccess access;
  private final ExecutorService pool;
  private final Clock clock;
  private final Consumer<String> listener;
  private final Map<String, Desk> desks = new ConcurrentHashMap<>();

  /**
   * A desk.
   *
   * @param listener told the uid of a run whose answer is there
   */
  public SurveyDesk(
      StoreAccess access, ExecutorService pool, Clock clock, Consumer<String> listener) {
    this.access = access;
    this.pool = pool;
    this.clock = clock;
    this.listener = listener;
  }

  /** What came of a question. */
  public sealed interface Answer {
    /** The answer. */
    record Known(Facts facts) implements Answer {}

    /** It is being looked for. */
    record Pending() implements Answer {}

    /** The store does not answer. */
    record Unreachable(String message) implements Answer {}
  }

  private static final class Desk {
    private final RunSurvey survey;
    private SurveyRequest answered;
    private Answer answer = new Answer.Pending();
    private Instant at = Instant.EPOCH;
    private boolean isBusy;

    Desk(RunSurvey survey) {
      this.survey = survey;
    }
  }

  /**
   * Asks.
   *
   * @param newerThan how old an answer may be
   */
  public Answer ask(SurveyRequest request, Duration newerThan) {
    var desk =
        desks.computeIfAbsent(
            request.uid(), uid -> new Desk(new RunSurvey(access, request, clock)));
    synchronized (desk) {
      boolean isFresh =
          desk.answered != null
              && request.isAnsweredBy(desk.answered)
              && desk.at.plus(newerThan).isAfter(clock.instant());
      if (isFresh) {
        return desk.answer;
      }
      if (!desk.isBusy) {
        try {
          desk.isBusy = true;
          pool.execute(() -> work(desk, request));
        } catch (RejectedExecutionException e) {
          desk.isBusy = false;
        }
      }
      return new Answer.Pending();
    }
  }

  /** Forgets all runs but these. */
  public void retain(Set<String> uids) {
    desks.keySet().retainAll(uids);
  }

  private void work(Desk desk, SurveyRequest request) {
    try (var unused = LogContext.ofRun(request.plan().namespace(), request.run())) {
      answer(desk, request);
    }
    listener.accept(request.uid());
  }

  private void answer(Desk desk, SurveyRequest request) {
    Answer answer;
    try {
      answer = new Answer.Known(desk.survey.answer(request));
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("the store does not answer for run {}: {}", request.run(), e.getMessage());
      answer = new Answer.Unreachable(e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("a defect while looking at run {}", request.run(), e);
      answer = new Answer.Unreachable("a defect of the operator: " + e);
    }
    synchronized (desk) {
      desk.answered = request;
      desk.answer = answer;
      desk.at = clock.instant();
      desk.isBusy = false;
    }
  }
}
