package io.calloutauth;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** An HTTP response made of its parts. {@link #toString()} hides what the server wrote. */
final class ReceivedResponse implements CalloutResponse {

  private final int status;
  private final Function<String, List<String>> headers;
  private final ByteBuffer body;

  ReceivedResponse(int status, Function<String, List<String>> headers, ByteBuffer body) {
    this.status = status;
    this.headers = Objects.requireNonNull(headers, "headers");
    this.body = Objects.requireNonNull(body, "body");
  }

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
    return "CalloutResponse[" + status + "]";
  }
}
