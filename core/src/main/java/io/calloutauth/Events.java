package io.calloutauth;

import io.calloutauth.CalloutAuthEvent.Origin;
import io.calloutauth.CalloutAuthEvent.Subject;
import io.calloutauth.engine.Clocks;
import io.calloutauth.engine.TokenListener;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.ProviderKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes events and brings them to the listeners: changes on the caller's thread, tokens through the
 * queue. Thread-safe.
 */
final class Events implements TokenListener {

  private final List<CalloutAuthListener> listeners;
  private final EventQueue queue;
  private final Clocks clocks;
  private final BooleanSupplier joinsTransaction;

  /**
   * Makes what makes events.
   *
   * @param joinsTransaction tells whether what this thread writes waits for a host's commit
   */
  Events(
      List<CalloutAuthListener> listeners,
      EventQueue queue,
      Clocks clocks,
      BooleanSupplier joinsTransaction) {
    this.listeners = List.copyOf(listeners);
    this.queue = queue;
    this.clocks = clocks;
    this.joinsTransaction = joinsTransaction;
  }

  /**
   * Returns what tells the listeners of one actor's doings.
   *
   * @param names finds a provider's name, without blocking; empty when it is not at hand
   */
  Actor actor(String tenant, @Nullable String actor, Function<ProviderId, String> names) {
    return new Actor(new Origin(tenant, actor), names);
  }

  @Override
  public void happened(ProviderKey provider, String name, Kind kind, Note note) {
    boolean well =
        switch (kind) {
          case OBTAINED, RENEWED, REVOKED_LATER -> true;
          case FAILED, ENDPOINT_REFUSED, VALUE_UNOPENED, REVOCATION_REFUSED_LATER -> false;
        };
    Subject subject = new Subject(new NamedProvider(new ProviderId(provider.id()), name), null);
    queue.add(
        new CalloutAuthEvent(
            type(kind),
            new Origin(provider.tenant(), null),
            clocks.wall().instant(),
            subject,
            EventDetail.of(well, note)));
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
    private final Function<ProviderId, String> names;

    private Actor(Origin origin, Function<ProviderId, String> names) {
      this.origin = origin;
      this.names = names;
    }

    /** Returns when a command starts that {@link #token} tells of, by the monotonic clock. */
    long start() {
      return clocks.nanos();
    }

    /** Asks the listeners whether a change may be made: one throws when not. */
    void propose(EventType type, Subject subject, EventDetail detail) {
      CalloutAuthEvent proposed = event(type, subject, detail);
      listeners.forEach(listener -> listener.beforeChange(proposed));
    }

    /**
     * Tells the listeners, on this thread, of a change that was made, or is proposed as long as the
     * host's transaction lasts.
     */
    void changed(EventType type, Subject subject, EventDetail detail) {
      if (listeners.isEmpty()) {
        return;
      }
      boolean proposed = joinsTransaction.getAsBoolean();
      CalloutAuthEvent made = event(type, subject, detail.proposed(proposed));
      listeners.forEach(listener -> listener.onEvent(made));
    }

    /** Tells the listeners, through the queue, of what was done with a token since a start. */
    void token(EventType type, @Nullable ProviderId id, EventDetail detail, long start) {
      Duration took = Duration.ofNanos(clocks.nanos() - start);
      queue.add(event(type, Subject.of(id, null), detail.lasting(took)));
    }

    /** Tells the listeners, through the queue, of a callout whose refusal nothing mended. */
    void refused(BearerCredentials used, String why) {
      Subject subject = Subject.of(new ProviderId(used.providerId()), used.notificationId());
      queue.add(event(EventType.TOKEN_REFUSED, subject, EventDetail.of(false, why)));
    }

    private CalloutAuthEvent event(EventType type, Subject subject, EventDetail detail) {
      Instant now = clocks.wall().instant();
      return new CalloutAuthEvent(type, origin, now, subject.orNamed(names), detail);
    }
  }
}
