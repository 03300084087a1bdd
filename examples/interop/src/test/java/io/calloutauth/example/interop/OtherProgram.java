package io.calloutauth.example.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.calloutauth.example.servers.DemoClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Another program that is the same client at the server, and knows nothing of the library: the tool
 * with which an administrator gets a refresh token to type, or a backup that runs beside. Not
 * serializable.
 */
final class OtherProgram {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String VERIFIER = "a-verifier-of-43-characters-or-more-is-asked-for";

  private final RealServer server;
  private final StoryClients clients;
  private final DemoClient client;

  OtherProgram(RealServer server, StoryClients clients, DemoClient client) {
    this.server = server;
    this.clients = clients;
    this.client = client;
  }

  /** Lets a user authorize it, and returns the refresh token. */
  String authorize() throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
    Map<String, String> request = new LinkedHashMap<>();
    request.put("response_type", "code");
    request.put("client_id", client.id());
    request.put("redirect_uri", StoryClients.CALLBACK.toString());
    request.put("scope", StoryHost.SCOPE);
    request.put("state", "elsewhere");
    request.put("code_challenge", Base64URL.encode(digest).toString());
    request.put("code_challenge_method", "S256");
    URI go = URI.create(authorizationEndpoint() + "?" + LoginBrowser.encoded(request));
    URI back = new LoginBrowser(clients.certificates()).sentBack(go, StoryClients.CALLBACK);
    HttpResponse<String> response =
        token(
            Map.of(
                "grant_type",
                "authorization_code",
                "code",
                back.getQuery().replaceFirst("(^|.*&)code=([^&]+).*", "$2"),
                "redirect_uri",
                StoryClients.CALLBACK.toString(),
                "code_verifier",
                VERIFIER));
    assertThat(response.statusCode()).isEqualTo(200);
    return JSONObjectUtils.getString(JSONObjectUtils.parse(response.body()), "refresh_token");
  }

  private String authorizationEndpoint() throws Exception {
    URI metadata = URI.create(server.issuer() + "/.well-known/openid-configuration");
    HttpRequest request = HttpRequest.newBuilder(server.plain(metadata)).build();
    String body = HTTP.send(request, BodyHandlers.ofString()).body();
    return JSONObjectUtils.getString(JSONObjectUtils.parse(body), "authorization_endpoint");
  }

  /** Uses a refresh token, and returns the response's status. */
  int use(String refreshToken) throws IOException, InterruptedException {
    return refresh(refreshToken).statusCode();
  }

  /** Uses a refresh token, and returns the response. */
  HttpResponse<String> refresh(String refreshToken) throws IOException, InterruptedException {
    return token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
  }

  /** Sends a revocation request, and returns the response. */
  HttpResponse<String> revoke(String form) throws IOException, InterruptedException {
    return post(server.revocationEndpoint(), form);
  }

  private HttpResponse<String> token(Map<String, String> form)
      throws IOException, InterruptedException {
    return post(server.tokenEndpoint(), LoginBrowser.encoded(form));
  }

  private HttpResponse<String> post(URI endpoint, String form)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(server.plain(endpoint))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Authorization", "Basic " + StoryHost.basic(client))
            .POST(BodyPublishers.ofString(form))
            .build(),
        BodyHandlers.ofString());
  }
}
