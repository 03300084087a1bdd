package io.calloutauth.example.interop;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.calloutauth.example.servers.DemoClient;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.TokenError;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** oidc-provider, under Node, with a script of ours and what npm installs for it. */
final class OidcProvider implements RealServer {

  private static final Duration MOST_TO_START = Duration.ofMinutes(1);

  private final ServerProcess process;
  private final URI issuer;
  private final URI plainOrigin;

  private OidcProvider(ServerProcess process, URI issuer, URI plainOrigin) {
    this.process = process;
    this.issuer = issuer;
    this.plainOrigin = plainOrigin;
  }

  /**
   * Installs and starts the server; blocks until it answers.
   *
   * @param home where to install it
   */
  static OidcProvider start(Path home, StoryClients clients) throws Exception {
    install(home);
    ServerProcess process =
        ServerProcess.start(
            new ProcessBuilder("node", "server.js").directory(home.toFile()),
            home.resolve("server.log"));
    try {
      process.input().write(settings(clients).getBytes(StandardCharsets.UTF_8));
      process.input().flush();
      URI issuer = URI.create(process.awaitLine("listening at ", MOST_TO_START));
      URI plain = URI.create(process.awaitLine("without TLS at ", MOST_TO_START));
      process.awaitAnswer(plain.resolve("/.well-known/openid-configuration"), MOST_TO_START);
      return new OidcProvider(process, issuer, plain);
    } catch (Exception | Error e) {
      process.close();
      throw e;
    }
  }

  /** A lock file would tell where packages are downloaded from, so there is none. */
  private static void install(Path home) throws IOException, InterruptedException {
    Files.createDirectories(home);
    for (String file : List.of("package.json", "server.js")) {
      Path source = Path.of("src", "test", "node", file);
      Files.copy(source, home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Path log = home.resolve("npm.log");
    Process npm =
        new ProcessBuilder("npm", "install", "--no-package-lock", "--no-audit", "--no-fund")
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!npm.waitFor(3, TimeUnit.MINUTES)) {
      npm.descendants().forEach(ProcessHandle::destroy);
      npm.destroy();
      throw new IOException("npm install did not end, see " + log);
    }
    if (npm.exitValue() != 0) {
      throw new IOException("npm install failed, see " + log);
    }
  }

  private static String settings(StoryClients clients) {
    List<Map<String, String>> registered =
        Stream.of(
                Stream.of(
                    client(clients.basic(), ClientAuthentication.CLIENT_SECRET_BASIC),
                    client(clients.post(), ClientAuthentication.CLIENT_SECRET_POST),
                    client(clients.secretSigning(), ClientAuthentication.CLIENT_SECRET_JWT),
                    client(clients.receiver(), ClientAuthentication.CLIENT_SECRET_BASIC),
                    authorized(clients.code()),
                    shortLived(clients.shortLived())),
                clients.signing().stream().map(OidcProvider::client),
                clients.showing().stream().map(OidcProvider::client))
            .flatMap(each -> each)
            .toList();
    return JSONObjectUtils.toJSONString(
            Map.of(
                "clients",
                registered,
                "scopes",
                StoryClients.SCOPES,
                "tls",
                Map.of(
                    "cert", clients.certificates().server().pem(),
                    "key", clients.certificates().server().keyPem(),
                    "ca", clients.certificates().authority().pem())))
        + "\n";
  }

  private static Map<String, String> client(SigningClient client) {
    return Map.of(
        "id", client.id(),
        "authentication", ClientAuthentication.PRIVATE_KEY_JWT.value(),
        "algorithm", client.algorithm().value(),
        "jwks", client.jwks());
  }

  private static Map<String, String> client(ShowingClient client) {
    return Map.of(
        "id", client.id(),
        "authentication", client.method().value(),
        "subject", client.subject(),
        "jwks", client.jwks());
  }

  private static Map<String, String> authorized(DemoClient client) {
    Map<String, String> settings =
        new HashMap<>(client(client, ClientAuthentication.CLIENT_SECRET_BASIC));
    settings.put("callback", StoryClients.CALLBACK.toString());
    return settings;
  }

  private static Map<String, String> shortLived(DemoClient client) {
    Map<String, String> settings = authorized(client);
    settings.put("lifetime", "40");
    return settings;
  }

  private static Map<String, String> client(DemoClient client, ClientAuthentication method) {
    return Map.of("id", client.id(), "secret", client.secret(), "authentication", method.value());
  }

  @Override
  public String issuer() {
    return issuer.toString();
  }

  @Override
  public URI plainOrigin() {
    return plainOrigin;
  }

  @Override
  public URI tokenEndpoint() {
    return issuer.resolve("/token");
  }

  @Override
  public URI revocationEndpoint() {
    return issuer.resolve("/token/revocation");
  }

  @Override
  public URI introspectionEndpoint() {
    return issuer.resolve("/token/introspection");
  }

  @Override
  public Refusal wrongSecret() {
    return new Refusal(TokenError.INVALID_CLIENT, "invalid_client", 401);
  }

  /** It drops what it does not know, and grants the rest. */
  @Override
  public Optional<Refusal> excessiveScope() {
    return Optional.empty();
  }

  @Override
  public void close() {
    process.close();
  }
}
