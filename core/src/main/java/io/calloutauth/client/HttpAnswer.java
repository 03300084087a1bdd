package io.calloutauth.client;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came back for one request: a whole answer, the head of one that broke off, or nothing. It
 * may hold a token: {@link #toString()} hides headers and body. Immutable and thread-safe; nobody
 * changes the body.
 */
final class HttpAnswer {

  private final int status;
  private final Map<String, List<String>> headers;
  private final byte[] body;
  private final @Nullable HttpFailure failure;

  private HttpAnswer(
      int status, Map<String, List<String>> headers, byte[] body, @Nullable HttpFailure failure) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.failure = failure;
  }

  /**
   * Returns a whole answer.
   *
   * @param headers by their names in lower case
   */
  static HttpAnswer of(int status, Map<String, List<String>> headers, byte[] body) {
    return new HttpAnswer(status, headers, body, null);
  }

  /** Returns the outcome of a request to which no answer came. */
  static HttpAnswer none(HttpFailure failure) {
    return new HttpAnswer(0, Map.of(), new byte[0], failure);
  }

  /** Returns this answer's head as all that could be read. */
  HttpAnswer brokenBy(HttpFailure failure) {
    return new HttpAnswer(status, headers, new byte[0], failure);
  }

  /** Returns the status, or 0 when no answer came. */
  int status() {
    return status;
  }

  /** Returns the body after inflation; empty when there is none or it could not be read. */
  byte[] body() {
    return body;
  }

  /** Returns why there is no whole answer; empty when there is one. */
  Optional<HttpFailure> failure() {
    return Optional.ofNullable(failure);
  }

  /** Returns a header's values; empty when it is missing. */
  List<String> headers(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** Returns a header's first value; empty when it is missing. */
  Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  /** Returns whether the status says all, so that a body that cannot be read changes nothing. */
  boolean statusDecides() {
    return hasStatusOfClass(3) || status == 429 || hasStatusOfClass(5) || isUnreadableRefusal();
  }

  /** A body that broke off is another matter: it may say more the next time. */
  private boolean isUnreadableRefusal() {
    return hasStatusOfClass(4)
        && failure != null
        && failure.failureClass() == FailureClass.PERMANENT;
  }

  boolean hasStatusOfClass(int hundreds) {
    return status / 100 == hundreds;
  }

  @Override
  public String toString() {
    return "HttpAnswer[" + status + (failure == null ? "" : ", " + failure) + "]";
  }
}
