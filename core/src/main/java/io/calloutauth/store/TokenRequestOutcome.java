package io.calloutauth.store;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token request leaves in its provider's token row.
 *
 * @param token the token to keep in place of the one before, or null to leave that one as it is
 * @param failure the failure to keep, or null to clear it
 * @param pause how long no node should start another token request
 */
public record TokenRequestOutcome(
    TokenRequestOutcome.@Nullable Token token,
    TokenRequestOutcome.@Nullable Failure failure,
    Duration pause) {

  /** A token to keep. Immutable and thread-safe. */
  public static final class Token {

    private final Sealed sealed;
    private final Duration lifetime;
    private final String scope;
    private final Set<String> warnings;
    private final String credential;
    private final String boundTo;

    private Token(Builder builder) {
      this.sealed = builder.sealed;
      this.lifetime = builder.lifetime;
      this.scope = builder.scope;
      this.warnings = Set.copyOf(builder.warnings);
      this.credential = builder.credential;
      this.boundTo = builder.boundTo;
    }

    /**
     * Returns a builder.
     *
     * @param sealed the sealed token
     * @param lifetime how long it lives, counted from when the lease was taken
     */
    public static Builder builder(Sealed sealed, Duration lifetime) {
      return new Builder(sealed, lifetime);
    }

    /** Returns the sealed token. */
    public Sealed sealed() {
      return sealed;
    }

    /** Returns how long it lives, counted from when the lease was taken. */
    public Duration lifetime() {
      return lifetime;
    }

    /** Returns the scope granted, separated by spaces; empty when none is known. */
    public String scope() {
      return scope;
    }

    /** Returns what was odd about the response that brought it. */
    public Set<String> warnings() {
      return warnings;
    }

    /**
     * Returns the name of the credential that it was got with, at most 128 characters; empty when
     * none is known.
     */
    public String credential() {
      return credential;
    }

    /**
     * Returns the thumbprint of the key that it is bound to, at most 64 characters; empty when it
     * is bound to none.
     */
    public String boundTo() {
      return boundTo;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Token that
          && sealed.equals(that.sealed)
          && lifetime.equals(that.lifetime)
          && scope.equals(that.scope)
          && warnings.equals(that.warnings)
          && credential.equals(that.credential)
          && boundTo.equals(that.boundTo);
    }

    @Override
    public int hashCode() {
      return Objects.hash(sealed, lifetime, credential);
    }

    /** Returns the lifetime, and nothing of the token. */
    @Override
    public String toString() {
      return "Token[lifetime=" + lifetime + "]";
    }

    /** Builds a token to keep. Not thread-safe. */
    public static final class Builder {

      private final Sealed sealed;
      private final Duration lifetime;
      private String scope = "";
      private Set<String> warnings = Set.of();
      private String credential = "";
      private String boundTo = "";

      private Builder(Sealed sealed, Duration lifetime) {
        this.sealed = Objects.requireNonNull(sealed, "sealed");
        this.lifetime = Objects.requireNonNull(lifetime, "lifetime");
      }

      /** Sets the scope granted, separated by spaces. */
      public Builder scope(String granted) {
        scope = Objects.requireNonNull(granted, "scope");
        return this;
      }

      /** Sets what was odd about the response that brought it. */
      public Builder warnings(Set<String> names) {
        warnings = Objects.requireNonNull(names, "warnings");
        return this;
      }

      /** Sets the name of the credential that it was got with. */
      public Builder credential(String name) {
        credential = Objects.requireNonNull(name, "credential");
        return this;
      }

      /** Sets the thumbprint of the key that it is bound to. */
      public Builder boundTo(String thumbprint) {
        boundTo = Objects.requireNonNull(thumbprint, "boundTo");
        return this;
      }

      /** Returns the token to keep; copies the warnings. */
      public Token build() {
        return new Token(this);
      }
    }
  }

  /**
   * A failure to keep; see {@link StoredFailure}. The store keeps since when: from the first
   * failure after a success.
   *
   * @param failure what failed, in the form that core reads back
   * @param attempts how many token requests failed in a row, as core counts
   */
  public record Failure(String failure, int attempts) {}

  /** Returns the outcome of a token request that brought a token to keep. */
  public static TokenRequestOutcome kept(Token token, Duration pause) {
    return new TokenRequestOutcome(token, null, pause);
  }

  /** Returns the outcome of a token request that brought a token which is not to be kept. */
  public static TokenRequestOutcome spent(Duration pause) {
    return new TokenRequestOutcome(null, null, pause);
  }

  /** Returns the outcome of a token request that failed. */
  public static TokenRequestOutcome failed(Failure failure, Duration pause) {
    return new TokenRequestOutcome(null, failure, pause);
  }
}
