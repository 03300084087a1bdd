package io.calloutauth.jdk;

import io.calloutauth.CalloutCredentials;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.TreeMap;

/** The headers that credentials set, by their names in any case. */
final class CalloutHeaders {

  private CalloutHeaders() {}

  /** Returns what credentials set. The caller must not keep it: it holds the token. */
  static Map<String, String> of(CalloutCredentials credentials) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    credentials.applyTo(headers::put);
    return headers;
  }

  /**
   * Sets them on a request.
   *
   * @throws IllegalArgumentException when the JDK accepts one of them in no request
   */
  static void set(CalloutCredentials credentials, HttpRequest.Builder request) {
    try {
      credentials.applyTo(request::setHeader);
    } catch (IllegalArgumentException withTheValueInItsMessage) {
      throw new IllegalArgumentException("the credentials hold a header that cannot be sent");
    }
  }
}
