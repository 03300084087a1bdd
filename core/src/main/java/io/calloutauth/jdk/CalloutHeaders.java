package io.calloutauth.jdk;

import io.calloutauth.CalloutCredentials;
import java.net.http.HttpRequest;

/** Sets the headers of credentials on a request. */
final class CalloutHeaders {

  private CalloutHeaders() {}

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
