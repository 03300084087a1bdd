package io.calloutauth.example.interop;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.calloutauth.example.servers.DemoClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * A realm of Keycloak's in which secrets are rotated (its feature {@code client-secret-rotation}),
 * and the administrator who does it. Not serializable.
 *
 * @param administrator the password of the server's administrator
 * @param secretClient the id of the client that has a secret
 * @param firstSecret the secret that it begins with
 * @param receiver the client as which the receiver of callouts introspects tokens
 * @param jwks where the keys of the client are that signs
 */
record KeycloakRotation(
    String administrator, UUID secretClient, String firstSecret, DemoClient receiver, URI jwks) {

  static final String ADMINISTRATOR = "administrator";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  static KeycloakRotation of(URI jwks) {
    DemoClient receiver = DemoClient.builder("receiver").build();
    return new KeycloakRotation(random(), UUID.randomUUID(), random(), receiver, jwks);
  }

  private static String random() {
    return UUID.randomUUID().toString();
  }

  /** Returns the realm as the server imports it. */
  String json() throws IOException {
    try (InputStream template =
        KeycloakRotation.class.getResourceAsStream("/keycloak-rotation-realm.json")) {
      return new String(
              Objects.requireNonNull(template, "no realm").readAllBytes(), StandardCharsets.UTF_8)
          .replace("@secret.uuid@", secretClient.toString())
          .replace("@secret@", firstSecret)
          .replace("@receiver.secret@", receiver.secret())
          .replace("@jwks@", jwks.toString());
    }
  }

  /**
   * Gives the client a new secret, and returns it; the one before is good until it is ended.
   *
   * @param server the server's origin over plain http
   */
  String rotateSecret(URI server) throws Exception {
    return text(send(server, "POST", "client-secret"), "value");
  }

  /** Ends the secret from before the last rotation. */
  void endRotatedSecret(URI server) throws Exception {
    send(server, "DELETE", "client-secret/rotated");
  }

  private Map<String, Object> send(URI server, String method, String resource) throws Exception {
    URI target = server.resolve("/admin/realms/rotation/clients/" + secretClient + "/" + resource);
    return answer(
        HttpRequest.newBuilder(target)
            .header("Authorization", "Bearer " + token(server))
            .method(method, BodyPublishers.noBody()));
  }

  private String token(URI server) throws Exception {
    String form =
        "grant_type=password&client_id=admin-cli&username=%s&password=%s"
            .formatted(ADMINISTRATOR, administrator);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve("/realms/master/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form));
    return text(answer(request), "access_token");
  }

  private static String text(Map<String, Object> answer, String member) {
    return Objects.requireNonNull(answer.get(member), member).toString();
  }

  private static Map<String, Object> answer(HttpRequest.Builder request)
      throws IOException, InterruptedException, ParseException {
    HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("status " + answer.statusCode() + " of " + answer.uri());
    }
    return answer.body().isEmpty() ? Map.of() : JSONObjectUtils.parse(answer.body());
  }

  @Override
  public String toString() {
    return "KeycloakRotation[" + secretClient + "]";
  }
}
