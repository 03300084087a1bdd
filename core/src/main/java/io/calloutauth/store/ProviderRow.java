package io.calloutauth.store;

import java.time.Instant;
import java.util.Objects;

/** A provider as it is stored. Immutable and thread-safe. */
public final class ProviderRow {

  private final ProviderKey key;
  private final long version;
  private final long epoch;
  private final long authorization;
  private final ProviderContent content;
  private final Instant createdAt;
  private final Instant updatedAt;

  private ProviderRow(Builder builder) {
    this.key = builder.key;
    this.version = builder.version;
    this.epoch = builder.epoch;
    this.authorization = builder.authorization;
    this.content = builder.content;
    this.createdAt = builder.createdAt;
    this.updatedAt = builder.updatedAt;
  }

  /** Returns a builder of a row whose numbers are 1, made at the start of 1970. */
  public static Builder builder(ProviderKey key, ProviderContent content) {
    return new Builder(key, content);
  }

  /** Returns a builder that starts with this row. */
  public Builder toBuilder() {
    return new Builder(key, content)
        .version(version)
        .epoch(epoch)
        .authorization(authorization)
        .createdAt(createdAt)
        .updatedAt(updatedAt);
  }

  /** Returns the tenant and id. */
  public ProviderKey key() {
    return key;
  }

  /**
   * Returns the version. It starts at 1; with each update it is one higher, or the milliseconds of
   * the store's clock, whichever is more: a store that lost its last commits gives none out twice.
   */
  public long version() {
    return version;
  }

  /**
   * Returns the token epoch, numbered like the version: a token of another epoch is not this
   * provider's any more.
   */
  public long epoch() {
    return epoch;
  }

  /**
   * Returns the authorization's number, numbered like the version: what a token row knows of one
   * with a lower number is not this provider's any more. It begins anew only together with the
   * epoch.
   */
  public long authorization() {
    return authorization;
  }

  /** Returns what core wrote last. */
  public ProviderContent content() {
    return content;
  }

  /** Returns when it was made, by the store's clock; for display only. */
  public Instant createdAt() {
    return createdAt;
  }

  /** Returns when it was last written, by the store's clock; for display only. */
  public Instant updatedAt() {
    return updatedAt;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProviderRow that
        && key.equals(that.key)
        && version == that.version
        && epoch == that.epoch
        && authorization == that.authorization
        && content.equals(that.content)
        && createdAt.equals(that.createdAt)
        && updatedAt.equals(that.updatedAt);
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, version);
  }

  /** Returns which row it is, and nothing of its content. */
  @Override
  public String toString() {
    return "ProviderRow[key=" + key + ", version=" + version + ", epoch=" + epoch + "]";
  }

  /** Builds a row. Not thread-safe. */
  public static final class Builder {

    private final ProviderKey key;
    private long version = 1;
    private long epoch = 1;
    private long authorization = 1;
    private ProviderContent content;
    private Instant createdAt = Instant.EPOCH;
    private Instant updatedAt = Instant.EPOCH;

    private Builder(ProviderKey key, ProviderContent content) {
      this.key = Objects.requireNonNull(key, "key");
      this.content = Objects.requireNonNull(content, "content");
    }

    /** Sets the version. */
    public Builder version(long number) {
      version = number;
      return this;
    }

    /** Sets the token epoch. */
    public Builder epoch(long number) {
      epoch = number;
      return this;
    }

    /** Sets the authorization's number. */
    public Builder authorization(long number) {
      authorization = number;
      return this;
    }

    /** Sets the content. */
    public Builder content(ProviderContent next) {
      content = Objects.requireNonNull(next, "content");
      return this;
    }

    /** Sets when it was made. */
    public Builder createdAt(Instant time) {
      createdAt = Objects.requireNonNull(time, "createdAt");
      return this;
    }

    /** Sets when it was last written. */
    public Builder updatedAt(Instant time) {
      updatedAt = Objects.requireNonNull(time, "updatedAt");
      return this;
    }

    /** Returns the row. */
    public ProviderRow build() {
      return new ProviderRow(this);
    }
  }
}
