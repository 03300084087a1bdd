package io.calloutauth.engine;

import io.calloutauth.engine.AuthorizationWriter.Writing;
import io.calloutauth.engine.Clients.OpenedClient;
import io.calloutauth.engine.CommandOutcome.AuthorizationOutcome;
import io.calloutauth.engine.CommandOutcome.BeginOutcome;
import io.calloutauth.engine.ProviderEntry.OwnAuthorization;
import io.calloutauth.engine.TokenOutcome.Blocked;
import io.calloutauth.engine.TokenOutcome.StoreFailed;
import io.calloutauth.oauth.AuthorizationError;
import io.calloutauth.oauth.AuthorizationRequest;
import io.calloutauth.oauth.AuthorizationRequest.Completion;
import io.calloutauth.oauth.AuthorizationRequestOptions;
import io.calloutauth.oauth.AuthorizationResponse;
import io.calloutauth.oauth.AuthorizationUri;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.schedule.World;
import io.calloutauth.seal.Opened;
import io.calloutauth.store.AuthorizationStore;
import io.calloutauth.store.PendingAuthorization;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.StoreException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins authorizations and completes them (RFC 6749 section 4.1). Thread-safe; blocks as store,
 * cipher and server do.
 *
 * <ol>
 *   <li>What completes it is sealed and stored before the browser is sent away, under a digest of
 *       the state: any node can complete it.
 *   <li>Of all who complete it one takes it out of the store, before anything is looked at: a code
 *       that is sent twice ends what came of it. Another login's is put back.
 *   <li>Login, path and issuer are compared; then the code is redeemed, once.
 *   <li>Access and refresh token are written together, under a lease that is taken from whoever has
 *       it: what a token request of the authorization before brings is nobody's. An edit meanwhile
 *       that the authorization outlives leaves the refresh token alone. What is not written is
 *       taken back at the server.
 * </ol>
 */
final class AuthorizationCommand {

  /** How long an authorization may take. */
  static final Duration LIFETIME = Duration.ofMinutes(10);

  static final int MOST_OF_ONE_PROVIDER = 100;
  static final int MOST_OF_ONE_TENANT = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(AuthorizationCommand.class);
  private static final Duration FULL_PAUSE = Duration.ofMinutes(1);
  private static final Duration SWEEP_AFTER = LIFETIME.plusMinutes(1);

  private final AuthorizationStore pending;
  private final ProviderEntry.Reader providers;
  private final ServerGateway servers;
  private final TokenVault vault;
  private final AuthorizationWriter writer;
  private final World world;
  private final World.BackgroundTasks tasks;
  private final AtomicInteger begunSinceSweep = new AtomicInteger();

  AuthorizationCommand(
      AuthorizationStore pending,
      ProviderEntry.Reader providers,
      ServerGateway servers,
      TokenVault vault,
      AuthorizationWriter writer,
      World world,
      World.BackgroundTasks tasks) {
    this.pending = pending;
    this.providers = providers;
    this.servers = servers;
    this.vault = vault;
    this.writer = writer;
    this.world = world;
    this.tasks = tasks;
  }

  /** Begins an authorization of a provider in a login. */
  BeginOutcome begin(ProviderKey key, URI redirectUri, String login, String actor) {
    try {
      ProviderEntry entry = providers.find(key).orElse(null);
      OwnAuthorization own = entry == null ? null : entry.authorization();
      if (entry == null || own == null) {
        return blocked(key, Blocked.Reason.GONE);
      }
      if (entry.disabled()) {
        return blocked(key, Blocked.Reason.DISABLED);
      }
      OpenedClient opened = servers.open(entry);
      return opened.client() == null
          ? BeginOutcome.blocked(opened.obstacle())
          : begin(
              entry, own, opened.client(), AuthorizationRequest.draw(redirectUri), login, actor);
    } catch (StoreException down) {
      return BeginOutcome.blocked(new StoreFailed(down));
    }
  }

  private static BeginOutcome blocked(ProviderKey key, Blocked.Reason reason) {
    return BeginOutcome.blocked(new Blocked(key.id(), reason));
  }

  private BeginOutcome begin(
      ProviderEntry entry,
      OwnAuthorization own,
      RegisteredClient client,
      AuthorizationRequest request,
      String login,
      String actor) {
    AuthorizationRequestOptions options = client.registration().authorizationRequests();
    if (options.endpoint().isEmpty()) {
      return BeginOutcome.blocked(servers.refuseEndpoint(entry, options.refused()).obstacle());
    }
    String state = AuthorizationRequest.digest(request.state().reveal());
    PendingAuthorization begun =
        PendingAuthorization.builder(
                entry.key(),
                state,
                vault.sealPending(entry.key(), own, state, request.completion(login).text()),
                LIFETIME)
            .authorization(own.number())
            .session(AuthorizationRequest.digest(request.state().reveal(), login))
            .actor(actor)
            .build();
    return switch (pending.begin(begun, MOST_OF_ONE_PROVIDER, MOST_OF_ONE_TENANT)) {
      case BEGUN -> ask(entry, client, request, state);
      case NOT_FOUND -> blocked(entry.key(), Blocked.Reason.GONE);
      case LIMIT_REACHED -> BeginOutcome.blocked(new TokenOutcome.TooSoon(entry.id(), FULL_PAUSE));
    };
  }

