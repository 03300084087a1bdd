package io.calloutauth.engine;

import io.calloutauth.client.TokenClient;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.engine.Clients.OpenedClient;
import io.calloutauth.engine.CommandLimits.TenantCommands;
import io.calloutauth.engine.CommandOutcome.RevocationOutcome;
import io.calloutauth.engine.CommandOutcome.TestOutcome;
import io.calloutauth.engine.TokenOutcome.Blocked;
import io.calloutauth.engine.TokenVault.OpenedToken;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.GrantDetails;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.MetadataError;
import io.calloutauth.oauth.MetadataFailure;
import io.calloutauth.oauth.MetadataResult;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.TestEndpointResult;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.store.Lease;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway to authorization servers: all that the engine asks them for goes through here, with a
 * client that is opened for that one request. A stored token is presented only to the endpoints
 * that its own entry names: the test endpoint, and the revocation endpoint (RFC 7009). Thread-safe;
 * blocks as cipher and server do.
 */
final class ServerGateway {

  private static final Logger LOG = LoggerFactory.getLogger(ServerGateway.class);

  private final TokenClient wire;
  private final Clients clients;
  private final CommandLimits limits;
  private final Duration deadline;
  private volatile boolean closed;

  /**
   * Makes a gateway.
   *
   * @param wire talks to the servers; closed with the gateway
   * @param clients opens clients
   * @param limits bound which hosts a token is taken back at
   * @param deadline how long a request may take
   */
  ServerGateway(TokenClient wire, Clients clients, CommandLimits limits, Duration deadline) {
    this.wire = wire;
    this.clients = clients;
    this.limits = limits;
    this.deadline = deadline;
  }

  /** Returns how long a request may take. */
  Duration deadline() {
    return deadline;
  }

  /** Opens a provider's client, or says what stands in the way. */
  OpenedClient open(ProviderEntry entry) {
    return clients.open(entry);
  }

  /**
   * Requests a token. Whatever breaks on the way is a failure like any other, so that the lease is
   * given back and other nodes know.
   *
   * @param subject whose request it is, for the log
   * @param given how long the server has
   */
  TokenResult fetch(String subject, RegisteredClient client, Duration given) {
    try {
      return wire.fetch(client, GrantInput.NONE, given);
    } catch (RuntimeException | Error broken) { // its message may quote what it was given
      return report(subject, broken);
    }
  }

  /**
   * Fetches the metadata that a document holds.
   *
   * @param issuer the issuer, which the metadata must name character by character
   */
  MetadataResult fetchMetadata(String tenant, Endpoint document, String issuer) {
    try {
      return wire.metadata(tenant, document, issuer, deadline);
    } catch (RuntimeException | Error broken) { // its message may quote what a server sent
      report("Discovery of tenant " + tenant, broken);
      return MetadataFailure.of(MetadataError.NODE_FAULT, 0);
    }
  }

  /**
   * Turns what broke inside this node into a failure, and tells the log: a linkage error with its
   * stack, because the class path must be mended and time does not help; anything else by its class
   * alone, because its message may quote a secret.
   *
   * @param subject whose work it was, for the log
   */
  static TokenFailure report(String subject, Throwable broken) {
    boolean missing = broken instanceof LinkageError;
    FailureClass kind = missing ? FailureClass.PERMANENT : FailureClass.TRANSIENT;
    TokenFailure failure = failure(kind, TokenError.NODE_FAULT);
    String id = failure.correlationId();
    if (missing) {
      LOG.warn("{} ({}): a class of this node is missing or does not fit", subject, id, broken);
    } else {
      LOG.warn("{} ({}): work broke off with {}", subject, id, broken.getClass().getName());
    }
    return failure;
  }

  /**
   * Takes back a token that came for a provider which was deleted meanwhile, where the server can.
   * It is a command of the tenant's that leads there: a host that no command may reach now keeps
   * the token to its end.
   */
  void takeBack(ProviderEntry entry, IssuedToken token) {
    boolean revocable =
        entry.registration() != null && entry.registration().revocationEndpoint().isPresent();
    if (revocable && mayReach(entry)) {
      revoke(OpenedToken.of(entry, token.accessToken(), Lease.NONE));
    }
  }

  private boolean mayReach(ProviderEntry entry) {
    return limits
        .take(entry.tenant(), TenantCommands.Kind.STOP, entry.revocationEndpoints())
        .isZero();
  }

  /**
   * Shows a token to its test endpoint.
   *
   * @param grant what came with the token
   */
  TestOutcome test(OpenedToken token, GrantDetails grant) {
    OpenedClient opened = clients.open(token.entry());
    RegisteredClient client = opened.client();
    if (client == null) {
      return new TestOutcome(opened.obstacle(), null, null, null);
    }
    return client.registration().testEndpoint().isPresent()
        ? TestOutcome.passed(grant, wire.test(client, token.token(), deadline))
        : TestOutcome.passed(grant, testEndpointRefused(token.entry()));
  }

  /** Only what has a test endpoint is tested: the policy does not let it be used any more. */
  private TestEndpointResult testEndpointRefused(ProviderEntry entry) {
    clients.refused(entry);
    return new TestEndpointResult(
        TestEndpointResult.Outcome.UNREACHABLE, 0, Scope.EMPTY, null, Clients.URL_REFUSED);
  }

  /** Shows a token that is stored nowhere to its client's test endpoint; null without one. */
  @Nullable TestEndpointResult test(RegisteredClient client, IssuedToken token) {
    return client.registration().testEndpoint().isPresent()
        ? wire.test(client, token.accessToken(), deadline)
        : null;
  }

  /** Tells the server that a token is revoked. */
  RevocationOutcome revoke(OpenedToken token) {
    OpenedClient opened = openToRevoke(token.entry());
    return opened.client() == null
        ? RevocationOutcome.blocked(opened.obstacle())
        : RevocationOutcome.told(wire.revoke(opened.client(), token.token(), deadline));
  }

  /**
   * Returns what stands in the way of an entry's revocations on this node; null when nothing does.
   */
  @Nullable TokenOutcome findObstacle(ProviderEntry entry) {
    return openToRevoke(entry).obstacle();
  }

  private OpenedClient openToRevoke(ProviderEntry entry) {
    try {
      OpenedClient opened = clients.open(entry);
      boolean refused =
          opened.client() != null && opened.client().registration().revocationEndpoint().isEmpty();
      return refused ? revocationEndpointRefused(entry) : opened;
    } catch (RuntimeException broken) { // its message may hold what was opened
      TokenFailure failure = failure(FailureClass.TRANSIENT, TokenError.NODE_FAULT);
      return OpenedClient.blocked(
          new TokenOutcome.Failed(entry.id(), failure, Duration.ZERO), failure);
    }
  }

  /** There is one, and the policy does not let it be used any more. */
  private OpenedClient revocationEndpointRefused(ProviderEntry entry) {
    clients.refused(entry);
    return OpenedClient.blocked(
        new Blocked(entry.id(), Blocked.Reason.REVOCATION_ENDPOINT_REFUSED),
        failure(FailureClass.PERMANENT, TokenError.ENDPOINT_REFUSED));
  }

  private static TokenFailure failure(FailureClass kind, TokenError error) {
    return TokenFailure.builder(kind, error).build();
  }

  /** Tells whether a failure may be due to this engine's end alone. */
  boolean isClosed() {
    return closed;
  }

  /** Breaks off what is under way. */
  void close() {
    closed = true;
    wire.close();
  }
}
