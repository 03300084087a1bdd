package io.calloutauth;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The HTTP response to a callout, as an adapter shows it to {@link
 * CalloutAuthenticator#afterResponse}. It is read during that call alone, so it need not outlive
 * it.
 */
public interface CalloutResponse {

  /** Returns the HTTP status. */
  int status();

  /**
   * Returns the values of a header; an empty list where there is none.
   *
   * @param name its name, in any case
   */
  List<String> headers(String name);

  /**
   * Returns the first bytes of the body, decoded from any transfer coding: as many as {@link
   * CalloutCredentials#bodyLimit()} asks for, or all where the body is shorter. Nothing where the
   * limit is 0.
   */
  ByteBuffer body();

  /** Returns a response of which no body is shown. */
  static CalloutResponse of(int status, Function<String, List<String>> headers) {
    return of(status, headers, ByteBuffer.allocate(0));
  }

  /**
   * Returns a response.
   *
   * @param headers gives the values of a header by its name, in any case; an empty list where there
   *     is none
   * @param body the first bytes of the body
   */
  static CalloutResponse of(int status, Function<String, List<String>> headers, ByteBuffer body) {
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
    return new CalloutResponse() {

      @Override
      public int status() {
        return status;
      }

      @Override
      public List<String> headers(String name) {
        return headers.apply(name);
      }

      @Override
      public ByteBuffer body() {
        return body.asReadOnlyBuffer();
      }

      @Override
      public String toString() {
        return "CalloutResponse[" + status + "]"; // hides what the server wrote
      }
    };
  }
}
