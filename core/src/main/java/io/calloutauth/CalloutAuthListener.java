package io.calloutauth;

/**
 * Hears what happens, for an audit trail or for metrics.
 *
 * <p>What an administrator does is told on the caller's thread, and in its transaction where the
 * store joins it: {@link #beforeChange} before it is stored, {@link #onEvent} after. What happens
 * to tokens is told to {@link #onEvent} alone, one after another on a thread of the library's,
 * through a queue in which tenants take turns, each with its events in their order: it drops what a
 * slow listener cannot take, of one tenant beyond 10,000 events, and sooner where many wait of
 * several. So is how a transaction of the host's ended. A listener that throws or blocks there
 * never harms a callout. Closing waits up to 5 seconds for what is queued, interrupts no listener,
 * and counts the rest as dropped.
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
   * ({@link CalloutAuthEvent#proposed()}); the end of that is told too. An exception after an
   * administrator's change reaches the caller, so that the host's transaction can be rolled back;
   * without one the change stays.
   */
  void onEvent(CalloutAuthEvent event);

  /**
   * Observes token requests from their beginning to their end, for spans of a tracer, say. What it
   * throws is logged and harms no request. It must not block: its time is the request's. Called by
   * many threads at once.
   */
  @FunctionalInterface
  interface TokenRequestObserver {

    /** Observes nothing. */
    TokenRequestObserver NONE = request -> outcome -> {};

    /**
     * Hears that a token request is about to be made, on the thread that makes it.
     *
     * @return what hears of its end
     */
    OpenRequest opened(Request request);

    /** Hears of the end of one token request. */
    @FunctionalInterface
    interface OpenRequest {

      /**
       * Hears that the request is over, on the thread that made it, and once.
       *
       * @param outcome {@code issued}, or the name of a {@link io.calloutauth.oauth.TokenError} in
       *     lower case
       */
      void closed(String outcome);
    }

    /**
     * A token request, without anything secret.
     *
     * @param tenant the tenant
     * @param providerId the provider's id; empty for a check of settings that are not stored
     * @param grantType the parameter {@code grant_type} (RFC 6749 section 4)
     * @param host the host of the token endpoint
     */
    record Request(String tenant, String providerId, String grantType, String host) {}
  }
}
