package dev.facsimile.operator.sweep;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The gauge of how much each namespace holds, as of its last sweep. */
public final class StoreSizes {
  private final MultiGauge gauge;
  private final Map<String, Long> sizes = new TreeMap<>();

  /** A gauge without namespaces. */
  public StoreSizes(MeterRegistry registry) {
    this.gauge =
        MultiGauge.builder("facsimile.store.bytes")
            .description("Size of a namespace in the store, as of the last sweep")
            .register(registry);
  }

  synchronized void set(String namespace, long bytes) {
    sizes.put(namespace, bytes);
    publish();
  }

  synchronized void retain(Collection<String> namespaces) {
    if (sizes.keySet().retainAll(namespaces)) {
      publish();
    }
  }

  private void publish() {
    gauge.register(
        sizes.entrySet().stream()
            .map(size -> MultiGauge.Row.of(Tags.of("namespace", size.getKey()), size.getValue()))
            .toList(),
        true);
  }
}
