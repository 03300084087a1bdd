package io.calloutauth.store;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a token row knows of the authorization that its provider's tokens come from, where they come
 * from one. Immutable and thread-safe.
 *
 * <p>It counts only while its number is not lower than {@link ProviderRow#authorization()}.
 */
public final class StoredAuthorization {

  /** What the row of a provider knows that never had one. */
  public static final StoredAuthorization NONE = builder(0).build();

  private final long number;
  private final @Nullable Sealed continuation;
  private final Duration age;
  private final @Nullable Duration endsIn;
  private final @Nullable Doubt doubt;
  private final String authorizedBy;
  private final @Nullable Duration sinceAuthorized;

  private StoredAuthorization(Builder builder) {
    this.number = builder.number;
    this.continuation = builder.continuation;
    this.age = builder.age;
    this.endsIn = builder.endsIn;
    this.doubt = builder.doubt;
    this.authorizedBy = builder.authorizedBy;
    this.sinceAuthorized = builder.sinceAuthorized;
  }

  /** Returns a builder of an authorization that is over. */
  public static Builder builder(long number) {
    return new Builder(number);
  }

  /** Returns its number; 0 when the row never had one. */
  public long number() {
    return number;
  }

  /** Returns the sealed continuation; null when the authorization is over, or there was none. */
  public @Nullable Sealed continuation() {
    return continuation;
  }

  /**
   * Returns how long ago the lease was taken under which the continuation was written, by the
   * store's clock; negative when that clock stepped back behind it.
   */
  public Duration age() {
    return age;
  }

  /**
   * Returns how long the continuation still lives, by the store's clock, zero when it is over; null
   * when no end is known.
   */
  public @Nullable Duration endsIn() {
    return endsIn;
  }

  /** Returns whether a continuation may have been used up, and whose; null when none was. */
  public @Nullable Doubt doubt() {
    return doubt;
  }

  /** Returns who gave the last authorization that somebody gave; empty when nobody is known. */
  public String authorizedBy() {
    return authorizedBy;
  }

  /** Returns how long ago that was, by the store's clock; null when nobody gave one. */
  public @Nullable Duration sinceAuthorized() {
    return sinceAuthorized;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredAuthorization that
        && number == that.number
        && Objects.equals(continuation, that.continuation)
        && age.equals(that.age)
        && Objects.equals(endsIn, that.endsIn)
        && Objects.equals(doubt, that.doubt)
        && authorizedBy.equals(that.authorizedBy)
        && Objects.equals(sinceAuthorized, that.sinceAuthorized);
  }

  @Override
  public int hashCode() {
    return Objects.hash(number, continuation);
  }

  /** Returns the number, and nothing of the continuation. */
  @Override
  public String toString() {
    return "StoredAuthorization[number=" + number + ", doubt=" + doubt + "]";
  }

  /** Builds an authorization. Not thread-safe. */
  public static final class Builder {

    private final long number;
    private @Nullable Sealed continuation;
    private Duration age = Duration.ZERO;
    private @Nullable Duration endsIn;
    private @Nullable Doubt doubt;
    private String authorizedBy = "";
    private @Nullable Duration sinceAuthorized;

    private Builder(long number) {
      this.number = number;
    }

    /** Sets the sealed continuation, and how long ago its lease was taken; null for none. */
    public Builder continuation(@Nullable Sealed sealed, Duration sinceLease) {
      continuation = sealed;
      age = sinceLease;
      return this;
    }

    /** Sets how long the continuation still lives; null when no end is known. */
    public Builder endsIn(@Nullable Duration left) {
      endsIn = left;
      return this;
    }

    /** Sets that a continuation may have been used up; null for none. */
    public Builder doubt(@Nullable Doubt present) {
      doubt = present;
      return this;
    }

    /** Sets who gave it, and how long ago; null when nobody did. */
    public Builder authorized(String actor, @Nullable Duration since) {
      authorizedBy = Objects.requireNonNull(actor, "actor");
      sinceAuthorized = since;
      return this;
    }

    /** Returns the authorization. */
    public StoredAuthorization build() {
      return new StoredAuthorization(this);
    }
  }
}
