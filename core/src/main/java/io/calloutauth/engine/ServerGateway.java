package io.calloutauth.engine;

import io.calloutauth.admission.CommandLimits;
import io.calloutauth.client.TokenClient;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.engine.Clients.OpenedClient;
import io.calloutauth.engine.CommandOutcome.RevocationOutcome;
import io.calloutauth.engine.TokenOutcome.Blocked;
import io.calloutauth.engine.TokenVault.OpenedToken;
import io.calloutauth.oauth.AuthorizationRequest;
import io.calloutauth.oauth.AuthorizationUri;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.MetadataError;
import io.calloutauth.oauth.MetadataFailure;
import io.calloutauth.oauth.MetadataResult;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.RevocationResult;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.seal.Opened;
import io.calloutauth.store.Lease;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway to authorization servers: all that the engine asks them for goes through here, with a
 * client that is opened for that one request. A stored token is presented only to the endpoints
 * that its own entry names: those that a {@link TokenProbe} asks, and the revocation endpoint (RFC
 * 7009). Thread-safe; blocks as cipher and server do.
 */
final class ServerGateway {

  private static final Logger LOG = LoggerFactory.getLogger(ServerGateway.class);

  private final TokenClient wire;
  private final Clients clients;
  private final CommandLimits limits;
  private final TokenListener listener;
  private final Duration deadline;
  private volatile boolean closed;

