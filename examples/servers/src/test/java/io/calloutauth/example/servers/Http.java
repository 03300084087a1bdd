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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The requests that these tests send, by the JDK's own client. */
final class Http {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Http() {}

  static HttpResponse<String> exchangeWithBasic(
      AuthorizationServer server, String id, String secret, String scope)
      throws IOException, InterruptedException {
    return post(
        server.tokenEndpoint(), basic(id, secret), "grant_type=client_credentials" + asked(scope));
  }

  static HttpResponse<String> exchangeWithPost(
      AuthorizationServer server, DemoClient client, String scope)
      throws IOException, InterruptedException {
    String form = "grant_type=client_credentials&scope=%s&client_id=%s&client_secret=%s";
    return post(server.tokenEndpoint(), "", form.formatted(scope, client.id(), client.secret()));
  }

  static HttpResponse<String> exchangeAt(URI tokenEndpoint, DemoClient client, String form)
      throws IOException, InterruptedException {
    return post(tokenEndpoint, basic(client.id(), client.secret()), form);
  }

  /** Returns an access token for a scope; for none if that is empty. */
  static String token(AuthorizationServer server, DemoClient client, String scope)
      throws IOException, InterruptedException {
    var answer = exchangeWithBasic(server, client.id(), client.secret(), scope);
    return text(answer, "access_token");
  }

  static HttpResponse<String> revoke(AuthorizationServer server, DemoClient client, String token)
      throws IOException, InterruptedException {
    return post(
        server.revocationEndpoint(),
        basic(client.id(), client.secret()),
        "token=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
  }

  static HttpResponse<String> callout(CalloutReceiver receiver, String token)
      throws IOException, InterruptedException {
    return CLIENT.send(calloutRequest(receiver, token), BodyHandlers.ofString());
  }

  static CompletableFuture<HttpResponse<String>> calloutAsync(
      CalloutReceiver receiver, String token) {
    return CLIENT.sendAsync(calloutRequest(receiver, token), BodyHandlers.ofString());
  }

  private static HttpRequest calloutRequest(CalloutReceiver receiver, String token) {
    return HttpRequest.newBuilder(URI.create(receiver.calloutsEndpoint() + "/orders/7"))
        .header("Authorization", "Bearer " + token)
        .timeout(Duration.ofSeconds(20))
        .POST(BodyPublishers.ofString("{\"total\":7}"))
        .build();
  }

  static HttpResponse<String> get(URI target, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(target).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  static Map<String, Object> json(HttpResponse<String> answer) {
    try {
      return JSONObjectUtils.parse(answer.body());
    } catch (ParseException e) {
      throw new AssertionError("Not JSON, with status " + answer.statusCode(), e);
    }
  }

  static String text(HttpResponse<String> answer, String member) {
    return Objects.requireNonNull((String) json(answer).get(member), member);
  }

  static String challenge(HttpResponse<String> answer) {
    return answer.headers().firstValue("WWW-Authenticate").orElse("");
  }

  private static String asked(String scope) {
    return scope.isEmpty() ? "" : "&scope=" + scope;
  }

  private static String basic(String id, String secret) {
    String both = id + ":" + secret;
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  static HttpResponse<String> post(URI target, String authorization, String form)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }
}
