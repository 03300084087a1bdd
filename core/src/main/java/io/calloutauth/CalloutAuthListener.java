package io.calloutauth;

/**
 * Hears what happens, for an audit trail or for metrics.
 *
 * <p>What an administrator does is told on the caller's thread, and in its transaction where the
 * store joins it: {@link #beforeChange} before it is stored, {@link #onEvent} after. What happens
 * to tokens is told to {@link #onEvent} alone, one after another on a thread of the library's,
 * through a queue of 10,000 events that drops what a slow listener cannot take. A listener that
 * throws or blocks there never harms a callout. Closing waits up to 5 seconds for what is queued,
 * interrupts no listener, and counts the rest as dropped.
 */
public interface CalloutAuthListener {

  /** Hears nothing. */
  CalloutAuthListener NONE = event -> {};

  /**
   * Hears what an administrator is about to change, and may veto it by throwing: nothing is stored,
   * and the exception reaches the caller. The event's provider is empty when it is about to be
   * created.
   */
  default void beforeChange(CalloutAuthEvent proposed) {}

  /**
   * Hears what happened, or was done in a transaction of the host's that may still be rolled back
   * ({@link CalloutAuthEvent#proposed()}). An exception after an administrator's change reaches the
   * caller, so that the host's transaction can be rolled back; without one the change stays.
   */
  void onEvent(CalloutAuthEvent event);
}
