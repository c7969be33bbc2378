package dev.facsimile.worker.pod;

import dev.facsimile.pipeline.artifact.Parallel;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.Termination;
import dev.facsimile.worker.failure.Failures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/**
 * What a worker leaves behind when it does not get its work done: the reason on the screen, the end
 * of the log in the store, and last words for the operator.
 */
final class Farewell {
  private static final long LOG_SECONDS = 10;

  private final Worker.Order order;
  private final LogTail tail;
  private final LastWords words;

  /**
   * A farewell.
   *
   * @param tail the end of what is printed; null when nobody wants it
   */
  Farewell(Worker.Order order, LogTail tail, LastWords words) {
    this.order = order;
    this.tail = tail;
    this.words = words;
  }

  /** Leaves a word at once: whoever has sent the signal may not wait for more. */
  void noteStopped() {
    var verdict = Verdict.of(new InterruptedException());
    words.write(termination(verdict, null));
  }

  /** Says how the work ended. */
  void say(Verdict verdict) {
    if (verdict.code() == ExitCode.TERMINATED) {
      words.err().println(verdict.sentence());
    } else {
      Failures.print(verdict.failure(), words.err());
    }
    words.err().flush();
    words.say(termination(verdict, saveLog()));
  }

  /** Says where every thread is, and ends the process without waiting for any. */
  void sayStalledAndHalt(Duration patience) {
    var sentence =
        "nothing has moved for %d s, so the worker gave up and is started again"
            .formatted(patience.toSeconds());
    words.err().println("error: " + sentence + "; the threads were here:");
    Thread.getAllStackTraces()
        .forEach(
            (thread, trace) -> {
              words.err().println(thread);
              for (var frame : trace) {
                words.err().println("\tat " + frame);
              }
            });
    words.err().flush();
    var verdict = new Verdict(ExitCode.TEMPORARY, sentence, null, List.of());
    words.say(termination(verdict, saveLog()));
    Runtime.getRuntime().halt(ExitCode.TEMPORARY.code());
  }

  private static Termination termination(Verdict verdict, String log) {
    return new Termination(
        verdict.code().code(),
        verdict.sentence(),
        verdict.damaged(),
        PeakMemory.bytes(Path.of("/")),
        log);
  }

  /** The key of the end of the log, or null when it could not be stored in a short time. */
  private String saveLog() {
    if (tail == null) {
      return null;
    }
    var key = order.logPrefix() + "/" + order.index() + ".txt";
    var thread = Parallel.newPool("log", 1);
    try {
      return thread
          .submit(
              () -> {
                try (var store = order.impatientStore()) {
                  store.put(key, tail.bytes());
                }
                return key;
              })
          .get(LOG_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LoggerFactory.getLogger(Farewell.class).warn("The log is not stored: {}", e.toString());
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      thread.shutdownNow();
    }
  }
}
