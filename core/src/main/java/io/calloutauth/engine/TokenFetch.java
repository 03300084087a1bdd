package io.calloutauth.engine;

import io.calloutauth.client.TokenClient;
import io.calloutauth.engine.Clients.OpenedClient;
import io.calloutauth.engine.CommandLimits.TenantCommands;
import io.calloutauth.engine.TokenVault.OpenedToken;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.store.Lease;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches a token from the authorization server, with a client that is opened for that one request.
 * Thread-safe; blocks as cipher and server do.
 *
 * @param wire talks to the server
 * @param clients opens clients
 * @param presenter takes back what is nobody's
 * @param limits bound which hosts it is taken back at
 * @param closed whether the engine is closed
 */
record TokenFetch(
    TokenClient wire,
    Clients clients,
    TokenPresenter presenter,
    CommandLimits limits,
    BooleanSupplier closed) {

  private static final Logger LOG = LoggerFactory.getLogger(TokenFetch.class);

  /** Tells whether a failure may be due to this engine's end alone. */
  boolean isClosed() {
    return closed.getAsBoolean();
  }

  /** Opens a provider's client, or says what stands in the way. */
  OpenedClient open(ProviderEntry entry) {
    return clients.open(entry);
  }

  /**
   * Requests a token. Whatever breaks on the way is a failure like any other, so that the lease is
   * given back and other nodes know.
   *
   * @param deadline how long the server has
   */
  TokenResult fetch(ProviderEntry entry, RegisteredClient client, Duration deadline) {
    try {
      return wire.fetch(client, GrantInput.NONE, deadline);
    } catch (RuntimeException | Error broken) { // its message may quote what it was given
      return report(entry, broken);
    }
  }

  /** Tells the log that a token request broke off, and returns it as a failure. */
  static TokenFailure report(ProviderEntry entry, Throwable broken) {
    return NodeFaults.report(LOG, "Provider " + entry.label(), broken);
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
      presenter.revoke(OpenedToken.of(entry, token.accessToken(), Lease.NONE));
    }
  }

  private boolean mayReach(ProviderEntry entry) {
    return limits
        .take(entry.tenant(), TenantCommands.Kind.STOP, entry.revocationEndpoints())
        .isZero();
  }

  /**
   * Turns what broke inside this node into a failure, and tells the log: a linkage error with its
   * stack, because the class path must be mended and time does not help; anything else by its class
   * alone, because its message may quote a secret.
   */
  static final class NodeFaults {

    private NodeFaults() {}

    /**
     * Logs what broke and returns the failure.
     *
     * @param subject whose work it was, for the log
     */
    static TokenFailure report(Logger log, String subject, Throwable broken) {
      boolean missing = broken instanceof LinkageError;
      TokenFailure failure = failure(missing ? FailureClass.PERMANENT : FailureClass.TRANSIENT);
      String id = failure.correlationId();
      if (missing) {
        log.warn("{} ({}): a class of this node is missing or does not fit", subject, id, broken);
      } else {
        log.warn("{} ({}): work broke off with {}", subject, id, broken.getClass().getName());
      }
      return failure;
    }

    private static TokenFailure failure(FailureClass failureClass) {
      return TokenFailure.builder(failureClass, TokenError.NODE_FAULT).build();
    }
  }
}
