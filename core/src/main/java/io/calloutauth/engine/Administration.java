package io.calloutauth.engine;

import io.calloutauth.client.ClientAuthentication;
import io.calloutauth.client.IssuedToken;
import io.calloutauth.client.RegisteredClient;
import io.calloutauth.client.RevocationResult;
import io.calloutauth.client.Secret;
import io.calloutauth.client.TestEndpointResult;
import io.calloutauth.client.TokenFailure;
import io.calloutauth.client.TokenResult;
import io.calloutauth.engine.TokenOutcome.Blocked;
import io.calloutauth.engine.TokenOutcome.StoreFailed;
import io.calloutauth.store.Page;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderListing;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator's buttons do beside the exchange: revoke, test, check. Every method blocks;
 * they run on engine threads. Thread-safe.
 */
final class Administration {

  private static final int MOST_TRIES = 5;
  private static final int PAGE = 500;

  /** Drops what this node holds of a provider. */
  interface Drop {

    /** Drops a provider's token and returns it, or null when there was none. */
    @Nullable ReadyToken token(ProviderKey key);
  }

  private final EngineParts parts;
  private final Clients clients;
  private final UntoldRevocations untold;

  Administration(EngineParts parts, UntoldRevocations untold) {
    this.parts = parts;
    this.clients = new Clients(parts.vault(), parts.listener());
    this.untold = untold;
  }

  /**
   * Drops a provider's token everywhere, then tells the server (RFC 7009).
   *
   * @param drop drops it on this node
   */
  Revoked revoke(ProviderKey key, Drop drop) {
    try {
      Optional<ProviderRow> row = parts.store().providers().find(key);
      if (row.isEmpty()) {
        return Revoked.blocked(new Blocked(key.id(), Blocked.Reason.GONE));
      }
      ProviderEntry entry = ProviderEntry.read(row.get(), parts.policy());
      List<ProviderRow> sharing = sharing(row.get());
      // The shared row first: who waits here must not meet the lease that this takes away.
      ReadyToken shared = dropShared(entry);
      ReadyToken held = drop.token(key);
      return told(entry, shared == null ? held : shared).with(sharing);
    } catch (StoreException down) {
      drop.token(key);
      return Revoked.blocked(new StoreFailed(down));
    }
  }

  /** The others whose token may be the very same one: many servers give a client but one. */
  private List<ProviderRow> sharing(ProviderRow mine) {
    StoredSettings settings = StoredSettings.read(mine.content().settings());
    List<ProviderRow> others = new ArrayList<>();
    Page<ProviderListing> page = Page.of(List.of(), "");
    while (page.next().isPresent()) {
      page = parts.store().providers().list(mine.key().tenant(), page.next().get(), PAGE);
      page.items().stream()
          .map(ProviderListing::provider)
          .filter(other -> !other.key().equals(mine.key()) && !other.content().disabled())
          .filter(other -> settings.sameClient(StoredSettings.read(other.content().settings())))
          .forEach(others::add);
    }
    return others;
  }

  private @Nullable ReadyToken dropShared(ProviderEntry entry) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Moment asked = parts.now();
      Optional<TokenRow> row = parts.store().tokens().find(entry.key());
      if (row.isEmpty() || parts.store().tokens().revoke(entry.key(), row.get().fence())) {
        return row.map(read -> rows().token(entry, read, asked)).orElse(null);
      }
    }
    throw new StoreException("the token row changed at every try to revoke it", true, null);
  }

  private Revoked told(ProviderEntry entry, @Nullable ReadyToken token) {
    if (token == null) {
      return Revoked.nothing();
    }
    OpenedClient opened = clients.open(entry);
    if (opened.client() == null) {
      return Revoked.blocked(opened.obstacle());
    }
    RevocationResult result = parts.client().revoke(opened.client(), token.token(), deadline());
    if (result.outcome() == RevocationResult.Outcome.NOT_TOLD) {
      untold.keep(entry, token, result.retryDelay());
    }
    return Revoked.told(result);
  }

  /** Shows a token to the provider's test endpoint. */
  Tested test(ProviderKey key, TokenOutcome outcome) {
    if (!(outcome instanceof TokenOutcome.Granted granted)) {
      return Tested.blocked(outcome);
    }
    try {
      Optional<ProviderRow> row = parts.store().providers().find(key);
      if (row.isEmpty()) {
        return Tested.blocked(new Blocked(key.id(), Blocked.Reason.GONE));
      }
      OpenedClient opened = clients.open(ProviderEntry.read(row.get(), parts.policy()));
      return opened.client() == null
          ? new Tested(opened.obstacle(), null, null, null)
          : Tested.passed(granted.grant(), shown(opened.client(), granted.accessToken()));
    } catch (StoreException down) {
      return Tested.blocked(new StoreFailed(down));
    }
  }

  /** Goes through the whole chain with a client that is stored nowhere. */
  Tested check(RegisteredClient client) {
    TokenResult answer = parts.client().fetch(client, deadline());
    if (answer instanceof TokenFailure failure) {
      TokenOutcome obstacle = new TokenOutcome.Failed("", failure, Duration.ZERO);
      return new Tested(obstacle, worksWith(client, failure), null, null);
    }
    IssuedToken token = (IssuedToken) answer;
    Grant grant = new Grant(token.scope(), token.warnings());
    return Tested.passed(grant, shown(client, token.accessToken()));
  }

  /** One more request, and only where an administrator asked for one. */
  private @Nullable ClientAuthentication worksWith(RegisteredClient client, TokenFailure failure) {
    RegisteredClient other = OtherAuthentication.of(client, failure);
    if (other == null || !(parts.client().fetch(other, deadline()) instanceof IssuedToken)) {
      return null;
    }
    return other.registration().clientAuthentication();
  }

  private @Nullable TestEndpointResult shown(RegisteredClient client, Secret token) {
    return client.registration().testEndpoint().isPresent()
        ? parts.client().test(client, token, deadline())
        : null;
  }

  private SharedRow rows() {
    return new SharedRow(parts.vault(), parts.clocks(), parts.world().random(), parts.listener());
  }

  private Duration deadline() {
    return parts.settings().exchangeDeadline();
  }
}
