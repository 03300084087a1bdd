package io.calloutauth.store;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of history: something that happened, or that went on happening. Holds no secret or token.
 * Immutable and thread-safe.
 *
 * @see HistoryStore
 */
public final class HistoryRow {

  private final String tenant;
  private final @Nullable String providerId;
  private final String providerName;
  private final @Nullable String notificationId;
  private final String kind;
  private final boolean succeeded;
  private final @Nullable String actor;
  private final String detail;
  private final List<String> fields;
  private final String correlationId;
  private final long count;
  private final Instant firstAt;
  private final Instant lastAt;

  private HistoryRow(Builder builder) {
    this.tenant = builder.tenant;
    this.providerId = builder.providerId;
    this.providerName = builder.providerName;
    this.notificationId = builder.notificationId;
    this.kind = builder.kind;
    this.succeeded = builder.succeeded;
    this.actor = builder.actor;
    this.detail = builder.detail;
    this.fields = builder.fields;
    this.correlationId = builder.correlationId;
    this.count = builder.count;
    this.firstAt = builder.firstAt;
    this.lastAt = builder.lastAt;
  }

  /**
   * Returns a builder of a row of what happened once, went well, and is about no provider and no
   * notification.
   *
   * @param kind what happened, of 64 characters at most
   */
  public static Builder builder(String tenant, String kind) {
    return new Builder(tenant, kind);
  }

  /** Returns a builder that starts with this one. */
  public Builder toBuilder() {
    Builder builder = new Builder(tenant, kind).succeeded(succeeded).actor(actor).detail(detail);
    builder.providerId = providerId;
    builder.providerName = providerName;
    builder.notificationId = notificationId;
    return builder.fields(fields).correlationId(correlationId).counted(count, firstAt, lastAt);
  }

  /** Returns the tenant. */
  public String tenant() {
    return tenant;
  }

  /** Returns the id of the provider; empty when none is concerned. */
  public Optional<String> providerId() {
    return Optional.ofNullable(providerId);
  }

  /** Returns the provider's name at the time; empty when it is not known. */
  public String providerName() {
    return providerName;
  }

  /** Returns the notification; empty when none is concerned. */
  public Optional<String> notificationId() {
    return Optional.ofNullable(notificationId);
  }

  /** Returns what happened. */
  public String kind() {
    return kind;
  }

  /** Returns whether it went well. */
  public boolean succeeded() {
    return succeeded;
  }

  /** Returns who did it; empty when nobody is known. */
  public Optional<String> actor() {
    return Optional.ofNullable(actor);
  }

  /** Returns another word on it; may be empty. */
  public String detail() {
    return detail;
  }

  /** Returns the keys of the fields that were changed. */
  public List<String> fields() {
    return fields;
  }

  /** Returns what it is found by in the log, as it was the last time; may be empty. */
  public String correlationId() {
    return correlationId;
  }

  /** Returns how often it happened. */
  public long count() {
    return count;
  }

  /** Returns when it happened first, by the store's clock; the epoch in a row to write. */
  public Instant firstAt() {
    return firstAt;
  }

  /** Returns when it happened last, by the store's clock; the epoch in a row to write. */
  public Instant lastAt() {
    return lastAt;
  }

  /** Returns the provider that it counts for; the id is empty where none is concerned. */
  public ProviderKey provider() {
    return new ProviderKey(tenant, providerId == null ? "" : providerId);
  }

  @Override
  public String toString() {
    return "HistoryRow[" + kind + ", provider=" + provider() + ", count=" + count + "]";
  }

  /** Builds a row; texts are cut to what is kept, and stand on one line. Not thread-safe. */
  public static final class Builder {

    private static final int TEXT = 255;
    private static final int SHORT = 64;
    private static final int FIELDS = 100;

    private final String tenant;
    private String kind;
    private @Nullable String providerId;
    private String providerName = "";
    private @Nullable String notificationId;
    private boolean succeeded = true;
    private @Nullable String actor;
    private String detail = "";
    private List<String> fields = List.of();
    private String correlationId = "";
    private long count = 1;
    private Instant firstAt = Instant.EPOCH;
    private Instant lastAt = Instant.EPOCH;

    private Builder(String tenant, String kind) {
      this.tenant = Objects.requireNonNull(tenant, "tenant");
      this.kind = line(kind, SHORT);
    }

    /** Sets which provider it is about, and its name at the time; empty when that is not known. */
    public Builder provider(String id, String name) {
      providerId = Objects.requireNonNull(id, "id");
      providerName = line(name, TEXT);
      return this;
    }

    /** Sets which notification it is about. */
    public Builder notification(String id) {
      notificationId = Objects.requireNonNull(id, "id");
      return this;
    }

    /** Sets whether it went well. */
    public Builder succeeded(boolean well) {
      succeeded = well;
      return this;
    }

    /** Sets who did it; null for nobody who is known. */
    public Builder actor(@Nullable String name) {
      actor = name == null ? null : line(name, TEXT);
      return this;
    }

    /** Sets another word on it. */
    public Builder detail(String text) {
      detail = line(text, TEXT);
      return this;
    }

    /** Sets the keys of the fields that were changed. */
    public Builder fields(List<String> keys) {
      fields = keys.stream().limit(FIELDS).map(key -> line(key, TEXT)).toList();
      return this;
    }

    /** Sets what it is found by in the log. */
    public Builder correlationId(String id) {
      correlationId = line(id, SHORT);
      return this;
    }

    /** Sets what happened. */
    public Builder kind(String what) {
      kind = line(what, SHORT);
      return this;
    }

    /** Sets how often it happened, and when for the first and the last time. */
    public Builder counted(long times, Instant first, Instant last) {
      count = times;
      firstAt = Objects.requireNonNull(first, "first");
      lastAt = Objects.requireNonNull(last, "last");
      return this;
    }

    /** Returns the row. */
    public HistoryRow build() {
      return new HistoryRow(this);
    }

    private static String line(String text, int most) {
      return isPlain(text, most) ? text : cutLine(text, most);
    }

    /** Most texts are fit as they are: 10,000 callouts that are refused at once make many rows. */
    private static boolean isPlain(String text, int most) {
      boolean plain = text.length() <= most;
      for (int i = 0; plain && i < text.length(); i++) {
        char one = text.charAt(i);
        plain = one >= ' ' && one <= '~';
      }
      return plain;
    }

    private static String cutLine(String text, int most) {
      return text.codePoints()
          .limit(most)
          .map(point -> point == ' ' || Identifiers.isVisible(point) ? point : '?')
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();
    }
  }
}
