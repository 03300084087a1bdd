package io.calloutauth.example.servers;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/**
 * Asks the authorization server whether a token is still active (RFC 7662): a JWT alone cannot tell
 * that it was revoked. Thread-safe.
 */
final class Introspection {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI endpoint;
  private final DemoClient client;

  Introspection(URI endpoint, DemoClient client) {
    this.endpoint = endpoint;
    this.client = client;
  }

  /**
   * Tells whether a token is active; blocks for 5 s at most.
   *
   * @throws IOException if there is no usable answer
   */
  boolean active(String token) throws IOException {
    return active(about(token));
  }

  /** Tells whether an answer says that the token is active. */
  static boolean active(Map<String, Object> answer) {
    return Boolean.TRUE.equals(answer.get("active"));
  }

  /**
   * Returns what the authorization server says about a token; blocks for 5 s at most.
   *
   * @throws IOException if there is no usable answer
   */
  Map<String, Object> about(String token) throws IOException {
    try {
      HttpResponse<String> answer = http.send(question(token), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException("The introspection endpoint answered " + answer.statusCode());
      }
      return JSONObjectUtils.parse(answer.body());
    } catch (ParseException e) {
      throw new IOException("The introspection endpoint did not answer with JSON", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  private HttpRequest question(String token) {
    return HttpRequest.newBuilder(endpoint)
        .timeout(TIMEOUT)
        .header("Authorization", "Basic " + credentials())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString("token=" + encoded(token)))
        .build();
  }

  private String credentials() {
    String both = encoded(client.id()) + ":" + encoded(client.secret());
    return Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
