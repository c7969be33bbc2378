package dev.facsimile.worker.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The most memory that this container, or else this process, has had. The container's figure counts
 * what the kernel holds against its limit, files in memory included.
 */
public final class PeakMemory {
  private static final List<String> CONTAINER =
      List.of(
          "sys/fs/cgroup/memory.peak", // cgroup v2
          "sys/fs/cgroup/memory/memory.max_usage_in_bytes"); // cgroup v1
  private static final String PROCESS = "proc/self/status";

  private PeakMemory() {}

  /**
   * Bytes; 0 where the system does not say.
   *
   * @param root where the system's files begin
   */
  public static long bytes(Path root) {
    for (var name : CONTAINER) {
      long bytes = number(read(root.resolve(name)).strip());
      if (bytes > 0) {
        return bytes;
      }
    }
    return read(root.resolve(PROCESS))
            .lines()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToLong(line -> number(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElse(0)
        * 1024;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  private static long number(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }
}
