package io.calloutauth.testing;

import io.calloutauth.provider.ProviderSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server on loopback (RFC 6749, 7009). Its tokens are {@code token-1}, {@code
 * token-2}, …; a client may have any id, and has the secret {@link #CLIENT_SECRET}. It issues
 * tokens until a test says otherwise. What it is told holds for the requests that arrive from then
 * on. Thread-safe.
 *
 * <p>The host under test needs {@code PublicEndpoints.builder().allowLoopbackHttp()}.
 */
public final class FakeAuthorizationServer implements AutoCloseable {

  /** The secret that a client must show. */
  public static final String CLIENT_SECRET = "the-secret";

  private final LoopbackServer server;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final List<String> revoked = new CopyOnWriteArrayList<>();
  private volatile Duration lifetime = Duration.ofHours(1);
  private volatile boolean rotates;
  private volatile @Nullable Response told;
  private volatile boolean revokes = true;

  private FakeAuthorizationServer() {
    server = LoopbackServer.start(this::respond);
  }

  /** Starts a server on a free port. */
  public static FakeAuthorizationServer start() {
    return new FakeAuthorizationServer();
  }

  /** Returns where it issues tokens. */
  public String tokenEndpoint() {
    return server.uri("/token").toString();
  }

  /** Returns where it revokes tokens. */
  public String revocationEndpoint() {
    return server.uri("/revoke").toString();
  }

  /**
   * Returns settings of a provider that this server issues tokens to, for any receiver.
   *
   * @param name the provider's name, and its client id
   */
  public ProviderSettings.Builder settings(String name) {
    return ProviderSettings.clientCredentials()
        .name(name)
        .tokenEndpoint(tokenEndpoint())
        .revocationEndpoint(revocationEndpoint())
        .clientId(name)
        .clientSecret(CLIENT_SECRET)
        .anyOrigin();
  }

  /** Issues tokens again that live for an hour. */
  public void issue() {
    issue(Duration.ofHours(1));
  }

  /**
   * Issues tokens again.
   *
   * @param tokenLifetime how long each lives, in whole seconds
   */
  public void issue(Duration tokenLifetime) {
    lifetime = tokenLifetime;
    told = null;
    server.release();
  }

  /** Ends a client's token when it issues the next one, as some servers do. */
  public void rotate() {
    rotates = true;
  }

  /**
   * Refuses token requests (RFC 6749 section 5.2).
   *
   * @param error the code, for example {@code invalid_client}
   */
  public void refuse(String error) {
    tell(new Response(error.equals("invalid_client") ? 401 : 400, error(error), null));
  }

  /** Lets token requests wait (429). */
  public void throttle(Duration retryAfter) {
    tell(new Response(429, "", retryAfter));
  }

  /** Is down (503). */
  public void fail() {
    tell(new Response(503, "", null));
  }

  /** Takes requests and sends no response to them until it is told something else, or closed. */
  public void hang() {
    server.hold();
  }

  /** Sends one and the same response to each token request. */
  public void respond(int status, String json) {
    tell(new Response(status, json, null));
  }

  /** Refuses revocations from now on (503). */
  public void failRevocations() {
    revokes = false;
  }

  /** Ends all tokens that were issued: {@link FakeReceiver} accepts none of them any more. */
  public void endTokens() {
    accepted.clear();
  }

  /** Returns whether a token was issued here, and neither revoked nor ended. */
  public boolean accepts(String token) {
    return accepted.contains(token);
  }

  /** Returns how many token requests arrived. */
  public int tokenRequests() {
    return requests.get();
  }

  /** Returns the tokens that were revoked, in their order. */
  public List<String> revoked() {
    return List.copyOf(revoked);
  }

  /** Stops the server; blocks until it has. */
  @Override
  public void close() {
    server.close();
  }

  private void tell(Response response) {
    told = response;
    server.release();
  }

  private Response respond(Request request) {
    if (request.path().equals("/revoke")) {
      return revoke(request);
    }
    if (!request.path().equals("/token")) {
      return new Response(404, "", null);
    }
    requests.incrementAndGet();
    server.awaitRelease();
    Response response = told;
    if (response != null) {
      return response;
    }
    return request.shows(CLIENT_SECRET)
        ? token()
        : new Response(401, error("invalid_client"), null);
  }

  private Response token() {
    String token = "token-" + numbers.incrementAndGet();
    if (rotates) {
      accepted.clear();
    }
    accepted.add(token);
    return new Response(
        200,
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
            .formatted(token, lifetime.toSeconds()),
        null);
  }

  private Response revoke(Request request) {
    if (!revokes) {
      return new Response(503, "", null);
    }
    String token = request.parameter("token");
    accepted.remove(token);
    revoked.add(token);
    return new Response(200, "", null);
  }

  private static String error(String code) {
    return "{\"error\":\"%s\"}".formatted(code);
  }
}
