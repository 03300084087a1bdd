package io.calloutauth.example.servers;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client that is registered at an {@link AuthorizationServer}: who it is, what it may ask for
 * and how long its tokens live. Immutable; not serializable, and {@link #toString()} hides the
 * secret.
 */
public final class DemoClient {

  private final String id;
  private final String secret;
  private final Set<String> scopes;
  private final Duration lifetime;
  private final @Nullable String assertionAlgorithm;
  private final @Nullable URI jwks;
  private final @Nullable URI redirectUri;
  private final @Nullable String certificateSubject;

  private DemoClient(Builder builder) {
    this.id = builder.id;
    this.secret = builder.secret;
    this.scopes = Set.copyOf(builder.scopes);
    this.lifetime = builder.lifetime;
    this.assertionAlgorithm = builder.assertionAlgorithm;
    this.jwks = builder.jwks;
    this.redirectUri = builder.redirectUri;
    this.certificateSubject = builder.certificateSubject;
  }

  /** Starts a client with a generated secret, no scopes and tokens that live five minutes. */
  public static Builder builder(String id) {
    return new Builder(id);
  }

  /** Returns the client id. */
  public String id() {
    return id;
  }

  /** Returns the client secret: for a demo, whoever starts the server must be able to tell it. */
  public String secret() {
    return secret;
  }

  /** Returns the scopes that the client may ask for; empty if none. */
  public Set<String> scopes() {
    return scopes;
  }

  /** Returns how long an access token of this client lives. */
  public Duration lifetime() {
    return lifetime;
  }

  /** Returns what the client signs assertions with; empty when it sends its secret. */
  public Optional<String> assertionAlgorithm() {
    return Optional.ofNullable(assertionAlgorithm);
  }

  /** Returns whose certificate of an authority it shows in TLS; empty when it shows none such. */
  public Optional<String> certificateSubject() {
    return Optional.ofNullable(certificateSubject);
  }

  /** Returns where its public keys are; empty when it has none. */
  public Optional<URI> jwks() {
    return Optional.ofNullable(jwks);
  }

  /** Returns where users are sent back to; empty when the client sends none to the server. */
  public Optional<URI> redirectUri() {
    return Optional.ofNullable(redirectUri);
  }

  /** Names the client and its scopes, never the secret. */
  @Override
  public String toString() {
    return "DemoClient[" + id + ", scopes=" + scopes + ", lifetime=" + lifetime + "]";
  }

  /** Collects what a client is made of. Not thread-safe. */
  public static final class Builder {

    private final String id;
    private final Set<String> scopes = new LinkedHashSet<>();
    private String secret = generated();
    private Duration lifetime = Duration.ofMinutes(5);
    private @Nullable String assertionAlgorithm;
    private @Nullable URI jwks;
    private @Nullable URI redirectUri;
    private @Nullable String certificateSubject;

    private Builder(String id) {
      this.id = Objects.requireNonNull(id, "id");
    }

    /** Sets the secret; it must differ from those of the server's other clients. */
    public Builder secret(String value) {
      this.secret = Objects.requireNonNull(value, "value");
      return this;
    }

    /** Adds scopes that the client may ask for. */
    public Builder scopes(String... values) {
      scopes.addAll(List.of(values));
      return this;
    }

    /** Lets the client sign assertions with its secret, in place of sending that. */
    public Builder signingWithSecret() {
      this.assertionAlgorithm = "HS256";
      return this;
    }

    /** Lets the client sign assertions with a key that is published somewhere. */
    public Builder signing(String algorithm, URI jwks) {
      this.assertionAlgorithm = Objects.requireNonNull(algorithm, "algorithm");
      this.jwks = Objects.requireNonNull(jwks, "jwks");
      return this;
    }

    /**
     * Lets the client show a certificate of an authority in TLS (RFC 8705 §2.1).
     *
     * @param subject its distinguished name (RFC 4514)
     */
    public Builder showing(String subject) {
      this.certificateSubject = Objects.requireNonNull(subject, "subject");
      return this;
    }

    /** Lets the client show a self-signed certificate in TLS, which is published somewhere. */
    public Builder showingSelfSigned(URI jwks) {
      this.jwks = Objects.requireNonNull(jwks, "jwks");
      return this;
    }

    /**
     * Lets the client send users to the server, who come back to a URI with a code: it has PKCE,
     * and a refresh token that is another one after each use.
     */
    public Builder redirectUri(URI uri) {
      this.redirectUri = Objects.requireNonNull(uri, "uri");
      return this;
    }

    /** Sets the lifetime of access tokens, in whole seconds. */
    public Builder lifetime(Duration value) {
      this.lifetime = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Returns the client.
     *
     * @throws IllegalArgumentException if id or secret are empty or the lifetime is under a second
     */
    public DemoClient build() {
      if (id.isEmpty() || secret.isEmpty()) {
        throw new IllegalArgumentException("A client needs an id and a secret");
      }
      if (lifetime.toSeconds() < 1) {
        throw new IllegalArgumentException("A token must live for a second at least");
      }
      return new DemoClient(this);
    }

    private static String generated() {
      byte[] bytes = new byte[24];
      new SecureRandom().nextBytes(bytes);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Names the client only. */
    @Override
    public String toString() {
      return "DemoClient.Builder[" + id + "]";
    }
  }
}
