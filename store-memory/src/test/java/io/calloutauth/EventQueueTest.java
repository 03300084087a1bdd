package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.HostListener;
import io.calloutauth.testkit.RecordedLog;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventQueueTest {

  private static final long WITHOUT_END = Duration.ofHours(1).toNanos();

  private static EventQueue queueFor(CalloutAuthListener... listeners) {
    return new EventQueue(List.of(listeners));
  }

  @Test
  void severalListenersHearEachEventThoughOneBreaks() {
    HostListener second = new HostListener();
    EventQueue queue =
        queueFor(
            event -> {
              throw new IllegalStateException("broken");
            },
            second);

    RecordedLog.of(
        EventQueue.class.getName(),
        Level.ERROR,
        () -> {
          queue.add(SampleEvents.event(EventType.TOKEN_OBTAINED));
          Eventually.holds(() -> second.told.size() == 1);
        });
    queue.close();
  }

  @Test
  void whatFindsNoRoomIsCounted() {
    HostListener host = new HostListener();
    EventQueue queue = queueFor(host);
    host.shut();
    queue.add(SampleEvents.event(EventType.TOKEN_OBTAINED));
    Eventually.holds(() -> host.told.size() == 1);

    for (int n = 0; n < 10_003; n++) {
      queue.add(SampleEvents.event(EventType.TOKEN_RENEWED));
    }

    assertThat(queue.dropped()).isEqualTo(3);
    host.open();
    Eventually.holds(() -> host.told.size() == 10_001);
    queue.close();
  }

  @Test
  void aFloodOfOneTenantDropsItsOwnEventsAlone() {
    HostListener host = new HostListener();
    EventQueue queue = queueFor(host);
    host.shut();
    queue.add(SampleEvents.event(EventType.TOKEN_OBTAINED));
    Eventually.holds(() -> host.told.size() == 1);

    List<String> log =
        RecordedLog.of(
            EventQueue.class.getName(),
            Level.WARN,
            () -> IntStream.range(0, 10_500).forEach(n -> queue.add(event("noisy", n))));
    IntStream.range(0, 5_000).forEach(n -> queue.add(event("quiet", n)));
    IntStream.range(0, 2_000).forEach(n -> queue.add(event("late", n)));

    assertThat(queue.dropped()).isEqualTo(500);
    assertThat(log).hasSize(1).allMatch(line -> line.contains("noisy"));
    host.open();
    Eventually.holds(() -> host.told.size() == 1 + 10_000 + 5_000 + 2_000);
    queue.close();
  }

  @Test
  void tenantsTakeTurnsAndTheEventsOfEachComeInTheirOrder() {
    HostListener host = new HostListener();
    EventQueue queue = queueFor(host);
    host.shut();
    queue.add(event("noisy", 0));
    Eventually.holds(() -> host.told.size() == 1);
    IntStream.range(1, 1_000).forEach(n -> queue.add(event("noisy", n)));
    IntStream.range(0, 3).forEach(n -> queue.add(event("quiet", n)));

    host.open();

    Eventually.holds(() -> host.told.size() == 1_003);
    assertThat(host.told.stream().limit(7).map(CalloutAuthEvent::tenant))
        .containsExactly("noisy", "noisy", "quiet", "noisy", "quiet", "noisy", "quiet");
    assertThat(numbers(host, "noisy")).hasSize(1_000).isSorted();
    assertThat(numbers(host, "quiet")).containsExactly(0, 1, 2);
    queue.close();
  }

  private static CalloutAuthEvent event(String tenant, int number) {
    return SampleEvents.of(tenant, EventType.TOKEN_RENEWED, String.valueOf(number));
  }

  private static List<Integer> numbers(HostListener host, String tenant) {
    return host.told.stream()
        .filter(event -> event.tenant().equals(tenant))
        .map(event -> Integer.valueOf(event.actor().orElseThrow()))
        .toList();
  }

  @Test
  void anErrorOrAnInterruptOfTheListenerDoesNotEndTheQueue() {
    Set<EventType> heard = ConcurrentHashMap.newKeySet();
    EventQueue queue =
        queueFor(
            event -> {
              heard.add(event.type());
              Thread.currentThread().interrupt();
              throw new AssertionError("broken");
            });

    RecordedLog.of(
        EventQueue.class.getName(),
        Level.ERROR,
        () -> {
          for (EventType type : EventType.values()) {
            queue.add(SampleEvents.event(type));
          }
          Eventually.holds(() -> heard.size() == EventType.values().length);
        });
    queue.close();
  }

  @Test
  void theListenerComesToWhatWaitsWhenTheQueueIsClosed() throws InterruptedException {
    HostListener host = new HostListener();
    EventQueue queue = queueFor(host);
    host.shut();
    IntStream.range(0, 3).forEach(n -> queue.add(SampleEvents.event(EventType.TOKEN_RENEWED)));
    CompletableFuture<Void> opener = CompletableFuture.runAsync(host::open);

    queue.drain(WITHOUT_END);
    queue.close();

    opener.join();
    assertThat(host.told).hasSize(3);
    assertThat(queue.dropped()).isZero();
    assertThat(queue.awaitEnd(WITHOUT_END)).isTrue();
  }

  @Test
  void whatAListenerThatHangsDoesNotComeToIsCountedAndItIsNotInterrupted()
      throws InterruptedException {
    CountDownLatch hangs = new CountDownLatch(1);
    AtomicBoolean isOpen = new AtomicBoolean();
    List<Boolean> interrupted = new CopyOnWriteArrayList<>();
    EventQueue queue =
        queueFor(
            event -> {
              hangs.countDown();
              while (!isOpen.get()) {
                Thread.onSpinWait();
              }
              interrupted.add(Thread.interrupted());
            });
    IntStream.range(0, 3).forEach(n -> queue.add(SampleEvents.event(EventType.TOKEN_RENEWED)));
    hangs.await();

    queue.drain(0);
    queue.close();
    queue.add(SampleEvents.event(EventType.TOKEN_RENEWED));
    isOpen.set(true);

    assertThat(queue.awaitEnd(WITHOUT_END)).isTrue();
    assertThat(interrupted).containsExactly(false);
    assertThat(queue.dropped()).isEqualTo(3);
  }

  @Test
  void eachTenantWhoseEventsAreDroppedIsNamedOnce() {
    HostListener host = new HostListener();
    EventQueue queue = queueFor(host);
    host.shut();
    queue.add(SampleEvents.event(EventType.TOKEN_OBTAINED));
    Eventually.holds(() -> host.told.size() == 1);

    List<String> log =
        RecordedLog.of(
            EventQueue.class.getName(),
            Level.WARN,
            () -> {
              for (String tenant : List.of("first", "second", "first")) {
                IntStream.range(0, 10_500).forEach(n -> queue.add(event(tenant, n)));
              }
            });

    assertThat(log).hasSize(2);
    assertThat(log.get(0)).contains("first");
    assertThat(log.get(1)).contains("second");
    host.open();
    queue.close();
  }
}
