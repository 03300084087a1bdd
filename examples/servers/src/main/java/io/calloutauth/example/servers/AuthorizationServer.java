package io.calloutauth.example.servers;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * A real authorization server (Spring Authorization Server) on a random port of 127.0.0.1, over
 * plain http. It serves the client credentials grant with {@code client_secret_basic} and {@code
 * client_secret_post}, and issues JWT access tokens signed with RS256. Thread-safe.
 *
 * <p>It is a Spring context of a few beans rather than a Spring Boot application: no scanning, no
 * configuration files, and no word about logging but that Tomcat keeps to warnings.
 */
public final class AuthorizationServer implements AutoCloseable {

  /** Held, because the JDK forgets a logger and its level when nobody does. */
  private static final List<Logger> TOMCAT =
      Stream.of("catalina", "coyote", "tomcat")
          .map(n -> Logger.getLogger("org.apache." + n))
          .toList();

  private final AnnotationConfigServletWebServerApplicationContext context;
  private final AuthorizationServerOptions options;
  private final DemoClient receiver;
  private final IssuedTokens tokens;
  private final URI issuer;

  private AuthorizationServer(
      AnnotationConfigServletWebServerApplicationContext context,
      AuthorizationServerOptions options,
      DemoClient receiver) {
    this.context = context;
    this.options = options;
    this.receiver = receiver;
    this.tokens = context.getBean(IssuedTokens.class);
    this.issuer = address(context);
  }

  /**
   * Starts a server. Blocks until it listens: two to three seconds the first time in a process,
   * half a second later.
   *
   * @throws IllegalArgumentException if two clients share an id or a secret
   */
  public static AuthorizationServer start(AuthorizationServerOptions options) {
    DemoClient receiver = DemoClient.builder("callout-receiver").build();
    var clients = new ArrayList<>(options.clients());
    clients.add(receiver);
    var secrets = new SecretDigest();
    RegisteredClientRepository registered = Registrations.of(clients, secrets);
    TOMCAT.forEach(logger -> logger.setLevel(Level.WARNING));
    var context = new AnnotationConfigServletWebServerApplicationContext();
    context.registerBean(PasswordEncoder.class, () -> secrets);
    context.registerBean(RegisteredClientRepository.class, () -> registered);
    context.registerBean(Audience.class, () -> new Audience(options.audience()));
    context.register(AuthorizationServerBeans.class);
    try {
      context.refresh();
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
    return new AuthorizationServer(context, options, receiver);
  }

  /** Returns the issuer, which is also the server's address. */
  public URI issuer() {
    return issuer;
  }

  /** Returns the token endpoint (RFC 6749 §3.2). */
  public URI tokenEndpoint() {
    return issuer.resolve("/oauth2/token");
  }

  /** Returns the revocation endpoint (RFC 7009). */
  public URI revocationEndpoint() {
    return issuer.resolve("/oauth2/revoke");
  }

  /** Returns the introspection endpoint (RFC 7662). */
  public URI introspectionEndpoint() {
    return issuer.resolve("/oauth2/introspect");
  }

  /** Returns where the keys are that verify its tokens (RFC 7517 §5). */
  public URI jwksEndpoint() {
    return issuer.resolve("/oauth2/jwks");
  }

  /** Returns the audience of its tokens. */
  public String audience() {
    return options.audience();
  }

  /** Returns how many access tokens were issued since the start: one for each exchange. */
  public int tokensIssued() {
    return tokens.issued();
  }

  /** Revokes every token that was issued until now: receivers that ask are told so at once. */
  public void revokeAllTokens() {
    tokens.forgetAll();
  }

  /** Returns where a context that has been started listens. */
  static URI address(WebServerApplicationContext context) {
    WebServer server = Objects.requireNonNull(context.getWebServer(), "not started");
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** Returns the client by which a receiver of callouts asks whether a token is still good. */
  DemoClient receiver() {
    return receiver;
  }

  /** Stops the server and frees its port. Closing twice does nothing more. */
  @Override
  public void close() {
    context.close();
  }
}
