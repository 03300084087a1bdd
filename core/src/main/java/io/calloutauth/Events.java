package io.calloutauth;

import io.calloutauth.CalloutAuthEvent.Detail;
import io.calloutauth.CalloutAuthEvent.Origin;
import io.calloutauth.CalloutAuthEvent.Subject;
import io.calloutauth.engine.TokenListener;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.ProviderKey;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes events and brings them to the listeners: changes on the caller's thread, tokens through the
 * queue. Thread-safe.
 */
final class Events implements TokenListener {

  private final List<CalloutAuthListener> listeners;
  private final EventQueue queue;
  private final InstantSource clock;
  private final BooleanSupplier joinsTransaction;

  /**
   * Makes what makes events.
   *
   * @param joinsTransaction tells whether what this thread writes waits for a host's commit
   */
  Events(
      List<CalloutAuthListener> listeners,
      EventQueue queue,
      InstantSource clock,
      BooleanSupplier joinsTransaction) {
    this.listeners = List.copyOf(listeners);
    this.queue = queue;
    this.clock = clock;
    this.joinsTransaction = joinsTransaction;
  }

  /** Returns what tells the listeners of one actor's doings. */
  Actor actor(String tenant, @Nullable String actor) {
    return new Actor(new Origin(tenant, actor));
  }

  @Override
  public void happened(ProviderKey provider, Kind kind, Note note) {
    boolean well =
        switch (kind) {
          case OBTAINED, RENEWED, REVOKED_LATER -> true;
          case FAILED, ENDPOINT_REFUSED, VALUE_UNOPENED, REVOCATION_REFUSED_LATER -> false;
        };
    Subject subject = new Subject(new ProviderId(provider.id()), null);
    queue.add(
        new CalloutAuthEvent(
            type(kind),
            new Origin(provider.tenant(), null),
            clock.instant(),
            subject,
            Detail.of(well, note)));
  }

  private static EventType type(TokenListener.Kind kind) {
    return switch (kind) {
      case OBTAINED -> EventType.TOKEN_OBTAINED;
      case RENEWED -> EventType.TOKEN_RENEWED;
      case FAILED -> EventType.TOKEN_FAILED;
      case ENDPOINT_REFUSED -> EventType.ENDPOINT_REFUSED;
      case VALUE_UNOPENED -> EventType.VALUE_UNOPENED;
      case REVOKED_LATER, REVOCATION_REFUSED_LATER -> EventType.TOKEN_REVOKED;
    };
  }

  /** Tells of what one actor does in one tenant. */
  final class Actor {

    private final Origin origin;

    private Actor(Origin origin) {
      this.origin = origin;
    }

    /** Asks the listeners whether a change may be made: one throws when not. */
    void propose(EventType type, Subject subject, Detail detail) {
      CalloutAuthEvent proposed = event(type, subject, detail);
      listeners.forEach(listener -> listener.beforeChange(proposed));
    }

    /**
     * Tells the listeners, on this thread, of a change that was made, or is proposed as long as the
     * host's transaction lasts.
     */
    void changed(EventType type, Subject subject, Detail detail) {
      if (listeners.isEmpty()) {
        return;
      }
      boolean proposed = joinsTransaction.getAsBoolean();
      CalloutAuthEvent made = event(type, subject, detail.proposed(proposed));
      listeners.forEach(listener -> listener.onEvent(made));
    }

    /** Tells the listeners, through the queue, of what was done with a token. */
    void token(EventType type, @Nullable ProviderId id, Detail detail) {
      queue.add(event(type, new Subject(id, null), detail));
    }

    /** Tells the listeners, through the queue, of a callout whose refusal nothing mended. */
    void refused(BearerCredentials used, String why) {
      Subject subject = new Subject(new ProviderId(used.providerId()), used.notificationId());
      queue.add(event(EventType.TOKEN_REFUSED, subject, Detail.of(false, why)));
    }

    private CalloutAuthEvent event(EventType type, Subject subject, Detail detail) {
      return new CalloutAuthEvent(type, origin, clock.instant(), subject, detail);
    }
  }
}
