package io.calloutauth.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The gauges of an endurance run see what is held. */
class GaugesTest {

  private static final int HELD = 40;

  @Test
  void seeHeldMemory() {
    long before = read(Gauge.HEAP);
    byte[][] held = new byte[HELD][1 << 20];

    assertThat(read(Gauge.HEAP) - before).isGreaterThan((HELD / 2) << 20);
    assertThat(held).hasNumberOfRows(HELD);
  }

  /** Many idle threads of other tests may end at that moment: not each time. */
  @Test
  void seeThreads() {
    Eventually.holds(GaugesTest::seesThreads);
  }

  private static boolean seesThreads() {
    long before = read(Gauge.THREADS);
    CountDownLatch end = new CountDownLatch(1);
    List<Thread> held = new ArrayList<>();
    for (int i = 0; i < HELD; i++) {
      Thread thread = new Thread(() -> await(end), "held");
      thread.setDaemon(true);
      thread.start();
      held.add(thread);
    }
    long more = read(Gauge.THREADS) - before;
    end.countDown();
    held.forEach(GaugesTest::awaitEnd);
    return more > HELD / 2;
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void seeSockets() throws IOException {
    long before = read(Gauge.DESCRIPTORS);
    List<ServerSocket> held = new ArrayList<>();
    for (int i = 0; i < HELD; i++) {
      held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }

    assertThat(read(Gauge.DESCRIPTORS) - before).isGreaterThan(HELD / 2);
    for (ServerSocket socket : held) {
      socket.close();
    }
  }

  private static long read(Gauge gauge) {
    Map<Gauge, Long> sample = Gauges.process();
    return sample.getOrDefault(gauge, 0L);
  }

  private static void awaitEnd(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
