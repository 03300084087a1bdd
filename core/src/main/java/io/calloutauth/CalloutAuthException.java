package io.calloutauth;

import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.ProviderRow;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this library throws, and the response to a delivery queue's one question: whether to try
 * again. No message, cause or suppressed exception holds a secret, a token or a response body. Each
 * serializes with all that it carries.
 */
public abstract class CalloutAuthException extends RuntimeException {

  private final boolean retryable;
  private final @Nullable Duration retryAfter;
  private final @Nullable String correlationId;

  CalloutAuthException(String message, Retry retry) {
    this(message, retry, (Throwable) null);
  }

  CalloutAuthException(String message, Retry retry, @Nullable Throwable cause) {
    super(message, cause);
    this.retryable = retry.retryable();
    this.retryAfter = retry.after();
    this.correlationId = null;
  }

  CalloutAuthException(String message, Retry retry, TokenFailure failure) {
    super(message);
    this.retryable = retry.retryable();
    this.retryAfter = retry.after();
    this.correlationId = failure.correlationId();
  }

  /**
   * Returns whether the same call may succeed later by itself; false: somebody must change
   * something first.
   */
  public final boolean retryable() {
    return retryable;
  }

  /**
   * Returns how long to wait before trying again; empty when that is not known, or when trying
   * again is no use.
   */
  public final Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * Returns what the operator finds the failed token request by in the log; empty when this tells
   * of no such thing.
   */
  public final Optional<String> correlationId() {
    return Optional.ofNullable(correlationId);
  }

  /** Whether and when to try again. */
  record Retry(boolean retryable, @Nullable Duration after) {
    static final Retry NEVER = new Retry(false, null);
    static final Retry SOON = new Retry(true, null);

    static Retry after(Duration wait) {
      return new Retry(true, wait);
    }
  }

  /**
   * A provider as messages name it: by name and id.
   *
   * @param id the id
   * @param name the name; empty when it is not at hand
   */
  record NamedProvider(ProviderId id, String name) {

    static NamedProvider of(ProviderRow row) {
      return new NamedProvider(new ProviderId(row.key().id()), row.content().name().text());
    }

    @Override
    public String toString() {
      return name.isEmpty() ? id.toString() : name + " (" + id + ")";
    }
  }
}
