package dev.facsimile.worker.bench;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.sun.management.OperatingSystemMXBean;
import dev.facsimile.worker.image.codec.ImageDecoder;
import dev.facsimile.worker.model.TensorEngine;
import java.lang.management.ManagementFactory;

/**
 * What was measured on.
 *
 * @param cores processors that the process may use
 * @param load processes that wanted a processor, over the last minute; above 0 before the
 *     measurement means that others use the machine
 * @param heapMegabytes limit of the Java heap
 * @param jdk version and vendor
 * @param platform operating system and architecture
 * @param allocator what serves native memory
 * @param jpeg which JPEG decoder, and why
 * @param engine tensor engine with its version
 * @param threads of the engine's arithmetic
 */
@JsonPropertyOrder({
  "cores",
  "threads",
  "load",
  "heapMegabytes",
  "jdk",
  "platform",
  "allocator",
  "jpeg",
  "engine"
})
public record Machine(
    int cores,
    double load,
    long heapMegabytes,
    String jdk,
    String platform,
    String allocator,
    String jpeg,
    String engine,
    int threads) {

  /** This machine. */
  public static Machine here(String allocator, int threads) {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        system().getSystemLoadAverage(),
        Runtime.getRuntime().maxMemory() / 1_000_000,
        Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        allocator,
        ImageDecoder.jpegLibrary(),
        TensorEngine.version(),
        threads);
  }

  /** Processor time of this process so far, in nanoseconds. */
  public static long cpuNanos() {
    return system().getProcessCpuTime();
  }

  private static OperatingSystemMXBean system() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  }
}
