package io.calloutauth.oauth;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Makes the failures of token requests. Not thread-safe. */
public final class TokenFailureBuilder {

  private static final Set<TokenError> BEFORE_SENDING =
      Set.of(
          TokenError.ENDPOINT_REFUSED,
          TokenError.SECRET_UNOPENED,
          TokenError.NO_PLACE,
          TokenError.LEASE_HELD);

  final FailureClass failureClass;
  final TokenError error;
  TokenFailure.Source source = TokenFailure.Source.TOKEN_ENDPOINT;
  int status;
  @Nullable String code;
  @Nullable Duration retryAfter;
  Duration leastWait = Duration.ZERO;
  @Nullable String description;
  @Nullable String errorUri;
  @Nullable String hint;
  String operatorDetail = "";
  boolean mayHaveBeenSent;
  String correlationId = "";

  TokenFailureBuilder(FailureClass failureClass, TokenError error) {
    this.failureClass = Objects.requireNonNull(failureClass, "failureClass");
    this.error = Objects.requireNonNull(error, "error");
    this.mayHaveBeenSent = mayBeMetAfterSending(error);
  }

  /** Tells whether an error may be met once the server may have got some of the request. */
  static boolean mayBeMetAfterSending(TokenError error) {
    return !BEFORE_SENDING.contains(error);
  }

  /** Sets which endpoint it comes from; the token endpoint by default. */
  public TokenFailureBuilder source(TokenFailure.Source source) {
    this.source = Objects.requireNonNull(source, "source");
    return this;
  }

  /** Sets the HTTP status. */
  public TokenFailureBuilder status(int status) {
    this.status = status;
    return this;
  }

  /** Sets the checked error code, or null for none. */
  public TokenFailureBuilder code(@Nullable String code) {
    this.code = code;
    return this;
  }

  /** Sets how long the server asks to wait, or null when it does not say. */
  public TokenFailureBuilder retryAfter(@Nullable Duration retryAfter) {
    this.retryAfter = retryAfter;
    this.leastWait = Objects.requireNonNullElse(retryAfter, Duration.ZERO);
    return this;
  }

  /**
   * Sets how long to wait at least, where the server does not say it in so many words; what it says
   * ({@link #retryAfter}) is set before.
   */
  public TokenFailureBuilder leastWait(Duration leastWait) {
    this.leastWait = Objects.requireNonNull(leastWait, "leastWait");
    return this;
  }

  /** Sets the server's own words after masking, or null for none. */
  public TokenFailureBuilder untrustedDescription(@Nullable String description) {
    this.description = description;
    return this;
  }

  /** Sets where the server says more, after masking, or null for none. */
  public TokenFailureBuilder untrustedErrorUri(@Nullable String errorUri) {
    this.errorUri = errorUri;
    return this;
  }

  /** Sets the checked {@linkplain TokenFailure#hint hint}, or null for none. */
  public TokenFailureBuilder hint(@Nullable String hint) {
    this.hint = hint;
    return this;
  }

  /** Sets what happened where, for the operator alone. */
  public TokenFailureBuilder operatorDetail(String detail) {
    this.operatorDetail = Objects.requireNonNull(detail, "detail");
    return this;
  }

  /**
   * Sets whether the server may have got any of the request; by default it may, but for an error
   * that is met before.
   */
  public TokenFailureBuilder mayHaveBeenSent(boolean sent) {
    this.mayHaveBeenSent = sent;
    return this;
  }

  /** Sets the correlation id, which is drawn unless it is set. */
  public TokenFailureBuilder correlationId(String correlationId) {
    this.correlationId = Objects.requireNonNull(correlationId, "correlationId");
    return this;
  }

  /** Returns the failure. */
  public TokenFailure build() {
    if (correlationId.isEmpty()) {
      correlationId = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
    return new TokenFailure(this);
  }
}