  /**
   * Makes a gateway.
   *
   * @param wire talks to the servers; closed with the gateway
   * @param clients opens clients
   * @param limits bound which hosts a token is taken back at
   * @param listener hears what they said then, and of each token request
   * @param deadline how long a request may take
   */
  ServerGateway(
      TokenClient wire,
      Clients clients,
      CommandLimits limits,
      TokenListener listener,
      Duration deadline) {
    this.wire = wire;
    this.clients = clients;
    this.limits = limits;
    this.listener = listener;
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
   * Opens a provider's client for its next token request, or says what stands in the way.
   *
   * @param before why the last token request on this node failed, or null when it did not
   */
  OpenedClient open(ProviderEntry entry, @Nullable TokenFailure before) {
    return clients.open(entry, before);
  }

  /**
   * Requests a provider's token. Whatever breaks on the way is a failure like any other, so that
   * the lease is given back and other nodes know.
   *
   * @param input what the client's grant takes
   * @param given how long the server has
   */
  TokenResult fetch(
      ProviderEntry entry, RegisteredClient client, GrantInput input, Duration given) {
    return fetch(entry.subject(), entry.key().id(), client, input, given);
  }

  /** Requests a token in the same way for a client that is stored nowhere. */
  TokenResult check(RegisteredClient client) {
    return fetch("A check of tenant " + client.tenant(), "", client, GrantInput.NONE, deadline);
  }

  private TokenResult fetch(
      String subject, String id, RegisteredClient client, GrantInput input, Duration given) {
    Consumer<String> request =
        listener.requesting(
            client.tenant(),
            id,
            grantType(client, input).value(),
            client.registration().tokenEndpoint().origin().host());
    TokenResult result = ask(subject, client, input, given);
    request.accept(
        result instanceof TokenFailure failure
            ? failure.error().name().toLowerCase(Locale.ROOT)
            : "issued");
    return result;
  }

  /** An authorization that a browser gave is renewed by another grant than it began with. */
  private static GrantType grantType(RegisteredClient client, GrantInput input) {
    return input instanceof GrantInput.RefreshToken
        ? GrantType.REFRESH_TOKEN
        : client.registration().grantType();
  }

  private TokenResult ask(
      String subject, RegisteredClient client, GrantInput input, Duration given) {
    try {
      return wire.fetch(client, input, given);
    } catch (RuntimeException | Error broken) { // its message may quote what it was given
      return reportNodeFault(subject, broken);
    }
  }

  /** Makes the URI that a browser is sent to, which may push the request to the server first. */
  AuthorizationUri authorizationUri(
      String subject, RegisteredClient client, AuthorizationRequest request) {
    try {
      return wire.authorizationUri(client, request, deadline);
    } catch (RuntimeException | Error broken) { // its message may quote what it was given
      return new AuthorizationUri.Failed(reportNodeFault(subject, broken));
    }
  }

  /**
   * Tells that an endpoint which authorizations begin at may not be used any more, and what stands
   * in the way.
   */
  OpenedClient refuseEndpoint(ProviderEntry entry, TokenFailure.Source endpoint) {
    clients.refused(entry);
    TokenFailure failure =
        TokenFailure.builder(FailureClass.PERMANENT, TokenError.ENDPOINT_REFUSED)
            .source(endpoint)
            .build();
    return OpenedClient.blocked(
        new TokenOutcome.Failed(entry.id(), failure, Duration.ZERO), failure);
  }

  /** Tells of what does not open, and returns what stands in the way then. */
  OpenedClient refuse(ProviderEntry entry, Opened opened) {
    return clients.refuse(entry, opened, null);
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
      reportNodeFault("Discovery of tenant " + tenant, broken);
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
  static TokenFailure reportNodeFault(String subject, Throwable broken) {
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
   * Takes back a token that is nobody's by now: its provider was deleted meanwhile, say. It goes to
   * the server of its own entry alone, where that can revoke, and is told once. It is a command of
   * the tenant's that leads there: a host that no command may reach now keeps the token to its end.
   */
  void takeBack(ProviderEntry entry, IssuedToken token) {
    takeBack(entry, token, () -> false);
  }

  /**
   * Takes back a token in the same way.
   *
   * @param leftAlone asked before each telling, which may take its time: then no more is told
   */
  void takeBack(ProviderEntry entry, IssuedToken token, BooleanSupplier leftAlone) {
    String obstacle = null;
    if (entry.revocationEndpoints().isEmpty()) {
      obstacle = "there is no endpoint for it that may be used";
    } else if (!mayReach(entry)) {
      obstacle = "too many commands of the tenant's were under way";
    }
    if (obstacle != null) {
      VolatileRevocations.warnForgotten(entry.id(), obstacle);
      return;
    }
    Stream.concat(
            token.refreshToken().stream().map(next -> OpenedToken.ofRefreshToken(entry, next)),
            Stream.of(OpenedToken.of(entry, token.accessToken(), Lease.NONE)))
        .takeWhile(next -> !leftAlone.getAsBoolean())
        .forEach(this::tell);
  }

  private void tell(OpenedToken token) {
    ProviderEntry entry = token.entry();
    RevocationResult told = revoke(token).told();
    if (told == null || told.outcome() == RevocationResult.Outcome.NOT_TOLD) {
      VolatileRevocations.warnForgotten(entry.id(), "it did not take back what is not kept");
    } else {
      LOG.debug("Provider {}: what is not kept was taken back: {}", entry.label(), told.outcome());
    }
    listener.revokedLater(entry.key(), entry.name(), told);
  }

  private boolean mayReach(ProviderEntry entry) {
    return limits
        .take(entry.tenant(), CommandLimits.Kind.STOP, entry.revocationEndpoints())
        .isZero();
  }

  /** Returns what shows tokens to the endpoints that tell whether they are good. */
  TokenProbe probe() {
    return new TokenProbe(wire, clients, deadline);
  }

  /** Tells the server that a token is revoked. */
  RevocationOutcome revoke(OpenedToken token) {
    OpenedClient opened = openToRevoke(token.entry());
    return opened.client() == null
        ? RevocationOutcome.blocked(opened.obstacle())
        : RevocationOutcome.told(
            wire.revoke(opened.client(), token.token(), token.hint(), deadline));
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

  /** Drops the private keys in memory that were not used since the last call. */
  void dropIdle() {
    wire.dropIdle();
  }

  /** Breaks off what is under way. */
  void close() {
    closed = true;
    wire.close();
  }
}
