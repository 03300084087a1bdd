package io.calloutauth.oauth;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The claims and the header of the assertion that the JWT bearer grant asks for a token with (RFC
 * 7523 sections 2.1 and 3), as far as they are not those of every assertion. It knows no secret.
 * Immutable and thread-safe.
 */
public final class GrantAssertion {

  /** How long an assertion is good unless it is set: as long as the strictest servers take. */
  public static final Duration DEFAULT_LIFETIME = Duration.ofSeconds(60);

  private static final GrantAssertion STANDARD = new GrantAssertion(new Builder());

  private final @Nullable String issuer;
  private final @Nullable String subject;
  private final Duration lifetime;
  private final boolean scopeAsClaim;
  private final List<String> claimNames;
  private final @Nullable String keyId;

  private GrantAssertion(Builder builder) {
    this.issuer = builder.issuer;
    this.subject = builder.subject;
    this.lifetime = builder.lifetime;
    this.scopeAsClaim = builder.scopeAsClaim;
    this.claimNames = builder.claimNames;
    this.keyId = builder.keyId;
  }

  Builder toBuilder() {
    Builder same = new Builder();
    same.issuer = issuer;
    same.subject = subject;
    same.lifetime = lifetime;
    same.scopeAsClaim = scopeAsClaim;
    same.claimNames = claimNames;
    same.keyId = keyId;
    return same;
  }

  /** Returns the {@code iss}; empty where it is the client id. */
  public Optional<String> issuer() {
    return Optional.ofNullable(issuer);
  }

  /** Returns the {@code sub}: whom the token is to act for; empty where none is sent. */
  public Optional<String> subject() {
    return Optional.ofNullable(subject);
  }

  /** Returns the time between {@code iat} and {@code exp}. */
  public Duration lifetime() {
    return lifetime;
  }

  /** Returns whether the scope is a claim of the assertion, and not a parameter beside it. */
  public boolean scopeAsClaim() {
    return scopeAsClaim;
  }

  /** Returns the names of the extra claims; their values are secrets. */
  public List<String> claimNames() {
    return claimNames;
  }

  /** Returns the {@code kid} of the header; empty where it is the key's thumbprint. */
  public Optional<String> keyId() {
    return Optional.ofNullable(keyId);
  }

  @Override
  public String toString() {
    return "GrantAssertion[issuer=" + issuer + ", subject=" + subject + ", kid=" + keyId + "]";
  }

  /** Makes what an assertion says. Not thread-safe. */
  public static final class Builder {

    private @Nullable String issuer;
    private @Nullable String subject;
    private Duration lifetime = DEFAULT_LIFETIME;
    private boolean scopeAsClaim;
    private List<String> claimNames = List.of();
    private @Nullable String keyId;

    Builder() {}

    /** Sets the {@code iss}, or null for the client id. */
    public Builder issuer(@Nullable String issuer) {
      this.issuer = issuer;
      return this;
    }

    /** Sets the {@code sub}, or null for none. */
    public Builder subject(@Nullable String subject) {
      this.subject = subject;
      return this;
    }

    /** Sets the time between {@code iat} and {@code exp}; 60 seconds by default. */
    public Builder lifetime(Duration lifetime) {
      this.lifetime = Objects.requireNonNull(lifetime, "lifetime");
      return this;
    }

    /** Sets whether the scope is a claim, and not a parameter; not so by default. */
    public Builder scopeAsClaim(boolean asClaim) {
      this.scopeAsClaim = asClaim;
      return this;
    }

    /** Sets the names of the extra claims; none by default. */
    public Builder claimNames(List<String> names) {
      this.claimNames = List.copyOf(names);
      return this;
    }

    /** Sets the {@code kid}, or null for the key's thumbprint. */
    public Builder keyId(@Nullable String keyId) {
      this.keyId = keyId;
      return this;
    }

    /** Providers without this grant, which are most, share one object. */
    GrantAssertion build() {
      GrantAssertion made = new GrantAssertion(this);
      return made.isStandard() ? STANDARD : made;
    }
  }

  private boolean isStandard() {
    return issuer == null
        && subject == null
        && lifetime.equals(DEFAULT_LIFETIME)
        && !scopeAsClaim
        && claimNames.isEmpty()
        && keyId == null;
  }
}
