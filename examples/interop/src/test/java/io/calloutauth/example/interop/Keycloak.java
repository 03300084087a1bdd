package io.calloutauth.example.interop;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.testkit.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Keycloak, unpacked by the build, with a realm of our own in memory. */
final class Keycloak implements RealServer {

  private static final Duration MOST_TO_START = Duration.ofMinutes(15);

  private final ServerProcess process;
  private final URI realm;
  private final URI plainOrigin;
  private final StoryClients clients;
  private final KeycloakRotation rotation;

  private Keycloak(
      ServerProcess process,
      URI realm,
      URI plainOrigin,
      StoryClients clients,
      KeycloakRotation rotation) {
    this.process = process;
    this.realm = realm;
    this.plainOrigin = plainOrigin;
    this.clients = clients;
    this.rotation = rotation;
  }

  /**
   * Starts the server that is unpacked somewhere; blocks until its realm answers.
   *
   * @param grantJwks where the keys are that the assertions of the JWT bearer grant are signed with
   * @param rotation the realm in which secrets are rotated
   */
  static Keycloak start(Path home, StoryClients clients, URI grantJwks, KeycloakRotation rotation)
      throws IOException, GeneralSecurityException {
    Path imports = Files.createDirectories(home.resolve("data/import"));
    Files.writeString(
        imports.resolve("interop-realm.json"), new KeycloakRealm(clients, grantJwks).json());
    Files.writeString(imports.resolve("rotation-realm.json"), rotation.json());
    int port = FreePort.find();
    int tlsPort = FreePort.find();
    ProcessBuilder command =
        new ProcessBuilder(
            home.resolve("bin/kc.sh").toString(),
            "start-dev",
            "--import-realm",
            "--features=jwt-authorization-grant,client-secret-rotation",
            "--db=dev-mem",
            "--http-host=127.0.0.1",
            "--http-port=" + port,
            "--https-port=" + tlsPort,
            "--hostname=https://localhost:" + tlsPort);
    command.command().addAll(tls(home, clients.certificates()));
    command.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", KeycloakRotation.ADMINISTRATOR);
    command.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", rotation.administrator());
    command.environment().put("JAVA_HOME", System.getProperty("java.home"));
    command.environment().put("JAVA_OPTS_KC_HEAP", "-Xms128m -Xmx512m");
    URI realm = URI.create("https://localhost:" + tlsPort + "/realms/interop/");
    URI plain = URI.create("http://127.0.0.1:" + port);
    var keycloak =
        new Keycloak(
            ServerProcess.start(command, home.resolveSibling("keycloak.log")),
            realm,
            plain,
            clients,
            rotation);
    keycloak.awaitRealm();
    return keycloak;
  }

  private static List<String> tls(Path home, StoryCertificates certificates)
      throws IOException, GeneralSecurityException {
    Path certificate = home.resolveSibling("server.pem");
    Files.writeString(certificate, certificates.server().pem());
    Path key = home.resolveSibling("server-key.pem");
    Files.writeString(key, certificates.server().keyPem());
    Path trusted = certificates.writeTrustStore(home.resolveSibling("clients.p12"));
    return List.of(
        "--https-certificate-file=" + certificate.toAbsolutePath(),
        "--https-certificate-key-file=" + key.toAbsolutePath(),
        "--https-client-auth=request",
        "--https-trust-store-file=" + trusted.toAbsolutePath(),
        "--https-trust-store-password=" + StoryCertificates.PASSWORD);
  }

  /** Returns the other realm's issuer. */
  String rotationIssuer() {
    return issuer().replace("/interop", "/rotation");
  }

  /** Returns the same endpoint of the other realm. */
  URI inRotation(URI endpoint) {
    return URI.create(endpoint.toString().replace("/realms/interop/", "/realms/rotation/"));
  }

  /** Returns the other realm. */
  KeycloakRotation rotation() {
    return rotation;
  }

  /** The log says that it is started long before the realm is there. */
  private void awaitRealm() {
    try {
      process.awaitAnswer(plain(realm.resolve(".well-known/openid-configuration")), MOST_TO_START);
    } catch (RuntimeException | Error e) {
      process.close();
      throw e;
    }
  }

  @Override
  public String issuer() {
    return realm.toString().replaceFirst("/$", "");
  }

  @Override
  public URI plainOrigin() {
    return plainOrigin;
  }

  @Override
  public Optional<Refusal> unknownCertificate(ShowingClient client) {
    return Optional.empty();
  }

  /** It knows certificates by their name alone, whoever signed them. */
  @Override
  public boolean offers(ClientAuthentication method) {
    return method != ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH;
  }

  /** No client but the receiver is in a token's audience: only some need not be. */
  @Override
  public boolean knowsItsToken(String clientId) {
    return clients.showing().stream().anyMatch(client -> client.id().equals(clientId));
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
