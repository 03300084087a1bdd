package io.calloutauth.engine;

import io.calloutauth.client.TokenClient;
import io.calloutauth.engine.Clients.OpenedClient;
import io.calloutauth.engine.TokenOutcome.Blocked;
import io.calloutauth.engine.TokenVault.OpenedToken;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.GrantDetails;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.TestEndpointResult;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Presents a token to the endpoints that its own row names, authenticated with that row's secrets:
 * the test endpoint, and the revocation endpoint (RFC 7009). Thread-safe; every method blocks for
 * up to one request.
 */
final class TokenPresenter {

  private final TokenClient wire;
  private final Clients clients;
  private final Duration deadline;

  TokenPresenter(TokenClient wire, Clients clients, Duration deadline) {
    this.wire = wire;
    this.clients = clients;
    this.deadline = deadline;
  }

  /**
   * Shows a token to its test endpoint.
   *
   * @param grant what came with the token
   */
  TestOutcome test(OpenedToken token, GrantDetails grant) {
    OpenedClient opened = clients.open(token.row());
    RegisteredClient client = opened.client();
    if (client == null) {
      return new TestOutcome(opened.obstacle(), null, null, null);
    }
    return client.registration().testEndpoint().isPresent()
        ? TestOutcome.passed(grant, wire.test(client, token.token(), deadline))
        : TestOutcome.passed(grant, testEndpointRefused(token.row()));
  }

  /** Only what has a test endpoint is tested: the policy does not let it be used any more. */
  private TestEndpointResult testEndpointRefused(ProviderEntry row) {
    clients.refused(row);
    return new TestEndpointResult(
        TestEndpointResult.Outcome.UNREACHABLE, 0, Scope.EMPTY, null, Clients.URL_REFUSED);
  }

  /** Tells the server that a token is revoked. */
  RevocationOutcome revoke(OpenedToken token) {
    OpenedClient opened = revoking(token.row());
    return opened.client() == null
        ? RevocationOutcome.blocked(opened.obstacle())
        : RevocationOutcome.told(wire.revoke(opened.client(), token.token(), deadline));
  }

  /** Returns what stands in the way of a row's revocations on this node; null when nothing does. */
  @Nullable TokenOutcome obstacle(ProviderEntry row) {
    return revoking(row).obstacle();
  }

  private OpenedClient revoking(ProviderEntry row) {
    try {
      OpenedClient opened = clients.open(row);
      boolean refused =
          opened.client() != null && opened.client().registration().revocationEndpoint().isEmpty();
      return refused ? revocationEndpointRefused(row) : opened;
    } catch (RuntimeException broken) { // its message may hold what was opened
      TokenFailure failure = failure(FailureClass.TRANSIENT, TokenError.NODE_FAULT);
      return OpenedClient.blocked(
          new TokenOutcome.Failed(row.id(), failure, Duration.ZERO), failure);
    }
  }

  /** There is one, and the policy does not let it be used any more. */
  private OpenedClient revocationEndpointRefused(ProviderEntry row) {
    clients.refused(row);
    return OpenedClient.blocked(
        new Blocked(row.id(), Blocked.Reason.REVOCATION_ENDPOINT_REFUSED),
        failure(FailureClass.PERMANENT, TokenError.ENDPOINT_REFUSED));
  }

  private static TokenFailure failure(FailureClass kind, TokenError error) {
    return TokenFailure.builder(kind, error).build();
  }
}
