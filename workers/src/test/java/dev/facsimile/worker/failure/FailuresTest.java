package dev.facsimile.worker.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailuresTest {
  @ParameterizedTest
  @EnumSource
  void anExpectedFailureHasItsOwnCodeAndItsMessageAlone(ExitCode code) {
    var failure = new TaskException(code, "what to do");

    assertThat(Failures.exitCode(failure)).isEqualTo(code);
    if (code != ExitCode.INTERNAL) {
      assertThat(printed(failure)).isEqualToIgnoringNewLines("error: what to do");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND, 74",
    "CORRUPT, 74",
    "FORBIDDEN, 78",
    "UNAVAILABLE, 69",
    "NOT_WRITABLE, 73"
  })
  void aStoreFailsByItsReason(Reason reason, int code) {
    var failure = new StoreException(reason, "store/key: why", null);

    assertThat(Failures.exitCode(failure).code()).isEqualTo(code);
    assertThat(Failures.exitCode(new UncheckedIOException(failure)).code()).isEqualTo(code);
    assertThat(Failures.exitCode(new ExecutionException(failure)).code()).isEqualTo(code);
    assertThat(printed(failure)).contains("store/key: why");
  }

  @Test
  void aFullDiskOfTheSpoolSaysWhatToFree() {
    var failure = new IOException("/tmp/x: No space left on device");

    assertThat(Failures.exitCode(failure)).isEqualTo(ExitCode.DISK_FULL);
    assertThat(printed(failure)).contains("/tmp/x").contains("TMPDIR").contains("--store");
  }

  @Test
  void aDefectShowsWhereItIs() {
    var failure = new IllegalStateException("surprise");

    assertThat(Failures.exitCode(failure)).isEqualTo(ExitCode.INTERNAL);
    assertThat(printed(failure))
        .contains("surprise")
        .contains("FailuresTest")
        .contains("please report");
  }

  @Test
  void anInterruptedRunIsTerminated() {
    assertThat(Failures.exitCode(new InterruptedException())).isEqualTo(ExitCode.TERMINATED);
  }

  private static String printed(Throwable failure) {
    var text = new StringWriter();
    Failures.print(failure, new PrintWriter(text));
    return text.toString();
  }
}
