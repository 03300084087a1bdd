package io.calloutauth;

import io.calloutauth.client.TokenError;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown when an authorization server refused to issue a token (RFC 6749 section 5.2). */
public final class TokenErrorException extends CalloutAuthException {

  private final ProviderId id;
  private final TokenError error;
  private final String code;
  private final int status;
  private final @Nullable String description;

  TokenErrorException(ProviderId id, Answer answer, Retry retry) {
    super(
        "The provider "
            + id
            + " refused a token: "
            + answer.code()
            + ", status "
            + answer.status()
            + ". "
            + Advice.on(answer.error()),
        retry);
    this.id = id;
    this.error = answer.error();
    this.code = answer.code();
    this.status = answer.status();
    this.description = answer.description();
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

  /** What the server answered. */
  record Answer(TokenError error, String code, int status, @Nullable String description) {}
}
