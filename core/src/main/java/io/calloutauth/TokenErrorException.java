package io.calloutauth;

import io.calloutauth.oauth.Advice;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.provider.ProviderId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when an authorization server refused to issue a token (RFC 6749 section 5.2), or to take a
 * pushed authorization request (RFC 9126 section 2.3).
 */
public final class TokenErrorException extends CalloutAuthException {

  private final ProviderId id;
  private final TokenError error;
  private final String code;
  private final int status;
  private final @Nullable String hint;
  private final @Nullable String description;
  private final @Nullable String errorUri;

  TokenErrorException(NamedProvider provider, TokenFailure failure, String code, Retry retry) {
    super(
        "The provider "
            + provider
            + (failure.source() == TokenFailure.Source.TOKEN_ENDPOINT
                ? " refused a token: "
                : " refused a pushed authorization request: ")
            + code
            + failure.hint().map(hint -> ", " + hint).orElse("")
            + ", status "
            + failure.status()
            + ". "
            + Advice.on(failure),
        retry,
        failure);
    this.id = provider.id();
    this.error = failure.error();
    this.code = code;
    this.status = failure.status();
    this.hint = failure.hint().orElse(null);
    this.description = failure.untrustedDescription().orElse(null);
    this.errorUri = failure.untrustedErrorUri().orElse(null);
  }

  /** Returns the provider. */
  public ProviderId id() {
    return id;
  }

  /** Returns what the code means. */
  public TokenError error() {
    return error;
  }

  /**
   * Returns the server's error code, for example {@code invalid_client}; only characters that RFC
   * 6749 allows.
   */
  public String code() {
    return code;
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }

  /**
   * Returns the server's own words. They are untrusted: they may say anything, and must be escaped
   * wherever they are shown. Empty when it sent none, or when another node met the refusal.
   */
  public Optional<String> untrustedDescription() {
    return Optional.ofNullable(description);
  }

  /**
   * Returns where the server says more, as untrusted as its own words: this library does not follow
   * it. Empty when it sent none, or when another node met the refusal.
   */
  public Optional<String> untrustedErrorUri() {
    return Optional.ofNullable(errorUri);
  }

  /**
   * Returns what helps to mend it besides the code: the vendor's own error number and trace id, or
   * the host that a redirect leads to, in a form that is checked. Empty when nothing of the kind is
   * known.
   */
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }
}
