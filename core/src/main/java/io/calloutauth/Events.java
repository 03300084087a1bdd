package io.calloutauth;

import io.calloutauth.CalloutAuthEvent.Origin;
import io.calloutauth.CalloutAuthEvent.Subject;
import io.calloutauth.CalloutAuthException.NamedProvider;
import io.calloutauth.CalloutAuthListener.TokenRequestObserver;
import io.calloutauth.CalloutAuthListener.TokenRequestObserver.OpenRequest;
import io.calloutauth.CalloutAuthListener.TokenRequestObserver.Request;
import io.calloutauth.engine.TokenListener;
import io.calloutauth.engine.TokenListener.Note;
import io.calloutauth.engine.TokenOutcome;
import io.calloutauth.history.HistoryRecorder;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.schedule.Clocks;
import io.calloutauth.store.HistoryNote;
import io.calloutauth.store.HistoryRow;
import io.calloutauth.store.Identifiers;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes events and brings them to the listeners: changes on the caller's thread, tokens and the
 * ends of proposed changes through the queue. Thread-safe.
 */
final class Events implements TokenListener {

  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  private final List<CalloutAuthListener> listeners;
  private final TokenRequestObserver observer;
  private final EventQueue queue;
  private final Clocks clocks;
  private final ProposedChanges proposed;
  private final HistoryRecorder history;

