package io.calloutauth.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what this process holds, and its change table. */
final class Gauges {

  private final ChangeTable changes;
  private final Tally tally;

  Gauges(ChangeTable changes, Tally tally) {
    this.changes = changes;
    this.tally = tally;
  }

  /** Reads all gauges; what cannot be read right now is left out. Collects the whole heap. */
  Map<Gauge, Long> read() {
    Map<Gauge, Long> sample = new EnumMap<>(process());
    put(sample, Gauge.OVERDUE_CHANGES, changes.overdue());
    Long rows = changes.rows();
    put(sample, Gauge.UNASKED_CHANGES, rows == null ? null : rows - tally.changes());
    return sample;
  }

  /** Reads what this process holds. Collects the whole heap. */
  static Map<Gauge, Long> process() {
    Map<Gauge, Long> sample = new EnumMap<>(Gauge.class);
    System.gc();
    sample.put(Gauge.HEAP, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    sample.put(Gauge.THREADS, (long) ManagementFactory.getThreadMXBean().getThreadCount());
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      sample.put(Gauge.DESCRIPTORS, system.getOpenFileDescriptorCount());
    }
    return sample;
  }

  private static void put(Map<Gauge, Long> sample, Gauge gauge, @Nullable Long value) {
    if (value != null) {
      sample.put(gauge, value);
    }
  }
}
