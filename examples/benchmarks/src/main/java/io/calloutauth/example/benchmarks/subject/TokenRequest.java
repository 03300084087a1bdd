package io.calloutauth.example.benchmarks.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a token endpoint through the JDK's client: what a host writes itself for the peers that
 * cache tokens and do not fetch them by the client credentials grant. Thread-safe.
 */
final class TokenRequest {

  private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
  private static final Pattern LIFETIME = Pattern.compile("\"expires_in\":(\\d+)");

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final HttpRequest request;

  TokenRequest(URI tokenEndpoint, String clientId, Duration timeout) {
    byte[] pair = (clientId + ":secret").getBytes(StandardCharsets.UTF_8);
    this.request =
        HttpRequest.newBuilder(tokenEndpoint)
            .timeout(timeout)
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
            .build();
  }

  /** An answer that has a token. */
  static final class Token {

    private final String value;
    private final Duration lifetime;

    private Token(String value, Duration lifetime) {
      this.value = value;
      this.lifetime = lifetime;
    }

    String value() {
      return value;
    }

    Duration lifetime() {
      return lifetime;
    }

    @Override
    public String toString() {
      return "Token[hidden]";
    }
  }

  /**
   * Sends it and waits for the token.
   *
   * @throws UncheckedIOException when there is none
   */
  Token send() {
    try {
      return read(CLIENT.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a token", e);
    }
  }

  /** Sends it; the token comes later. */
  CompletableFuture<Token> sendAsync() {
    return CLIENT.sendAsync(request, BodyHandlers.ofString()).thenApply(TokenRequest::read);
  }

  private static Token read(HttpResponse<String> answer) {
    Matcher token = TOKEN.matcher(answer.body());
    Matcher lifetime = LIFETIME.matcher(answer.body());
    if (answer.statusCode() != 200 || !token.find() || !lifetime.find()) {
      throw new UncheckedIOException(new IOException("no token, HTTP " + answer.statusCode()));
    }
    return new Token(token.group(1), Duration.ofSeconds(Long.parseLong(lifetime.group(1))));
  }
}