  /**
   * Makes what makes events.
   *
   * @param from knows who hears them
   * @param proposed knows which changes wait for a host's commit
   * @param history keeps what is asked for later
   */
  Events(
      CalloutAuthBuilder from,
      EventQueue queue,
      Clocks clocks,
      ProposedChanges proposed,
      HistoryRecorder history) {
    this.listeners = List.copyOf(from.listeners);
    this.observer = from.observer;
    this.queue = queue;
    this.clocks = clocks;
    this.proposed = proposed;
    this.history = history;
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
          case OBTAINED,
              RENEWED,
              CREDENTIAL_SWITCHED,
              CERTIFICATE_ENDS,
              SECRET_ENDS,
              REVOKED_LATER ->
              true;
          case FAILED,
              ENDPOINT_REFUSED,
              VALUE_UNOPENED,
              AUTHORIZATION_NEEDED,
              AUTHORIZATION_IN_DOUBT,
              REVOCATION_REFUSED_LATER ->
              false;
        };
    Subject subject = new Subject(new NamedProvider(new ProviderId(provider.id()), name), null);
    tell(
        new CalloutAuthEvent(
            type(kind),
            new Origin(provider.tenant(), null),
            clocks.wall().instant(),
            subject,
            Detail.of(well, note)));
  }

  private void tell(CalloutAuthEvent event) {
    queue.add(event);
    if (history.isOn()) {
      EventType.later(event).ifPresent(history::add);
    }
  }

  @Override
  public Consumer<String> requesting(
      String tenant, String providerId, String grantType, String host) {
    try {
      OpenRequest open = observer.opened(new Request(tenant, providerId, grantType, host));
      return outcome -> close(open, outcome);
    } catch (RuntimeException | Error broken) {
      LOG.warn("The observer failed at the beginning of a token request", broken);
      return outcome -> {};
    }
  }

  private static void close(OpenRequest open, String outcome) {
    try {
      open.closed(outcome);
    } catch (RuntimeException | Error broken) {
      LOG.warn("The observer failed at the end of a token request", broken);
    }
  }

  @Override
  public void committed(List<String> marks) {
    proposed.committed(marks);
  }

  @Override
  public void caughtUp() {
    proposed.giveUp();
  }

  private static EventType type(TokenListener.Kind kind) {
    return switch (kind) {
      case OBTAINED -> EventType.TOKEN_OBTAINED;
      case RENEWED -> EventType.TOKEN_RENEWED;
      case FAILED -> EventType.TOKEN_FAILED;
      case CREDENTIAL_SWITCHED -> EventType.CREDENTIAL_SWITCHED;
      case CERTIFICATE_ENDS -> EventType.CERTIFICATE_ENDS;
      case SECRET_ENDS -> EventType.SECRET_ENDS;
      case ENDPOINT_REFUSED -> EventType.ENDPOINT_REFUSED;
      case VALUE_UNOPENED -> EventType.VALUE_UNOPENED;
      case AUTHORIZATION_NEEDED -> EventType.AUTHORIZATION_NEEDED;
      case AUTHORIZATION_IN_DOUBT -> EventType.AUTHORIZATION_IN_DOUBT;
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

    /** Returns who acts; empty when nobody is known. */
    String name() {
      return origin.actor() == null ? "" : origin.actor();
    }

    /** Returns when a command starts that {@link #token} tells of, by the monotonic clock. */
    long start() {
      return clocks.nanos();
    }

    /** Asks the listeners whether a change may be made: one throws when not. */
    void propose(EventType type, Subject subject, Detail detail) {
      CalloutAuthEvent proposed = event(type, subject, detail);
      listeners.forEach(listener -> listener.beforeChange(proposed));
    }

    /**
     * Tells the listeners, on this thread, of a change that was made, or is proposed as long as the
     * host's transaction lasts: of the end of that they are told through the queue.
     */
    void changed(EventType type, Subject subject, Detail detail) {
      String provider = subject.provider() == null ? "" : subject.provider().id().key();
      history.trimLater(new ProviderKey(origin.tenant(), provider));
      if (listeners.isEmpty()) {
        return;
      }
      CalloutAuthEvent made = event(type, subject, detail.proposed(proposed.isProposing()));
      try {
        listeners.forEach(listener -> listener.onEvent(made));
      } finally { // what one of them refuses, others may have heard
        proposed.add(made);
      }
    }

    /**
     * Returns a store that keeps a change in the history, in the transaction that makes it.
     *
     * @throws StoreUnavailableException when it is broken
     */
    Store recording(Store store, EventType type, Subject subject, Detail detail) {
      return history.isOn()
          ? StoreCalls.call(() -> store.recording(EventType.change(event(type, subject, detail))))
          : store;
    }

    /** Forgets what is not in the tenant's history yet. */
    void forget() {
      history.forget(origin.tenant());
    }

    /**
     * Notes a callout that was not sent, in the history alone.
     *
     * @param obstacle what it came to; null when the wait for that was over
     */
    void notSent(String notificationId, CalloutAuthException why, @Nullable TokenOutcome obstacle) {
      if (history.isOn()) {
        String id = obstacle == null ? null : obstacle.concerned();
        ProviderId provider = id == null ? null : new ProviderId(id);
        String name = why.getClass().getSimpleName().replace("Exception", "");
        String reason = obstacle == null ? "" : obstacle.words();
        Detail detail = Detail.of(false, reason.isEmpty() ? name : name + ": " + reason);
        Subject subject = Subject.of(provider, notificationId);
        HistoryRow row =
            event(EventType.TOKEN_REFUSED, subject, detail).historyRow().toBuilder()
                .kind("CALLOUT_NOT_SENT")
                .correlationId(why.correlationId().orElse(""))
                .build();
        history.add(HistoryNote.of(row, HistoryNote.Rule.COUNTED, "callout"));
      }
    }

    /** Tells the listeners, through the queue, of what was done with a token since a start. */
    void token(EventType type, @Nullable ProviderId id, Detail detail, long start) {
      Duration took = Duration.ofNanos(clocks.nanos() - start);
      tell(event(type, Subject.of(id, null), detail.lasting(took)));
    }

    /** Counts as dropped what the listeners are not told of, because there is too much of it. */
    void drop() {
      queue.countDropped();
    }

    /** Tells the listeners, through the queue, of a callout whose refusal nothing mended. */
    void refused(BearerCredentials used, String why) {
      Subject subject = Subject.of(new ProviderId(used.providerId()), used.notificationId());
      tell(event(EventType.TOKEN_REFUSED, subject, Detail.of(false, why)));
    }

    private CalloutAuthEvent event(EventType type, Subject subject, Detail detail) {
      Instant now = clocks.wall().instant();
      return new CalloutAuthEvent(type, origin, now, subject.orNamed(names), detail);
    }
  }

  /**
   * How what an event tells of went.
   *
   * @param succeeded whether it went well
   * @param proposed whether it waits for the commit of a host's transaction
   * @param note more on it
   * @param changedFields the fields that an update changed
   * @param widenedFields the fields by which it lets a secret or token go elsewhere
   */
  record Detail(
      boolean succeeded,
      boolean proposed,
      Note note,
      List<ProviderField> changedFields,
      List<ProviderField> widenedFields) {
    static final Detail NONE = of(true, "");

    static Detail of(boolean succeeded, String text) {
      return of(succeeded, Note.of(text));
    }

    static Detail of(boolean succeeded, Note note) {
      return new Detail(succeeded, false, note, List.of(), List.of());
    }

    static Detail of(TestReport report) {
      return of(report.passed(), Note.NONE.under(report.correlationId()));
    }

    static Detail update(List<ProviderField> changed, List<ProviderField> widened) {
      return new Detail(true, false, Note.NONE, changed, widened);
    }

    Detail lasting(Duration taken) {
      return new Detail(succeeded, proposed, note.lasting(taken), changedFields, widenedFields);
    }

    Detail proposed(boolean proposed) {
      return new Detail(succeeded, proposed, note, changedFields, widenedFields);
    }

    /** Returns what became of the same change once the host's transaction was over. */
    Detail ended(boolean committed) {
      String end = committed ? "committed" : "not committed";
      Note both = Note.of(note.text().isEmpty() ? end : note.text() + ", " + end);
      return new Detail(committed, false, both, changedFields, widenedFields);
    }

    /** Returns a text without characters that could make one line look like two. */
    static String onOneLine(String text) {
      return text.codePoints()
          .map(point -> point == ' ' || Identifiers.isVisible(point) ? point : '?')
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();
    }
  }
}
