package dev.facsimile.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Programs of this machine, started as a user would start them. */
final class Command {
  private Command() {}

  /** How a program ended, and what it said. */
  record Answer(int code, String out, String err) {
    boolean isGood() {
      return code == 0;
    }

    /** What it printed, given that it ended well. */
    String orFail(String what) {
      assertThat(code).as("%s: %s%s", what, out, err).isZero();
      return out;
    }
  }

  /** Runs a program to its end. */
  static Answer run(String input, List<String> line) {
    try {
      var process = new ProcessBuilder(line).start();
      var out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
      var err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      return new Answer(process.waitFor(), out.join(), err.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs a program that has to end well. */
  static String ok(String... line) {
    return run("", List.of(line)).orFail(String.join(" ", line));
  }

  static List<String> line(String program, String... arguments) {
    return Stream.concat(Stream.of(program), Stream.of(arguments)).toList();
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
