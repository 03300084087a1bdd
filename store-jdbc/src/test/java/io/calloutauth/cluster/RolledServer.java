package io.calloutauth.cluster;

import io.calloutauth.testkit.AssertionVerifier;
import io.calloutauth.testkit.TokenServer;
import io.calloutauth.testkit.TokenServer.Answer;
import io.calloutauth.testkit.TokenServer.Arrived;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An authorization server that issues tokens to exactly the credentials that are registered with it
 * now, one client secret and one set of keys, and counts whom it refuses. Thread-safe.
 */
final class RolledServer implements AutoCloseable {

  private static final int LIFETIME = 4;

  private final TokenServer server = new TokenServer();
  private final AssertionVerifier keys =
      new AssertionVerifier(server.url("/issuer"), InstantSource.system());
  private final AtomicInteger bySecret = new AtomicInteger();
  private final AtomicInteger byKey = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile String secret;

  /** Starts a server that knows a secret, and no key yet. */
  RolledServer(String secret) throws IOException {
    this.secret = secret;
    server.answerTokens(n -> judge(server.arrivedAt("/token").toList().get(n - 1), n));
  }

  String url(String path) {
    return server.url(path);
  }

  /** Takes another secret in the place of the one before. */
  void register(String other) {
    secret = other;
  }

  /** Takes other keys in the place of those before. */
  void registerKeys(String jwks) {
    keys.register(jwks);
  }

  private Answer judge(Arrived request, int number) {
    boolean isBasic = request.authorization().startsWith("Basic ");
    if (isBasic ? secret(request).equals(secret) : keys.accepts(request)) {
      (isBasic ? bySecret : byKey).incrementAndGet();
      return Answer.token("token-" + number, LIFETIME);
    }
    refused.incrementAndGet();
    return Answer.error(401, "invalid_client");
  }

  private static String secret(Arrived request) {
    byte[] pair = Base64.getDecoder().decode(request.authorization().substring("Basic ".length()));
    return new String(pair, StandardCharsets.UTF_8).split(":", 2)[1];
  }

  /** Returns how many tokens it issued: to secrets, and to keys. */
  List<Integer> issued() {
    return List.of(bySecret.get(), byKey.get());
  }

  int refused() {
    return refused.get();
  }

  @Override
  public void close() {
    server.close();
  }
}
