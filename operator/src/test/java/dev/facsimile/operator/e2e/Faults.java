package dev.facsimile.operator.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/**
 * What can be broken, by the script that {@code FACSIMILE_E2E_FAULTS} names: its first argument is
 * {@code store-stop}, {@code store-start}, {@code apiserver-restart}, {@code controllers-restart},
 * {@code node-stop}, {@code node-start} or {@code gpu} with a number.
 */
record Faults(Path script) {
  /** The script; the test is skipped where there is none. */
  static Faults here() {
    var script = Site.here().faults();
    assumeTrue(script.isPresent(), "FACSIMILE_E2E_FAULTS names no script");
    return new Faults(script.get());
  }

  void gpus(int count) {
    Command.ok(script.toString(), "gpu", Integer.toString(count));
  }

  void run(String fault) {
    Command.ok(script.toString(), fault);
  }
}
