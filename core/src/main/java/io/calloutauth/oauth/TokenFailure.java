package io.calloutauth.oauth;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A token request that brought no token, and why. Immutable and thread-safe. Its {@link
 * #toString()} holds nothing that a server sent but a checked error code and a checked hint.
 */
public final class TokenFailure implements TokenResult {

  private static final Set<TokenError> BEFORE_SENDING =
      Set.of(
          TokenError.ENDPOINT_REFUSED,
          TokenError.SECRET_UNOPENED,
          TokenError.NO_PLACE,
          TokenError.LEASE_HELD);

  private final FailureClass failureClass;
  private final TokenError error;
  private final int status;
  private final @Nullable String code;
  private final @Nullable Duration retryAfter;
  private final Duration leastWait;
  private final @Nullable String description;
  private final @Nullable String errorUri;
  private final @Nullable String hint;
  private final String operatorDetail;
  private final boolean mayHaveBeenSent;

  private TokenFailure(Builder builder) {
    this.failureClass = builder.failureClass;
    this.error = builder.error;
    this.status = builder.status;
    this.code = builder.code;
    this.retryAfter = builder.retryAfter;
    this.leastWait = builder.leastWait;
    this.description = builder.description;
    this.errorUri = builder.errorUri;
    this.hint = builder.hint;
    this.operatorDetail = builder.operatorDetail;
    this.mayHaveBeenSent = builder.mayHaveBeenSent;
  }

  /** Returns a builder for a failure of a class. */
  public static Builder builder(FailureClass failureClass, TokenError error) {
    return new Builder(failureClass, error);
  }

  /** Returns what the failure asks of whoever would try again. */
  public FailureClass failureClass() {
    return failureClass;
  }

  /** Returns why there is no token. */
  public TokenError error() {
    return error;
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
   * answer came, and when another node met the failure.
   */
  public String operatorDetail() {
    return operatorDetail;
  }

  @Override
  public boolean mayHaveBeenSent() {
    return mayHaveBeenSent;
  }

  /** Returns the same failure without {@link #operatorDetail()}, as a tenant may have it. */
  public TokenFailure withoutOperatorDetail() {
    return operatorDetail.isEmpty()
        ? this
        : builder(failureClass, error)
            .status(status)
            .code(code)
            .retryAfter(retryAfter)
            .leastWait(leastWait)
            .untrustedDescription(description)
            .untrustedErrorUri(errorUri)
            .hint(hint)
            .mayHaveBeenSent(mayHaveBeenSent)
            .build();
  }

  @Override
  public String toString() {
    String told = Stream.of(code, hint).filter(Objects::nonNull).collect(Collectors.joining(", "));
    return error
        + (told.isEmpty() ? "" : " (" + told + ")")
        + (status == 0 ? "" : ", status " + status);
  }

  /** Makes failures. Not thread-safe. */
  public static final class Builder {

    private final FailureClass failureClass;
    private final TokenError error;
    private int status;
    private @Nullable String code;
    private @Nullable Duration retryAfter;
    private Duration leastWait = Duration.ZERO;
    private @Nullable String description;
    private @Nullable String errorUri;
    private @Nullable String hint;
    private String operatorDetail = "";
    private boolean mayHaveBeenSent;

    private Builder(FailureClass failureClass, TokenError error) {
      this.failureClass = Objects.requireNonNull(failureClass, "failureClass");
      this.error = Objects.requireNonNull(error, "error");
      this.mayHaveBeenSent = !BEFORE_SENDING.contains(error);
    }

    /** Sets the HTTP status. */
    public Builder status(int status) {
      this.status = status;
      return this;
    }

    /** Sets the checked error code, or null for none. */
    public Builder code(@Nullable String code) {
      this.code = code;
      return this;
    }

    /** Sets how long the server asks to wait, or null when it does not say. */
    public Builder retryAfter(@Nullable Duration retryAfter) {
      this.retryAfter = retryAfter;
      this.leastWait = Objects.requireNonNullElse(retryAfter, Duration.ZERO);
      return this;
    }

    /**
     * Sets how long to wait at least, where the server does not say it in so many words; what it
     * says ({@link #retryAfter}) is set before.
     */
    public Builder leastWait(Duration leastWait) {
      this.leastWait = Objects.requireNonNull(leastWait, "leastWait");
      return this;
    }

    /** Sets the server's own words after masking, or null for none. */
    public Builder untrustedDescription(@Nullable String description) {
      this.description = description;
      return this;
    }

    /** Sets where the server says more, after masking, or null for none. */
    public Builder untrustedErrorUri(@Nullable String errorUri) {
      this.errorUri = errorUri;
      return this;
    }

    /** Sets the checked {@linkplain TokenFailure#hint hint}, or null for none. */
    public Builder hint(@Nullable String hint) {
      this.hint = hint;
      return this;
    }

    /** Sets what happened where, for the operator alone. */
    public Builder operatorDetail(String detail) {
      this.operatorDetail = Objects.requireNonNull(detail, "detail");
      return this;
    }

    /**
     * Sets whether the server may have got any of the request; by default it may, but for an error
     * that is met before.
     */
    public Builder mayHaveBeenSent(boolean sent) {
      this.mayHaveBeenSent = sent;
      return this;
    }

    /** Returns the failure. */
    public TokenFailure build() {
      return new TokenFailure(this);
    }
  }
}
