package dev.facsimile.operator.monitor;

import java.util.List;
import org.slf4j.MDC;

/** What every log line of this thread carries until the context is closed. */
public final class LogContext implements AutoCloseable {
  private static final String NAMESPACE = "namespace";
  private static final String RUN = "run";
  private static final String STAGE = "stage";

  private final List<String> keys;

  private LogContext(String... keys) {
    this.keys = List.of(keys);
  }

  /** A run. */
  public static LogContext ofRun(String namespace, String run) {
    MDC.put(NAMESPACE, namespace);
    MDC.put(RUN, run);
    return new LogContext(NAMESPACE, RUN);
  }

  /** A stage of the run. */
  public static LogContext ofStage(String stage) {
    MDC.put(STAGE, stage);
    return new LogContext(STAGE);
  }

  @Override
  public void close() {
    keys.forEach(MDC::remove);
  }
}
