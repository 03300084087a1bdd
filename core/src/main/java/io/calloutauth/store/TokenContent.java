package io.calloutauth.store;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * What core writes about a token, and a store keeps without looking inside. Immutable and
 * thread-safe.
 */
public final class TokenContent {

  private final Sealed sealed;
  private final Duration lifetime;
  private final String scope;
  private final Set<String> warnings;
  private final String credential;
  private final String boundTo;

  private TokenContent(Builder builder) {
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
   * Returns the thumbprint of the key that it is bound to, at most 64 characters; empty when it is
   * bound to none.
   */
  public String boundTo() {
    return boundTo;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenContent that
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
    return "TokenContent[lifetime=" + lifetime + "]";
  }

  /** Builds content. Not thread-safe. */
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

    /** Returns the content; copies the warnings. */
    public TokenContent build() {
      return new TokenContent(this);
    }
  }
}
