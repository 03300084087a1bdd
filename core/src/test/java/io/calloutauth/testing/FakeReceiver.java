package io.calloutauth.testing;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A receiver of callouts on loopback. It takes what carries a token that its authorization server
 * {@linkplain FakeAuthorizationServer#accepts accepts}, with 200, and refuses the rest with 401 and
 * a challenge (RFC 6750 section 3). Thread-safe.
 */
public final class FakeReceiver implements AutoCloseable {

  /**
   * A callout as it arrived.
   *
   * @param token the bearer token; empty when there was none
   * @param status what it was answered with
   */
  public record Received(
      String method, String path, Optional<String> token, String body, int status) {}

  private static final int AS_USUAL = 0;

  private final LoopbackServer server;
  private final FakeAuthorizationServer issuer;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile int told = AS_USUAL;

  private FakeReceiver(FakeAuthorizationServer issuer) {
    this.issuer = issuer;
    this.server = LoopbackServer.start(this::respond);
  }

  /**
   * Starts a receiver on a free port.
   *
   * @param issuer whose tokens it accepts
   */
  public static FakeReceiver trusting(FakeAuthorizationServer issuer) {
    return new FakeReceiver(issuer);
  }

  /** Returns where a callout goes; any path will do. */
  public URI uri(String path) {
    return server.uri(path);
  }

  /** Answers every callout with one status from now on, whatever token it carries. */
  public void respond(int status) {
    told = status;
  }

  /** Looks at tokens again. */
  public void respondByToken() {
    told = AS_USUAL;
  }

  /** Returns the callouts in the order in which they arrived, those that were refused too. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** Stops the receiver; blocks until it has. */
  @Override
  public void close() {
    server.close();
  }

  private Response respond(Request request) {
    Optional<String> token = Optional.ofNullable(request.token());
    int byToken = token.filter(issuer::accepts).isPresent() ? 200 : 401;
    int status = told == AS_USUAL ? byToken : told;
    received.add(new Received(request.method(), request.path(), token, request.body(), status));
    return new Response(status, "", null);
  }
}
