package io.calloutauth.example.servers;

import java.net.URI;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a {@link CalloutReceiver} is started with. Immutable. */
public final class ReceiverOptions {

  private final @Nullable AuthorizationServer issuer;
  private final @Nullable Introspection introspection;
  private final String audience;
  private final String scope;
  private final InstantSource clock;

  private ReceiverOptions(Builder builder) {
    this.issuer = builder.issuer;
    this.introspection = builder.introspection;
    this.audience = builder.audience;
    this.scope = builder.scope;
    this.clock = builder.clock;
  }

  /** Starts options that accept good tokens of one server, for its audience, with any scope. */
  public static Builder trusting(AuthorizationServer issuer) {
    return new Builder(Objects.requireNonNull(issuer, "issuer"), null).audience(issuer.audience());
  }

  /**
   * Starts options that accept what any authorization server says is active (RFC 7662), opaque
   * tokens included, for whomever they are.
   *
   * @param endpoint its introspection endpoint
   * @param client as whom to ask there
   */
  public static Builder introspecting(URI endpoint, DemoClient client) {
    return new Builder(null, new Introspection(endpoint, client));
  }

  /**
   * Starts options that accept any bearer token without a look at it: for tokens of a server whose
   * keys and introspection are out of reach. Such a receiver proves that a token was sent, no more.
   */
  public static Builder acceptingAnyToken() {
    return new Builder(null, null);
  }

  /** Returns the scope that a callout needs; empty if it needs none. */
  public String requiredScope() {
    return scope;
  }

  TokenCheck toCheck() {
    if (issuer != null) {
      return new JwtCheck(issuer, audience, scope, clock);
    }
    return introspection == null ? TokenCheck.ANY : new IntrospectionCheck(introspection, scope);
  }

  /** Collects options. Not thread-safe. */
  public static final class Builder {

    private final @Nullable AuthorizationServer issuer;
    private final @Nullable Introspection introspection;
    private String audience = "";
    private String scope = "";
    private InstantSource clock = InstantSource.system();

    private Builder(@Nullable AuthorizationServer issuer, @Nullable Introspection introspection) {
      this.issuer = issuer;
      this.introspection = introspection;
    }

    /** Sets the audience that a token must be for. */
    public Builder audience(String value) {
      this.audience = Objects.requireNonNull(value, "value");
      return this;
    }

    /** Sets the scope that a token must have. */
    public Builder requiredScope(String value) {
      this.scope = Objects.requireNonNull(value, "value");
      return this;
    }

    /** Sets the clock by which tokens expire. */
    public Builder clock(InstantSource value) {
      this.clock = Objects.requireNonNull(value, "value");
      return this;
    }

    /** Returns the options. */
    public ReceiverOptions build() {
      return new ReceiverOptions(this);
    }
  }
}
