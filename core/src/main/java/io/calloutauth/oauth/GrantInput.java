package io.calloutauth.oauth;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

/**
 * What a grant asks for a token with, beside the registration: nothing, a refresh token or an
 * authorization code. Each is immutable and thread-safe, and hides its secrets in {@code
 * toString()}.
 */
public sealed interface GrantInput {

  /**
   * Returns the secrets among it by their {@linkplain SecretName names}: for one request they are
   * secrets of the client's, which no response may quote.
   */
  default Map<String, Secret> secrets() {
    return Map.of();
  }

  /**
   * Returns whether a server that reads it uses it up, so that a request which may have arrived
   * must not be broken off: its response may be all that is left.
   */
  default boolean isUsedUp() {
    return true;
  }

  /** What a grant has that asks by settings alone, as client credentials and JWT bearer do. */
  GrantInput NONE = new None();

  /** Nothing: the client asks on its own behalf. */
  final class None implements GrantInput {

    private None() {}

    @Override
    public boolean isUsedUp() {
      return false;
    }

    @Override
    public String toString() {
      return "GrantInput[none]";
    }
  }

  /** A refresh token (RFC 6749 section 6). */
  final class RefreshToken implements GrantInput {

    private final Secret value;

    /** Makes an input of a refresh token. */
    public RefreshToken(Secret value) {
      this.value = Objects.requireNonNull(value, "value");
    }

    /** Returns the refresh token. */
    public Secret value() {
      return value;
    }

    @Override
    public Map<String, Secret> secrets() {
      return Map.of(SecretName.REFRESH_TOKEN, value);
    }

    @Override
    public String toString() {
      return "GrantInput[refresh token]";
    }
  }

  /** An authorization code with its PKCE verifier (RFC 6749 section 4.1.3, RFC 7636). */
  final class AuthorizationCode implements GrantInput {

    private final Secret code;
    private final Secret verifier;
    private final URI redirectUri;

    /** Makes an input of what the authorization request and its response said. */
    public AuthorizationCode(Secret code, Secret verifier, URI redirectUri) {
      this.code = Objects.requireNonNull(code, "code");
      this.verifier = Objects.requireNonNull(verifier, "verifier");
      this.redirectUri = Objects.requireNonNull(redirectUri, "redirectUri");
    }

    /** Returns the code. */
    public Secret code() {
      return code;
    }

    /** Returns the code verifier. */
    public Secret verifier() {
      return verifier;
    }

    /** Returns the redirect URI of the authorization request. */
    public URI redirectUri() {
      return redirectUri;
    }

    @Override
    public Map<String, Secret> secrets() {
      return Map.of(SecretName.CODE, code, SecretName.CODE_VERIFIER, verifier);
    }

    @Override
    public String toString() {
      return "GrantInput[authorization code]";
    }
  }
}
