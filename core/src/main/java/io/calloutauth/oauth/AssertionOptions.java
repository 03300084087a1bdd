package io.calloutauth.oauth;

import io.calloutauth.endpoint.Endpoint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How a client signs assertions (RFC 7523): those that it authenticates with, and that of the JWT
 * bearer grant. It knows no secret. Immutable and thread-safe.
 */
public final class AssertionOptions {

  /** In the place of an audience: the issuer of the server's metadata (RFC 8414 section 2). */
  public static final String ISSUER = "issuer";

  /** In the place of an audience: the token endpoint's URL. */
  public static final String TOKEN_ENDPOINT = "token_endpoint";

  /** Assertions for the issuer, with no key yet. */
  public static final AssertionOptions STANDARD = new Builder().build();

  private final String issuer;
  private final String audience;
  private final boolean withoutClientId;
  private final boolean certificateThumbprint;
  private final Map<String, SigningAlgorithm> keys;
  private final GrantAssertion grant;

  private AssertionOptions(Builder builder) {
    this.issuer = builder.issuer;
    this.audience = builder.audience;
    this.withoutClientId = builder.withoutClientId;
    this.certificateThumbprint = builder.certificateThumbprint;
    this.keys = builder.keys;
    this.grant = builder.grant.build();
  }

  Builder toBuilder() {
    Builder same = new Builder(grant.toBuilder());
    return same.issuer(issuer)
        .audience(audience)
        .withoutClientId(withoutClientId)
        .certificateThumbprint(certificateThumbprint)
        .keys(keys);
  }

  /** Returns whether the audience is the issuer, as servers want that follow rfc7523bis. */
  public boolean isForIssuer() {
    return audience.equals(ISSUER);
  }

  /** Returns the audience that is set: {@link #ISSUER}, {@link #TOKEN_ENDPOINT} or a text. */
  public String audience() {
    return audience;
  }

  /** Returns the {@code aud} of assertions: the same at every endpoint of the server. */
  public String audience(Endpoint tokenEndpoint) {
    return switch (audience) {
      case ISSUER -> issuer;
      case TOKEN_ENDPOINT -> tokenEndpoint.uri().toString();
      default -> audience;
    };
  }

  /** Returns whether the client id is left out beside an assertion, which names it. */
  public boolean withoutClientId() {
    return withoutClientId;
  }

  /** Returns whether assertions name the key by its certificate, and not by its id. */
  public boolean certificateThumbprint() {
    return certificateThumbprint;
  }

  /**
   * Returns the ids of the keys to sign with, and the algorithm of each: first the one that signs,
   * and then one beside it while keys are rolled.
   */
  public Map<String, SigningAlgorithm> keys() {
    return keys;
  }

  /** Returns what the assertion of the JWT bearer grant says. */
  public GrantAssertion grant() {
    return grant;
  }

  @Override
  public String toString() {
    return "AssertionOptions[audience=" + audience + ", keys=" + keys + "]";
  }

  /** Makes options. Not thread-safe. */
  public static final class Builder {

    private String issuer = "";
    private String audience = ISSUER;
    private boolean withoutClientId;
    private boolean certificateThumbprint;
    private Map<String, SigningAlgorithm> keys = Map.of();
    private final GrantAssertion.Builder grant;

    Builder() {
      this(new GrantAssertion.Builder());
    }

    private Builder(GrantAssertion.Builder grant) {
      this.grant = grant;
    }

    /** Sets the issuer; none by default. */
    public Builder issuer(String issuer) {
      this.issuer = Objects.requireNonNull(issuer, "issuer");
      return this;
    }

    /** Sets the audience: {@link #ISSUER} by default, {@link #TOKEN_ENDPOINT}, or a text. */
    public Builder audience(String audience) {
      this.audience = Objects.requireNonNull(audience, "audience");
      return this;
    }

    /** Sets whether the client id is left out beside an assertion; not so by default. */
    public Builder withoutClientId(boolean leftOut) {
      this.withoutClientId = leftOut;
      return this;
    }

    /** Sets whether assertions name the key by its certificate; not so by default. */
    public Builder certificateThumbprint(boolean named) {
      this.certificateThumbprint = named;
      return this;
    }

    /** Sets the ids of the keys to sign with in their order, and the algorithm of each. */
    public Builder keys(Map<String, SigningAlgorithm> keys) {
      this.keys =
          keys.size() > 1
              ? Collections.unmodifiableMap(new LinkedHashMap<>(keys))
              : Map.copyOf(keys); // the smaller one: nodes keep many
      return this;
    }

    /** Returns what makes what the assertion of a grant says. */
    public GrantAssertion.Builder grant() {
      return grant;
    }

    AssertionOptions build() {
      return new AssertionOptions(this);
    }
  }
}
