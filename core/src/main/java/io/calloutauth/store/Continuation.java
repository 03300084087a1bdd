package io.calloutauth.store;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A continuation to keep: the sealed value that the next token request of an authorization needs,
 * and the only one that it may use. Immutable and thread-safe.
 */
public final class Continuation implements ContinuationOutcome {

  private final long authorization;
  private final Sealed sealed;
  private final @Nullable Duration endsIn;
  private final @Nullable Duration dueIn;
  private final @Nullable String authorizedBy;

  private Continuation(Builder builder) {
    this.authorization = builder.authorization;
    this.sealed = builder.sealed;
    this.endsIn = builder.endsIn;
    this.dueIn = builder.dueIn;
    this.authorizedBy = builder.authorizedBy;
  }

  /**
   * Returns a builder of a continuation of which no end is known, that is never due, and of the
   * authorization that the row has.
   *
   * @param authorization the number of the authorization that it continues
   * @param sealed the sealed value
   */
  public static Builder builder(long authorization, Sealed sealed) {
    return new Builder(authorization, sealed);
  }

  /**
   * Returns the number of the authorization that it continues; of one that somebody gave just now
   * the lowest that it may get.
   */
  public long authorization() {
    return authorization;
  }

  /** Returns the sealed value. */
  public Sealed sealed() {
    return sealed;
  }

  /**
   * Returns how long it lives, counted from when the lease was taken; null when no end is known.
   */
  public @Nullable Duration endsIn() {
    return endsIn;
  }

  /**
   * Returns how long it may stay unused before it is due, counted from when the lease was taken;
   * null when it is never due.
   */
  public @Nullable Duration dueIn() {
    return dueIn;
  }

  /**
   * Returns who gave the authorization just now, at most 255 characters, empty when nobody is
   * known; null when it is the one that the row has.
   */
  public @Nullable String authorizedBy() {
    return authorizedBy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Continuation that
        && authorization == that.authorization
        && sealed.equals(that.sealed)
        && Objects.equals(endsIn, that.endsIn)
        && Objects.equals(dueIn, that.dueIn)
        && Objects.equals(authorizedBy, that.authorizedBy);
  }

  @Override
  public int hashCode() {
    return Objects.hash(authorization, sealed);
  }

  /** Returns the authorization's number, and nothing of the value. */
  @Override
  public String toString() {
    return "Continuation[authorization=" + authorization + "]";
  }

  /** Builds a continuation. Not thread-safe. */
  public static final class Builder {

    private final long authorization;
    private final Sealed sealed;
    private @Nullable Duration endsIn;
    private @Nullable Duration dueIn;
    private @Nullable String authorizedBy;

    private Builder(long authorization, Sealed sealed) {
      this.authorization = authorization;
      this.sealed = Objects.requireNonNull(sealed, "sealed");
    }

    /** Sets how long it lives; null when no end is known. */
    public Builder endsIn(@Nullable Duration lifetime) {
      endsIn = lifetime;
      return this;
    }

    /** Sets how long it may stay unused before it is due; null when it is never due. */
    public Builder dueIn(@Nullable Duration idle) {
      dueIn = idle;
      return this;
    }

    /** Says that the authorization is a new one, and who gave it. */
    public Builder authorizedBy(String actor) {
      authorizedBy = Objects.requireNonNull(actor, "actor");
      return this;
    }

    /** Returns the continuation. */
    public Continuation build() {
      return new Continuation(this);
    }
  }
}
