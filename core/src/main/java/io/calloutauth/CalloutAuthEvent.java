package io.calloutauth;

import io.calloutauth.CalloutAuthException.NamedProvider;
import io.calloutauth.json.PlainMap;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.HistoryRow;
import io.calloutauth.store.ProviderRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, for an audit trail. Holds no secret, token or words of a server.
 * Immutable and thread-safe.
 */
public final class CalloutAuthEvent {

  private final EventType type;
  private final Origin origin;
  private final Instant time;
  private final Subject subject;
  private final Events.Detail detail;

  CalloutAuthEvent(
      EventType type, Origin origin, Instant time, Subject subject, Events.Detail detail) {
    this.type = Objects.requireNonNull(type, "type");
    this.origin = Objects.requireNonNull(origin, "origin");
    this.time = Objects.requireNonNull(time, "time");
    this.subject = Objects.requireNonNull(subject, "subject");
    this.detail = Objects.requireNonNull(detail, "detail");
  }

  /** Returns what happened. */
  public EventType type() {
    return type;
  }

  /** Returns the tenant. */
  public String tenant() {
    return origin.tenant();
  }

  /** Returns who did it; empty when the library did, or when the host named nobody. */
  public Optional<String> actor() {
    return Optional.ofNullable(origin.actor());
  }

  /** Returns when it happened. */
  public Instant time() {
    return time;
  }

  /**
   * Returns whether a change waits for the commit of the host's transaction that it was made in: it
   * never happened if that is rolled back. Some seconds after the commit the same event comes once
   * more, not proposed, with the detail {@code committed}; if none is heard of in 16 minutes, it
   * comes failed, {@code not committed}. A detail that the change had stands before that, with a
   * comma and a space between: {@code <key id>, committed}. Only the node that made the change
   * tells of its end, unless it is closed before. What is told of tokens is never proposed.
   */
  public boolean proposed() {
    return detail.proposed();
  }

  /** Returns whether it went well: false for failures, refusals, and tests that did not pass. */
  public boolean succeeded() {
    return detail.succeeded();
  }

  /** Returns the provider; empty when none is concerned. */
  public Optional<ProviderId> providerId() {
    return Optional.ofNullable(subject.provider()).map(NamedProvider::id);
  }

  /**
   * Returns the provider's name at the time, for people; empty when none is concerned, or when its
   * name was not at hand.
   */
  public Optional<String> providerName() {
    return Optional.ofNullable(subject.provider())
        .map(NamedProvider::name)
        .filter(name -> !name.isEmpty());
  }

  /** Returns the notification; empty when none is concerned. */
  public Optional<String> notificationId() {
    return Optional.ofNullable(subject.notificationId());
  }

  /** Returns the fields that an update changed; empty for other events. */
  public List<ProviderField> changedFields() {
    return detail.changedFields();
  }

  /**
   * Returns the fields by which an update lets a secret or a token go where it could not go before,
   * such as more {@link ProviderField#ORIGINS}; empty for other events. A listener may want a
   * second pair of eyes for these: {@link CalloutAuthListener#beforeChange} hears of them before
   * anything is stored.
   */
  public List<ProviderField> widenedFields() {
    return detail.widenedFields();
  }

  /**
   * Returns how long a command took, or the server that was asked for a token; empty for events
   * that tell of no such thing. It is the operator's, as {@link #operatorDetail()} is: how long a
   * failure took tells one network from another.
   */
  public Optional<Duration> duration() {
    return Optional.ofNullable(detail.note().duration());
  }

  /**
   * Returns what the log's line on a failure and the exceptions that it caused have in common, or
   * the id of a test's report; empty for other events.
   */
  public Optional<String> correlationId() {
    return Optional.of(detail.note().correlationId()).filter(id -> !id.isEmpty());
  }

  /**
   * Returns an error's name and code, or another word on the outcome; may be empty. It tells no
   * network from another, so that a tenant may read it.
   */
  public String detail() {
    return detail.note().text();
  }