  private BeginOutcome ask(
      ProviderEntry entry, RegisteredClient client, AuthorizationRequest request, String state) {
    sweepLater();
    AuthorizationUri made = servers.authorizationUri(entry.subject(), client, request);
    if (made instanceof AuthorizationUri.Ready ready) {
      return new BeginOutcome(ready.uri(), null);
    }
    TokenFailure failure = ((AuthorizationUri.Failed) made).failure();
    LOG.warn(
        "Provider {}: no authorization is begun ({}): the {}: {} [{}]",
        entry.label(),
        failure.correlationId(),
        failure.source().text(),
        failure,
        failure.operatorDetail());
    pending.take(entry.tenant(), state);
    return BeginOutcome.blocked(new TokenOutcome.Failed(entry.id(), failure, Duration.ZERO));
  }

  /** One sweep is due at a time, however many are begun; who begins meanwhile has the next one. */
  private void sweepLater() {
    if (begunSinceSweep.getAndIncrement() == 0) {
      tasks.after(SWEEP_AFTER, this::sweep);
    }
  }

  private void sweep() {
    boolean again = begunSinceSweep.getAndSet(0) > 1;
    try {
      pending.sweep();
    } catch (StoreException down) { // the next one does it
      again = true;
    }
    if (again) {
      sweepLater();
    }
  }

  /** Completes the authorization that a flawless response is to, in a login. */
  AuthorizationOutcome complete(String tenant, AuthorizationResponse response, String login) {
    try {
      String state = AuthorizationRequest.digest(response.state());
      PendingAuthorization taken = pending.take(tenant, state).orElse(null);
      if (taken == null) {
        return AuthorizationOutcome.failed("", AuthorizationError.UNKNOWN_STATE);
      }
      if (!taken.session().equals(AuthorizationRequest.digest(response.state(), login))) {
        putBack(taken);
        return AuthorizationOutcome.failed("", AuthorizationError.OTHER_LOGIN);
      }
      return taken.endsIn().isZero()
          ? AuthorizationOutcome.failed(taken.provider().id(), AuthorizationError.EXPIRED)
          : complete(taken, response, login);
    } catch (StoreException down) {
      return AuthorizationOutcome.blocked("", new StoreFailed(down));
    }
  }

  /** Who is in the login that it was begun in must not lose it to another one. */
  private void putBack(PendingAuthorization taken) {
    if (!taken.endsIn().isZero()) {
      pending.begin(taken, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
  }

  private AuthorizationOutcome complete(
      PendingAuthorization taken, AuthorizationResponse response, String login) {
    String id = taken.provider().id();
    ProviderEntry entry = providers.find(taken.provider()).orElse(null);
    OwnAuthorization own = entry == null ? null : entry.authorization();
    if (entry == null || own == null || own.number() != taken.authorization()) {
      return AuthorizationOutcome.failed(id, AuthorizationError.PROVIDER_CHANGED);
    }
    Moment begunAt = world.clocks().now().minus(LIFETIME.minus(taken.endsIn()));
    Writing writing = writer.prepare(entry, begunAt, taken.actor());
    if (writing == null) {
      return AuthorizationOutcome.failed(id, AuthorizationError.PROVIDER_CHANGED);
    }
    if (entry.disabled()) {
      return AuthorizationOutcome.blocked(id, new Blocked(id, Blocked.Reason.DISABLED));
    }
    OpenedClient client = servers.open(entry);
    Opened sealed = vault.openPending(entry.key(), own, taken.state(), taken.sealed());
    if (client.client() == null || sealed.plainText() == null) {
      OpenedClient obstacle = client.client() == null ? client : servers.refuse(entry, sealed);
      return AuthorizationOutcome.blocked(id, obstacle.obstacle());
    }
    Completion begun = Completion.read(Secret.of(sealed.plainText()));
    Optional<AuthorizationError> mismatch =
        response.mismatch(begun, login, client.client().registration().authorizationRequests());
    return mismatch.isPresent()
        ? AuthorizationOutcome.failed(id, mismatch.get())
        : redeem(entry, client.client(), begun.with(response.code()), writing);
  }

  private AuthorizationOutcome redeem(
      ProviderEntry entry, RegisteredClient client, GrantInput code, Writing writing) {
    Moment issued = world.clocks().now();
    TokenResult result = servers.fetch(entry, client, code, servers.deadline());
    return result instanceof IssuedToken token
        ? writing.write(token, issued)
        : AuthorizationOutcome.refused(entry.id(), (TokenFailure) result);
  }
}
