package io.calloutauth.example.interop;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.calloutauth.example.servers.DemoClient;
import io.calloutauth.oauth.TokenError;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keycloak, unpacked by the build, with a realm of our own in memory. */
final class Keycloak implements RealServer {

  private static final Duration MOST_TO_START = Duration.ofMinutes(8);

  private final ServerProcess process;
  private final URI realm;

  private Keycloak(ServerProcess process, URI realm) {
    this.process = process;
    this.realm = realm;
  }

  /** Starts the server that is unpacked somewhere; blocks until its realm answers. */
  static Keycloak start(Path home, StoryClients clients) throws IOException {
    Path imports = Files.createDirectories(home.resolve("data/import"));
    Files.writeString(imports.resolve("interop-realm.json"), realm(clients));
    int port = freePort();
    ProcessBuilder command =
        new ProcessBuilder(
            home.resolve("bin/kc.sh").toString(),
            "start-dev",
            "--import-realm",
            "--db=dev-mem",
            "--http-host=127.0.0.1",
            "--http-port=" + port);
    command.environment().put("JAVA_HOME", System.getProperty("java.home"));
    command.environment().put("JAVA_OPTS_KC_HEAP", "-Xms128m -Xmx512m");
    URI issuer = URI.create("http://127.0.0.1:" + port + "/realms/interop/");
    var keycloak =
        new Keycloak(ServerProcess.start(command, home.resolveSibling("keycloak.log")), issuer);
    keycloak.awaitRealm();
    return keycloak;
  }

  /** The log says that it is started long before the realm is there. */
  private void awaitRealm() {
    try {
      process.awaitAnswer(realm.resolve(".well-known/openid-configuration"), MOST_TO_START);
    } catch (RuntimeException | Error e) {
      process.close();
      throw e;
    }
  }

  private static String realm(StoryClients clients) throws IOException {
    try (InputStream template = Keycloak.class.getResourceAsStream("/keycloak-realm.json")) {
      String text =
          new String(
              Objects.requireNonNull(template, "no realm").readAllBytes(), StandardCharsets.UTF_8);
      text = with(text, "basic", clients.basic());
      text = with(text, "post", clients.post());
      text = text.replace("\"@signing@\"", signing(clients));
      return with(text, "receiver", clients.receiver());
    }
  }

  private static String signing(StoryClients clients) {
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
    return Stream.concat(Stream.of(bySecret), byKey)
        .map(JSONObjectUtils::toJSONString)
        .collect(Collectors.joining(","));
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

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public String issuer() {
    return realm.toString().replaceFirst("/$", "");
  }

  @Override
  public Refusal wrongKey() {
    return new Refusal(TokenError.INVALID_CLIENT, "invalid_client", 400);
  }

  @Override
  public URI tokenEndpoint() {
    return realm.resolve("protocol/openid-connect/token");
  }

  @Override
  public URI revocationEndpoint() {
    return realm.resolve("protocol/openid-connect/revoke");
  }

  @Override
  public URI introspectionEndpoint() {
    return realm.resolve("protocol/openid-connect/token/introspect");
  }

  @Override
  public Refusal wrongSecret() {
    return new Refusal(TokenError.UNAUTHORIZED_CLIENT, "unauthorized_client", 401);
  }

  @Override
  public Optional<Refusal> excessiveScope() {
    return Optional.of(new Refusal(TokenError.INVALID_SCOPE, "invalid_scope", 400));
  }

  @Override
  public void close() {
    process.close();
  }
}