  /**
   * Returns what the operator alone may read, such as which address fell under which rule or where
   * TLS failed; may be empty. It can name private addresses and tells one network from another:
   * never show it to a tenant. It is not part of {@link #toString}.
   */
  public String operatorDetail() {
    return detail.note().operatorText();
  }

  /**
   * Returns what a tenant may read of it for a host's JSON: {@code type}, {@code tenant}, {@code
   * actor}, {@code time} (ISO 8601), {@code succeeded}, {@code proposed}, {@code provider_id},
   * {@code provider_name}, {@code notification_id}, {@code changed_fields} and {@code
   * widened_fields} by their keys, {@code detail} and {@code correlation_id}. What is empty is left
   * out.
   */
  public Map<String, Object> toMap() {
    return new PlainMap()
        .put("type", type.name())
        .put("tenant", origin.tenant())
        .put("actor", origin.actor())
        .put("time", time)
        .put("succeeded", succeeded())
        .put("proposed", proposed())
        .put("provider_id", providerId().map(ProviderId::toString).orElse(null))
        .put("provider_name", providerName().orElse(null))
        .put("notification_id", subject.notificationId())
        .putAll("changed_fields", changedFields().stream().map(ProviderField::key))
        .putAll("widened_fields", widenedFields().stream().map(ProviderField::key))
        .put("detail", detail().isEmpty() ? null : detail())
        .put("correlation_id", correlationId().orElse(null))
        .build();
  }

  /**
   * Returns one line for an audit trail that a tenant may read, without characters that could make
   * it look like two.
   */
  @Override
  public String toString() {
    return type
        + "[tenant="
        + origin.tenant()
        + actor().map(name -> ", actor=" + Events.Detail.onOneLine(name)).orElse("")
        + Events.Detail.onOneLine(subject.toString())
        + (detail.proposed() ? ", proposed" : "")
        + (detail.succeeded() ? "" : ", failed")
        + (detail.changedFields().isEmpty() ? "" : ", changed=" + detail.changedFields())
        + (detail.widenedFields().isEmpty() ? "" : ", widened=" + detail.widenedFields())
        + (detail.note().text().isEmpty() ? "" : ", " + detail.note().text())
        + correlationId().map(id -> ", correlation id " + id).orElse("")
        + "]";
  }

  /** Returns what history keeps of it: nothing that is the operator's alone. */
  HistoryRow historyRow() {
    HistoryRow.Builder row =
        HistoryRow.builder(tenant(), type.name())
            .succeeded(succeeded())
            .actor(origin.actor())
            .detail(detail())
            .fields(changedFields().stream().map(ProviderField::key).toList())
            .correlationId(detail.note().correlationId());
    providerId().ifPresent(id -> row.provider(id.key(), providerName().orElse("")));
    notificationId().ifPresent(row::notification);
    return row.build();
  }

  /** Returns the event that tells how the transaction ended that this change was proposed in. */
  CalloutAuthEvent ended(boolean committed, Instant when) {
    return new CalloutAuthEvent(type, origin, when, subject, detail.ended(committed));
  }

  /** Where an event comes from. */
  record Origin(String tenant, @Nullable String actor) {}

  /** What an event is about. */
  record Subject(@Nullable NamedProvider provider, @Nullable String notificationId) {
    static final Subject NONE = new Subject(null, null);

    static Subject of(@Nullable ProviderId id, @Nullable String notificationId) {
      return new Subject(id == null ? null : new NamedProvider(id, ""), notificationId);
    }

    static Subject of(ProviderRow row) {
      return new Subject(NamedProvider.of(row), null);
    }

    /** Returns the same with a name, unless it has one or there is no provider. */
    Subject orNamed(Function<ProviderId, String> names) {
      return provider == null || !provider.name().isEmpty()
          ? this
          : new Subject(
              new NamedProvider(provider.id(), names.apply(provider.id())), notificationId);
    }

    @Override
    public String toString() {
      return (provider == null ? "" : ", provider=" + provider)
          + (notificationId == null ? "" : ", notification=" + notificationId);
    }
  }
}
