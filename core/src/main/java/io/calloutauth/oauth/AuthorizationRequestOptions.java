package io.calloutauth.oauth;

import io.calloutauth.endpoint.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a client asks for an authorization in a browser (RFC 6749 section 4.1.1), and what its
 * response must say. It knows no secret. Immutable and thread-safe.
 */
public final class AuthorizationRequestOptions {

  /** What a client has whose grant begins at no authorization endpoint. */
  public static final AuthorizationRequestOptions NONE = builder().build();

  private final @Nullable Endpoint endpoint;
  private final @Nullable Endpoint pushEndpoint;
  private final TokenFailure.Source refused;
  private final String issuer;
  private final boolean responseNamesIssuer;
  private final List<String> parameters;

  private AuthorizationRequestOptions(Builder builder) {
    this.endpoint = builder.endpoint;
    this.pushEndpoint = builder.pushEndpoint;
    this.refused = builder.refused;
    this.issuer = builder.issuer;
    this.responseNamesIssuer = builder.responseNamesIssuer;
    this.parameters = builder.parameters;
  }

  /** Returns a builder of options that have no endpoint and no parameters. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the authorization endpoint; empty when there is none that may be used. */
  public Optional<Endpoint> endpoint() {
    return Optional.ofNullable(endpoint);
  }

  /** Returns where requests are pushed to (RFC 9126 section 2); empty when they are not. */
  public Optional<Endpoint> pushEndpoint() {
    return Optional.ofNullable(pushEndpoint);
  }

  /** Returns which endpoint may not be used by now, where there is no {@link #endpoint()}. */
  public TokenFailure.Source refused() {
    return refused;
  }

  /** Returns the issuer that a response must name where it names one; empty when it is unknown. */
  public String issuer() {
    return issuer;
  }

  /** Returns whether each response must name the issuer (RFC 9207 section 2). */
  public boolean responseNamesIssuer() {
    return responseNamesIssuer;
  }

  /** Returns the extra parameters, each with an equals sign behind its name. */
  public List<String> parameters() {
    return parameters;
  }

  /** Returns the extra parameters by their names, in the order in which they were set. */
  public List<Map.Entry<String, String>> namedParameters() {
    List<Map.Entry<String, String>> named = new ArrayList<>();
    for (String parameter : parameters) {
      int end = parameter.indexOf('=');
      named.add(Map.entry(parameter.substring(0, end), parameter.substring(end + 1)));
    }
    return named;
  }

  @Override
  public String toString() {
    return "AuthorizationRequestOptions[endpoint="
        + endpoint
        + ", pushEndpoint="
        + pushEndpoint
        + "]";
  }

  /** Makes options. Not thread-safe. */
  public static final class Builder {

    private @Nullable Endpoint endpoint;
    private @Nullable Endpoint pushEndpoint;
    private TokenFailure.Source refused = TokenFailure.Source.AUTHORIZATION_ENDPOINT;
    private String issuer = "";
    private boolean responseNamesIssuer;
    private List<String> parameters = List.of();

    private Builder() {}

    /** Sets the authorization endpoint, or null for none. */
    public Builder endpoint(@Nullable Endpoint authorization) {
      this.endpoint = authorization;
      return this;
    }

    /** Sets where requests are pushed to, or null for nowhere. */
    public Builder pushEndpoint(@Nullable Endpoint pushed) {
      this.pushEndpoint = pushed;
      return this;
    }

    /**
     * Sets that requests would be pushed to an endpoint which may not be used: then there is no
     * authorization endpoint either, for what is to be pushed never goes through a browser instead.
     */
    public Builder pushRefused() {
      this.refused = TokenFailure.Source.PUSHED_AUTHORIZATION_REQUEST_ENDPOINT;
      return endpoint(null).pushEndpoint(null);
    }

    /** Sets the issuer; not known by default. */
    public Builder issuer(String issuer) {
      this.issuer = Objects.requireNonNull(issuer, "issuer");
      return this;
    }

    /** Sets whether each response must name the issuer; not so by default. */
    public Builder responseNamesIssuer(boolean named) {
      this.responseNamesIssuer = named;
      return this;
    }

    /**
     * Sets the extra parameters, each a name, an equals sign and a value; none by default.
     *
     * @throws IllegalArgumentException when one is not
     */
    public Builder parameters(List<String> parameters) {
      if (parameters.stream().anyMatch(each -> each.indexOf('=') < 1)) {
        throw new IllegalArgumentException("a parameter has a name and an equals sign");
      }
      this.parameters = List.copyOf(parameters);
      return this;
    }

    /** Returns the options. */
    public AuthorizationRequestOptions build() {
      return new AuthorizationRequestOptions(this);
    }
  }
}
