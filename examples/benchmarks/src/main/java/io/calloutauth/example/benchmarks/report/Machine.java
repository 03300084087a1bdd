package io.calloutauth.example.benchmarks.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Says what a run ran on. */
public final class Machine {

  private Machine() {}

  /** Returns one sentence: processor, memory, system and JDK. */
  public static String describe() {
    return "%d × %s, %d GiB, %s %s; %s %s."
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            processor(),
            Math.round(memory() / (double) (1L << 30)),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            System.getProperty("java.vm.name"),
            Runtime.version());
  }

  /** Returns the bytes of memory that the machine has. */
  public static long memory() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("processor");
    } catch (IOException notLinux) {
      return "processor";
    }
  }
}
