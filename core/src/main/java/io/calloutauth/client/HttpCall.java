package io.calloutauth.client;

import io.calloutauth.endpoint.Endpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request to be sent. It holds secrets: {@link #toString()} hides headers and body.
 * Immutable and thread-safe.
 */
final class HttpCall {

  private final String tenant;
  private final Endpoint endpoint;
  private final Duration deadline;
  private final Map<String, String> headers;
  private final @Nullable String body;
  private final boolean usedUp;

  private HttpCall(
      String tenant,
      Endpoint endpoint,
      Duration deadline,
      Map<String, String> headers,
      @Nullable String body,
      boolean usedUp) {
    this.tenant = tenant;
    this.endpoint = endpoint;
    this.deadline = deadline;
    this.headers = Map.copyOf(headers);
    this.body = body;
    this.usedUp = usedUp;
  }

  /** Returns a GET. */
  static HttpCall get(String tenant, Endpoint endpoint, Duration deadline) {
    return new HttpCall(tenant, endpoint, deadline, Map.of(), null, false);
  }

  /** Returns a POST of a body that is encoded already. */
  static HttpCall post(String tenant, Endpoint endpoint, Duration deadline, String body) {
    return new HttpCall(tenant, endpoint, deadline, Map.of(), body, false);
  }

  /** Returns this call with these headers instead of its own. */
  HttpCall with(Map<String, String> headers) {
    return new HttpCall(tenant, endpoint, deadline, headers, body, usedUp);
  }

  /** Returns this call, which the server carries out once: what it was made with is used up. */
  HttpCall usingUp(boolean used) {
    return new HttpCall(tenant, endpoint, deadline, headers, body, used);
  }

  /** Returns whether the server carries it out once, so that its response must be waited for. */
  boolean isUsedUp() {
    return usedUp;
  }

  String tenant() {
    return tenant;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** Returns how long the call may take in all. */
  Duration deadline() {
    return deadline;
  }

  Map<String, String> headers() {
    return headers;
  }

  String method() {
    return body == null ? "GET" : "POST";
  }

  /** Returns the body, or null for a GET. */
  byte @Nullable [] body() {
    return body == null ? null : body.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "HttpCall[" + method() + " " + endpoint.origin() + "]";
  }
}
