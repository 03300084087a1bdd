package io.calloutauth.oauth;

import io.calloutauth.json.PlainMap;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A token request that brought no token, and why. Immutable and thread-safe. Its {@link
 * #toString()} holds nothing that a server sent but a checked error code and a checked hint.
 */
public final class TokenFailure implements TokenResult {

  /** An endpoint of an authorization server that a failure comes from. Constants may be added. */
  public enum Source {
    /** The token endpoint (RFC 6749 section 3.2). */
    TOKEN_ENDPOINT("token endpoint"),
    /** The pushed authorization request endpoint (RFC 9126 section 2). */
    PUSHED_AUTHORIZATION_REQUEST_ENDPOINT("pushed authorization request endpoint"),
    /** The authorization endpoint (RFC 6749 section 3.1), which a browser asks. */
    AUTHORIZATION_ENDPOINT("authorization endpoint");

    private final String text;

    Source(String text) {
      this.text = text;
    }

    /** Returns what messages call it. */
    public String text() {
      return text;
    }
  }

  private final FailureClass failureClass;
  private final TokenError error;
  private final Source source;
  private final int status;
  private final @Nullable String code;
  private final @Nullable Duration retryAfter;
  private final Duration leastWait;
  private final @Nullable String description;
  private final @Nullable String errorUri;
  private final @Nullable String hint;
  private final String operatorDetail;
  private final boolean mayHaveBeenSent;
  private final String correlationId;

  TokenFailure(TokenFailureBuilder builder) {
    this.failureClass = builder.failureClass;
    this.error = builder.error;
    this.source = builder.source;
    this.status = builder.status;
    this.code = builder.code;
    this.retryAfter = builder.retryAfter;
    this.leastWait = builder.leastWait;
    this.description = builder.description;
    this.errorUri = builder.errorUri;
    this.hint = builder.hint;
    this.operatorDetail = builder.operatorDetail;
    this.mayHaveBeenSent = builder.mayHaveBeenSent;
    this.correlationId = builder.correlationId;
  }

  /** Returns a builder for a failure of a class. */
  public static TokenFailureBuilder builder(FailureClass failureClass, TokenError error) {
    return new TokenFailureBuilder(failureClass, error);
  }

  /** Returns what the failure asks of whoever would try again. */
  public FailureClass failureClass() {
    return failureClass;
  }

  /** Returns why there is no token. */
  public TokenError error() {
    return error;
  }

  /** Returns which endpoint it comes from. */
  public Source source() {
    return source;
  }

  /** Returns the HTTP status, or 0 when there was no response. */
  public int status() {
    return status;
  }

  /**
   * Returns the server's error code (RFC 6749 section 5.2): at most 100 characters of those the RFC
   * allows.
   */
  public Optional<String> code() {
    return Optional.ofNullable(code);
  }

  /** Returns how long the server asks to wait, at most one hour; empty when it does not say. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * Returns how long to wait at least before the next token request, whatever the class: {@link
   * #retryAfter}, or some seconds where the server asks to wait and cannot be understood; zero when
   * it does not ask.
   */
  public Duration leastWait() {
    return leastWait;
  }

  /**
   * Returns the server's own words ({@code error_description}), at most 500 characters without
   * control characters. They are untrusted: they may say anything, and must be escaped wherever
   * they are shown.
   */
  public Optional<String> untrustedDescription() {
    return Optional.ofNullable(description);
  }

  /**
   * Returns where the server says more ({@code error_uri}), a web address of at most 500
   * characters, without its query. It is as untrusted as the description: nobody here follows it.
   */
  public Optional<String> untrustedErrorUri() {
    return Optional.ofNullable(errorUri);
  }

  /**
   * Returns what helps to mend it: where a redirect leads to ({@link TokenError#REDIRECT_REFUSED}),
   * what keeps the response from being read ({@link ResponseFlaw}), the scheme that the token
   * starts with ({@link TokenError#ILLEGAL_TOKEN_CHARS}), or else the vendor's own error number and
   * trace id, such as {@code AADSTS7000222}. At most 253 characters of ASCII in one of these forms;
   * empty when nothing of the kind is known.
   */
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }

  /**
   * Returns what happened where, such as {@code connecting to idp.example.com:443:
   * ConnectException}: for the operator's log alone, since it tells one network from another and
   * may name an address in it. It holds no secret and nothing that a server sent. Empty when an
   * response came, and when another node met the failure.
   */
  public String operatorDetail() {
    return operatorDetail;
  }

  @Override
  public boolean mayHaveBeenSent() {
    return mayHaveBeenSent;
  }

  /**
   * Returns what the operator's log, the exceptions and the events that tell of this failure have
   * in common: 16 hexadecimal digits. A failure that is the same as the one before it has its id,
   * which is the one that was logged as a warning.
   */
  public String correlationId() {
    return correlationId;
  }

  /** Tells whether another failure says the same: endpoint, error, status and code. */
  public boolean isSameAs(TokenFailure other) {
    return source == other.source
        && error == other.error
        && status == other.status
        && Objects.equals(code, other.code);
  }

  /** Returns the same failure under the correlation id of another one. */
  public TokenFailure correlatedWith(TokenFailure other) {
    return copy().correlationId(other.correlationId).build();
  }

  /**
   * Returns the same failure as a tenant may have it: without {@link #operatorDetail()}, and with
   * {@link #mayHaveBeenSent()} as its error alone says it, since how far a request got tells one
   * network from another.
   */
  public TokenFailure asTenantsSee() {
    boolean sent = TokenFailureBuilder.mayBeMetAfterSending(error);
    return operatorDetail.isEmpty() && sent == mayHaveBeenSent
        ? this
        : copy().operatorDetail("").mayHaveBeenSent(sent).build();
  }

  /**
   * Returns what a tenant may read of this, for a host's JSON: {@code class}, {@code error}, {@code
   * code}, {@code hint}, {@code correlation_id}, {@code status} and {@code retry_after} in seconds;
   * what is not known is left out. Never a server's own words.
   */
  public Map<String, Object> toMap() {
    return new PlainMap()
        .put("class", failureClass.name())
        .put("error", error.name())
        .put("code", code)
        .put("hint", hint)
        .put("correlation_id", correlationId)
        .put("status", status == 0 ? null : status)
        .put("retry_after", retryAfter == null ? null : retryAfter.toSeconds())
        .build();
  }

  private TokenFailureBuilder copy() {
    return builder(failureClass, error)
        .source(source)
        .status(status)
        .code(code)
        .retryAfter(retryAfter)
        .leastWait(leastWait)
        .untrustedDescription(description)
        .untrustedErrorUri(errorUri)
        .hint(hint)
        .operatorDetail(operatorDetail)
        .mayHaveBeenSent(mayHaveBeenSent)
        .correlationId(correlationId);
  }

  @Override
  public String toString() {
    String told = Stream.of(code, hint).filter(Objects::nonNull).collect(Collectors.joining(", "));
    return error
        + (told.isEmpty() ? "" : " (" + told + ")")
        + (status == 0 ? "" : ", status " + status);
  }
}
