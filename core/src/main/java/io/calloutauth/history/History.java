package io.calloutauth.history;

import io.calloutauth.json.PlainMap;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.HistoryRow;
import io.calloutauth.store.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one tenant's providers and notifications, on all nodes: changes with who made
 * them, failures of token requests and their ends, callouts that were not sent or whose token was
 * refused, and what tests and revocations came to. Never a secret, token or words of a server.
 *
 * <p>A change is there as soon as it is committed; the rest some seconds after it happened, or
 * never, where a node could not write it ({@link io.calloutauth.Health#historyDropped()}). What
 * goes on is one row that counts. Rows go when they are too old, or when a provider has more than
 * 200 of them beside 200 about its notifications: the oldest go first. Those of a deleted provider
 * stay until then. Thread-safe; every method blocks for as long as the store needs.
 */
public interface History {

  /**
   * Returns a page of what happened to a provider, be it deleted or not: what happened last comes
   * first. Empty when there is nothing, or nothing is kept.
   *
   * @throws IllegalArgumentException when the query goes on after no {@code next()} of this list
   * @throws io.calloutauth.StoreUnavailableException when the store is out of reach
   */
  Page<Entry> ofProvider(ProviderId id, Query query);

  /**
   * Returns a page of what happened to a notification, bound or not: what happened last comes
   * first. Empty when there is nothing, or nothing is kept.
   *
   * @throws IllegalArgumentException when the id is none that a notification can have, or the query
   *     goes on after no {@code next()} of this list
   * @throws io.calloutauth.StoreUnavailableException when the store is out of reach
   */
  Page<Entry> ofNotification(String notificationId, Query query);

  /** What is asked of a history. Immutable and thread-safe. */
  final class Query {

    private static final int MOST = 1_000;

    private final int limit;
    private final @Nullable Instant since;
    private final @Nullable Instant until;
    private final @Nullable String after;

    private Query(
        int limit, @Nullable Instant since, @Nullable Instant until, @Nullable String after) {
      this.limit = limit;
      this.since = since;
      this.until = until;
      this.after = after;
    }

    /**
     * Returns a query for what happened last.
     *
     * @param limit how many rows at most, from 1 to 1,000
     * @throws IllegalArgumentException when the limit is another
     */
    public static Query last(int limit) {
      if (limit < 1 || limit > MOST) {
        throw new IllegalArgumentException("a page must have 1 to 1,000 lines");
      }
      return new Query(limit, null, null, null);
    }

    /** Returns the same for what happened at this time or later, also if it began before. */
    public Query since(Instant start) {
      return new Query(limit, Objects.requireNonNull(start, "start"), until, after);
    }

    /** Returns the same for what happened before this time, also if it went on later. */
    public Query until(Instant end) {
      return new Query(limit, since, Objects.requireNonNull(end, "end"), after);
    }

    /** Returns the same for the next page: after the {@link Page#next()} of the page before. */
    public Query after(String next) {
      return new Query(limit, since, until, Objects.requireNonNull(next, "next"));
    }

    /** Returns how many rows at most. */
    public int limit() {
      return limit;
    }

    /** Returns its start; null for none. */
    public @Nullable Instant since() {
      return since;
    }

    /** Returns its end; null for none. */
    public @Nullable Instant until() {
      return until;
    }

    /** Returns where it goes on; null for the first page. */
    public @Nullable String after() {
      return after;
    }
  }

  /** Something that happened, or that went on. Immutable and thread-safe. */
  final class Entry {

    private final HistoryRow row;

    private Entry(HistoryRow row) {
      this.row = row;
    }

    /** Returns what a store's row says. */
    public static Entry of(HistoryRow row) {
      return new Entry(row);
    }

    /**
     * Returns what happened: the name of an {@link io.calloutauth.EventType}, or {@code
     * CALLOUT_NOT_SENT}. {@code TOKEN_OBTAINED} and {@code TOKEN_RENEWED} end a state of failure.
     * Another node of a later release may write names that this one does not know.
     */
    public String type() {
      return row.kind();
    }

    /** Returns whether it went well. */
    public boolean succeeded() {
      return row.succeeded();
    }

    /** Returns the provider; empty when none is concerned, or known. */
    public Optional<ProviderId> providerId() {
      return row.providerId().map(ProviderId::new);
    }

    /** Returns the provider's name at the time; empty when it was not at hand. */
    public Optional<String> providerName() {
      return Optional.of(row.providerName()).filter(name -> !name.isEmpty());
    }

    /** Returns the notification; empty when none is concerned. */
    public Optional<String> notificationId() {
      return row.notificationId();
    }

    /** Returns who did it; empty when the library did, or when the host named nobody. */
    public Optional<String> actor() {
      return row.actor();
    }

    /** Returns the keys of the fields that an update changed; empty for the rest. */
    public List<String> changedFields() {
      return row.fields();
    }

    /** Returns an error's name and code, or another word on it; may be empty. */
    public String detail() {
      return row.detail();
    }

    /** Returns how often it happened. */
    public long count() {
      return row.count();
    }

    /** Returns when it happened first, by the store's clock. */
    public Instant firstAt() {
      return row.firstAt();
    }

    /** Returns when it happened last, by the store's clock. */
    public Instant lastAt() {
      return row.lastAt();
    }

    /** Returns what the log and the exceptions of the last time have in common; may be empty. */
    public Optional<String> correlationId() {
      return Optional.of(row.correlationId()).filter(id -> !id.isEmpty());
    }

    /**
     * Returns this row for a host's JSON: {@code type}, {@code succeeded}, {@code provider_id},
     * {@code provider_name}, {@code notification_id}, {@code actor}, {@code changed_fields}, {@code
     * detail}, {@code count}, {@code first_at} and {@code last_at} (ISO 8601), and {@code
     * correlation_id}. What is empty is left out.
     */
    public Map<String, Object> toMap() {
      return new PlainMap()
          .put("type", type())
          .put("succeeded", succeeded())
          .put("provider_id", row.providerId().orElse(null))
          .put("provider_name", providerName().orElse(null))
          .put("notification_id", row.notificationId().orElse(null))
          .put("actor", row.actor().orElse(null))
          .put("changed_fields", row.fields().isEmpty() ? null : row.fields())
          .put("detail", detail().isEmpty() ? null : detail())
          .put("count", count())
          .put("first_at", firstAt())
          .put("last_at", lastAt())
          .put("correlation_id", correlationId().orElse(null))
          .build();
    }

    /** Returns one line that a tenant may read. */
    @Override
    public String toString() {
      return "Entry" + toMap();
    }
  }
}
