package io.calloutauth.example.benchmarks.subject;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;

/**
 * The least that a token cache for many notifications can do: one map look-up, one volatile read
 * and one clock read. Fetches each token beforehand and never again.
 */
final class Floor implements Subject {

  private final ConcurrentMap<String, Slot> slots = new ConcurrentHashMap<>();

  Floor(Setting setting) {
    for (int i = 0; i < setting.notifications(); i++) {
      slots.put(Setting.notification(i), new Slot("Bearer token-" + i));
    }
  }

  private static final class Slot {

    private final long expires = System.nanoTime() + 3_600_000_000_000L;
    private volatile String header;

    Slot(String header) {
      this.header = header;
    }
  }

  @Override
  public void authenticate(String notificationId, BiConsumer<String, String> headers) {
    Slot slot = slots.get(notificationId);
    if (slot == null) {
      throw new IllegalArgumentException("there is no such notification");
    }
    String header = slot.header;
    if (System.nanoTime() - slot.expires >= 0) {
      throw new IllegalStateException("the token is over");
    }
    headers.accept("Authorization", header);
  }

  @Override
  public void close() {}
}
