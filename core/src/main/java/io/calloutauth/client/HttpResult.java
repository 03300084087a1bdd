package io.calloutauth.client;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.RedirectTarget;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came back for one request: a whole response, the head of one that broke off, or nothing. It
 * may hold a token: {@link #toString()} hides headers and body. Immutable and thread-safe; nobody
 * changes the body.
 */
final class HttpResult {

  private final int status;
  private final Map<String, List<String>> headers;
  private final byte[] body;
  private final @Nullable RequestFailure failure;

  private HttpResult(
      int status,
      Map<String, List<String>> headers,
      byte[] body,
      @Nullable RequestFailure failure) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.failure = failure;
  }

  /**
   * Returns a whole response.
   *
   * @param headers by their names in lower case
   */
  static HttpResult of(int status, Map<String, List<String>> headers, byte[] body) {
    return new HttpResult(status, headers, body, null);
  }

  /** Returns the outcome of a request to which no response came. */
  static HttpResult none(RequestFailure failure) {
    return new HttpResult(0, Map.of(), new byte[0], failure);
  }

  /** Returns this head with a body. */
  HttpResult withBody(byte[] read) {
    return of(status, headers, read);
  }

  /**
   * Returns this head of a response whose body could not be read to its end.
   *
   * @param read as much of the body as there is
   */
  HttpResult brokenBy(RequestFailure failure, byte[] read) {
    return new HttpResult(status, headers, read, failure);
  }

  /** Returns the status, or 0 when no response came. */
  int status() {
    return status;
  }

  /** Returns the body after inflation, or what came of one that {@linkplain #failure failed}. */
  byte[] body() {
    return body;
  }

  /** Returns why there is no whole response; empty when there is one. */
  Optional<HttpFailure> failure() {
    return Optional.ofNullable(failure).map(RequestFailure::failure);
  }

  /**
   * Returns where it redirects to; empty when it does not say in a form that may be kept.
   *
   * @param asked the endpoint that it came from
   */
  Optional<String> redirectTarget(Endpoint asked) {
    return header("Location").flatMap(location -> RedirectTarget.read(location, asked));
  }

  /** Returns how far the request got; empty when there is a whole response. */
  Optional<InFlightRequest.HttpStage> stage() {
    return Optional.ofNullable(failure).map(RequestFailure::stage);
  }

  /** Returns whether the server may have got any of the request. */
  boolean mayHaveBeenSent() {
    return failure == null || failure.stage().isSending();
  }

  /** Returns what happened where, for the operator; empty when there is a whole response. */
  String detail() {
    return failure == null ? "" : failure.detail();
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
    return hasStatusOfClass(3) || status == 429 || isServerFailure() || isUnreadableRefusal();
  }

  /** A body that broke off is another matter: it may say more the next time. */
  private boolean isUnreadableRefusal() {
    return hasStatusOfClass(4)
        && failure().filter(kind -> kind.failureClass() == FailureClass.PERMANENT).isPresent();
  }

  /** Returns whether the server failed: 5xx, and whatever some count above it. */
  boolean isServerFailure() {
    return status >= 500;
  }

  /** Returns whether a token response may have this status. */
  boolean mayBringToken() {
    return status == 200 || status == 201 || status == 203;
  }

  boolean hasStatusOfClass(int hundreds) {
    return status / 100 == hundreds;
  }

  @Override
  public String toString() {
    return "HttpResult[" + status + failure().map(kind -> ", " + kind).orElse("") + "]";
  }

  /**
   * Why there is no whole response to a request.
   *
   * @param failure the kind of failure
   * @param stage how far the request got
   * @param detail what happened where, for the operator
   */
  record RequestFailure(HttpFailure failure, InFlightRequest.HttpStage stage, String detail) {}

  /** Finds the end of a JSON object (RFC 8259), which needs no length to be known as whole. */
  static final class JsonEnd {

    private JsonEnd() {}

    /**
     * Tells whether a text is a JSON object to its last brace. One that was cut is not, so that it
     * needs no length to be known as whole.
     */
    static boolean isWholeJsonObject(byte[] text) {
      int depth = 0;
      boolean quoted = false;
      for (int i = start(text); i < text.length; i++) {
        byte c = text[i];
        if (quoted) {
          i += c == '\\' ? 1 : 0;
          quoted = c != '"';
        } else if (c == '"') {
          quoted = true;
        } else if (c == '{' || c == '[') {
          depth++;
        } else if ((c == '}' || c == ']') && --depth == 0) {
          return true;
        }
      }
      return false;
    }

    /** Tells whether a text begins as a JSON object does. */
    static boolean startsAsJsonObject(byte[] text) {
      return start(text) < text.length;
    }

    /**
     * Returns the index of the brace that a text starts with, or its length when it has none there.
     */
    private static int start(byte[] text) {
      int start = 0;
      while (start < text.length && (text[start] <= ' ')) { // white space, and a byte order mark
        start++;
      }
      return start < text.length && text[start] == '{' ? start : text.length;
    }
  }
}
