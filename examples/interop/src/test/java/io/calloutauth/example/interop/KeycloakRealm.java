package io.calloutauth.example.interop;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.calloutauth.example.servers.DemoClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The realm of the story, with its clients.
 *
 * @param grantJwks where the keys are that the assertions of the JWT bearer grant are signed with
 */
record KeycloakRealm(StoryClients clients, URI grantJwks) {

  /** Returns it as the server imports it. */
  String json() throws IOException {
    try (InputStream template = KeycloakRealm.class.getResourceAsStream("/keycloak-realm.json")) {
      String text =
          new String(
              Objects.requireNonNull(template, "no realm").readAllBytes(), StandardCharsets.UTF_8);
      text = with(text, "basic", clients.basic());
      text = with(text, "post", clients.post());
      text = text.replace("\"@clients@\"", registered());
      text = with(text, "bearer", clients.bearer());
      text = with(text, "code", clients.code());
      text = with(text, "short", clients.shortLived());
      text =
          text.replace("@callback@", StoryClients.CALLBACK.toString())
              .replace("@user@", StoryClients.USER)
              .replace("@password@", StoryClients.PASSWORD);
      text =
          text.replace("@grant.issuer@", StoryClients.GRANT_ISSUER)
              .replace("@grant.subject@", StoryClients.GRANT_SUBJECT)
              .replace("@grant.jwks@", grantJwks.toString());
      return with(text, "receiver", clients.receiver());
    }
  }

  private String registered() {
    Map<String, Object> bySecret = client(clients.secretSigning().id(), "client-secret-jwt");
    bySecret.put("secret", clients.secretSigning().secret());
    bySecret.put("attributes", Map.of("token.endpoint.auth.signing.alg", "HS256"));
    Stream<Map<String, Object>> byKey =
        clients.signing().stream()
            .map(
                client -> {
                  Map<String, Object> registered = client(client.id(), "client-jwt");
                  registered.put(
                      "attributes",
                      Map.of(
                          "use.jwks.string", "true",
                          "jwks.string", client.jwks(),
                          "token.endpoint.auth.signing.alg", client.algorithm().value()));
                  return registered;
                });
    Stream<Map<String, Object>> byCertificate =
        clients.showing().stream().map(KeycloakRealm::client);
    return Stream.of(Stream.of(bySecret), byKey, byCertificate)
        .flatMap(each -> each)
        .map(JSONObjectUtils::toJSONString)
        .collect(Collectors.joining(","));
  }

  /** It knows both ways by the name: who signed itself must be in its trust store. */
  private static Map<String, Object> client(ShowingClient client) {
    Map<String, Object> registered = client(client.id(), "client-x509");
    registered.put(
        "attributes",
        Map.of(
            "x509.subjectdn", client.subject(),
            "x509.allow.regex.pattern.comparison", "false",
            "allow.token.introspection.without.audience.check", "true"));
    return registered;
  }

  private static Map<String, Object> client(String id, String authenticator) {
    return new HashMap<>(
        Map.of(
            "clientId",
            id,
            "clientAuthenticatorType",
            authenticator,
            "serviceAccountsEnabled",
            true,
            "standardFlowEnabled",
            false,
            "defaultClientScopes",
            List.of("basic", "company"),
            "optionalClientScopes",
            StoryClients.SCOPES));
  }

  private static String with(String text, String name, DemoClient client) {
    return text.replace("@" + name + ".id@", client.id())
        .replace("@" + name + ".secret@", client.secret());
  }
}
