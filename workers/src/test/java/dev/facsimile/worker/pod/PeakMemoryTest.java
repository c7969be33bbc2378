package dev.facsimile.worker.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeakMemoryTest {
  @TempDir private Path root;

  @Test
  void theContainersFigureIsAskedForFirstThenThatOfTheProcess() throws IOException {
    assertThat(PeakMemory.bytes(root)).isZero();

    system("proc/self/status", "Name:\tjava\nVmHWM:\t  2048 kB\nVmRSS:\t 10 kB\n");
    assertThat(PeakMemory.bytes(root)).isEqualTo(2048 * 1024);

    system("sys/fs/cgroup/memory/memory.max_usage_in_bytes", "3000000\n");
    assertThat(PeakMemory.bytes(root)).isEqualTo(3_000_000);

    system("sys/fs/cgroup/memory.peak", "4000000\n");
    assertThat(PeakMemory.bytes(root)).isEqualTo(4_000_000);
  }

  @Test
  void whatIsNoNumberIsNotBelieved() throws IOException {
    system("sys/fs/cgroup/memory.peak", "max\n");
    system("proc/self/status", "VmHWM:\tmuch\n");

    assertThat(PeakMemory.bytes(root)).isZero();
  }

  private void system(String name, String content) throws IOException {
    Files.createDirectories(root.resolve(name).getParent());
    Files.writeString(root.resolve(name), content);
  }
}
