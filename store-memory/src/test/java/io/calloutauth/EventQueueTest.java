package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.HostListener;
import io.calloutauth.testkit.RecordedLog;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class EventQueueTest {

  @Test
  void whatFindsNoRoomIsCounted() {
    HostListener host = new HostListener();
    EventQueue queue = new EventQueue(host);
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
  void anErrorOrAnInterruptOfTheListenerDoesNotEndTheQueue() {
    Set<EventType> heard = ConcurrentHashMap.newKeySet();
    EventQueue queue =
        new EventQueue(
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
}
