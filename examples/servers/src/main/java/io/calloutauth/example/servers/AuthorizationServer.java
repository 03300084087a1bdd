package io.calloutauth.example.servers;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.catalina.connector.Connector;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/**
 * A real authorization server (Spring Authorization Server) on a random port of 127.0.0.1, over
 * plain http, and over TLS on another one where its options say so. It serves the client
 * credentials grant and the authorization code grant with {@code client_secret_basic} and {@code
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
    context.registerBean(UserDetailsService.class, () -> users(options, secrets));
    context.registerBean(Audience.class, () -> new Audience(options.audience()));
    options.tls().ifPresent(tls -> context.registerBean(ServerTls.class, () -> tls));
    context.register(AuthorizationServerBeans.class);
    try {
      context.refresh();
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
    return new AuthorizationServer(context, options, receiver);
  }

  private static UserDetailsService users(
      AuthorizationServerOptions options, PasswordEncoder secrets) {
    return new InMemoryUserDetailsManager(
        options.users().entrySet().stream()
            .map(u -> User.withUsername(u.getKey()).password(secrets.encode(u.getValue())).build())
            .toList());
  }

  /** Registers another client, or one anew. */
  public void register(DemoClient client) {
    context
        .getBean(RegisteredClientRepository.class)
        .save(Registrations.registered(client, context.getBean(PasswordEncoder.class)));
  }

  /** Returns the issuer, which is also the server's address. */
  public URI issuer() {
    return issuer;
  }

  /**
   * Returns the address over TLS, under the name {@code localhost}; what stands at a path there is
   * what stands at the same path of the issuer.
   *
   * @throws IllegalStateException if the options do not say that TLS is spoken
   */
  public URI tlsAddress() {
    TomcatWebServer server = (TomcatWebServer) context.getWebServer();
    return Arrays.stream(Objects.requireNonNull(server).getTomcat().getService().findConnectors())
        .filter(Connector::getSecure)
        .map(connector -> URI.create("https://localhost:" + connector.getLocalPort()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("The server speaks no TLS"));
  }

  /** Returns the token endpoint (RFC 6749 §3.2). */
  public URI tokenEndpoint() {
    return issuer.resolve("/oauth2/token");
  }

  /** Returns the authorization endpoint (RFC 6749 §3.1). */
  public URI authorizationEndpoint() {
    return issuer.resolve("/oauth2/authorize");
  }

  /** Returns where authorization requests may be pushed to (RFC 9126). */
  public URI pushedAuthorizationRequestEndpoint() {
    return issuer.resolve("/oauth2/par");
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
