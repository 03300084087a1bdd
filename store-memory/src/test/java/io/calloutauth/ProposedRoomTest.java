package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.calloutauth.CalloutAuthEvent.Origin;
import io.calloutauth.CalloutAuthEvent.Subject;
import io.calloutauth.store.ChangeFeed;
import io.calloutauth.store.Store;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.HostListener;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.RecordedLog;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many changes wait for a host's commit, and whose. */
class ProposedRoomTest {

  private final AtomicInteger marks = new AtomicInteger();
  private final HostListener host = new HostListener();
  private final EventQueue queue = new EventQueue(List.of(host));
  private final ProposedChanges proposed =
      new ProposedChanges(store(), queue, new ManualWorld().world().clocks());

  @AfterEach
  void close() {
    queue.close();
  }

  /** A store whose every change has a mark of its own: 1, 2, 3, … */
  private Store store() {
    ChangeFeed feed = standIn(ChangeFeed.class, () -> Integer.toString(marks.incrementAndGet()));
    return standIn(Store.class, () -> feed);
  }

  private static <T> T standIn(Class<T> type, Supplier<Object> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (proxy, method, any) -> answer.get()));
  }

  private void propose(String tenant) {
    proposed.add(
        new CalloutAuthEvent(
            EventType.BINDING_MADE,
            new Origin(tenant, null),
            Instant.EPOCH,
            Subject.NONE,
            Events.Detail.NONE.proposed(true)));
  }

  @Test
  void aTenantThatProposesManyLeavesRoomForTheOthers() {
    IntStream.range(0, 10_500).forEach(n -> propose("noisy"));
    propose("quiet");

    assertThat(queue.dropped()).isEqualTo(500);
    proposed.committed(List.of(Integer.toString(marks.get())));
    Eventually.holds(() -> host.told.size() == 1);
    assertThat(host.told.get(0).tenant()).isEqualTo("quiet");
  }

  @Test
  void aCloseThatHearsOfNoEndAlarmsNobody() {
    propose("acme");
    assertThat(closing())
        .singleElement()
        .asString()
        .startsWith("INFO ")
        .contains("whether 1 change is committed", "Nothing is lost");
    propose("acme");
    assertThat(closing()).singleElement().asString().contains("whether 2 changes are committed");
  }

  private List<String> closing() {
    return RecordedLog.of(ProposedChanges.class.getName(), Level.INFO, proposed::close);
  }

  @Test
  void whatEndedMakesRoom() {
    IntStream.range(0, 10_000).forEach(n -> propose("noisy"));
    proposed.committed(IntStream.rangeClosed(1, 400).mapToObj(Integer::toString).toList());
    IntStream.range(0, 500).forEach(n -> propose("noisy"));

    assertThat(queue.dropped()).isEqualTo(100);
  }
}
