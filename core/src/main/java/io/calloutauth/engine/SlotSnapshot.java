package io.calloutauth.engine;

import io.calloutauth.engine.Clocks.Moment;
import org.jspecify.annotations.Nullable;

/** A slot as it was when an attempt at its token request began. Immutable; hides the token. */
final class SlotSnapshot {

  private final ProviderEntry entry;
  private final @Nullable ReadyToken last;
  private final BackOffState backOff;
  private final EndpointHealth health;

  /**
   * Takes a snapshot.
   *
   * @param entry the provider as the token request began with it
   */
  SlotSnapshot(Slot slot, ProviderEntry entry) {
    this.entry = entry;
    this.last = slot.last();
    this.backOff = slot.backOff();
    this.health = slot.health();
  }

  ProviderEntry entry() {
    return entry;
  }

  /** Returns the token that was published last, or null when there is none. */
  @Nullable ReadyToken last() {
    return last;
  }

  /** Returns the token if it may still be used, or null. */
  @Nullable ReadyToken usable(Moment now) {
    return last == null || last.isExpired(now.nanos(), now.millis()) ? null : last;
  }

  /** Returns the wait after the last token request. */
  BackOffState backOff() {
    return backOff;
  }

  /** Returns what is known of the token endpoint. */
  EndpointHealth health() {
    return health;
  }

  @Override
  public String toString() {
    return "SlotSnapshot[" + entry.key() + "]";
  }
}
