package io.calloutauth.engine;

import io.calloutauth.engine.TokenOutcome.Blocked;
import io.calloutauth.engine.TokenOutcome.StoreFailed;
import io.calloutauth.store.Page;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderListing;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revokes a provider's token for an administrator. Blocks; runs on engine threads. Thread-safe.
 *
 * <ol>
 *   <li>This node drops the token first, whatever the store and the keys do.
 *   <li>The shared row loses it in the step in which the store keeps its revocation: a node that
 *       ends here leaves the rest to others.
 *   <li>The server is told, and the store keeps the revocation no more; or it is offered again.
 *   <li>Who else may share the token is looked up last, as far as it can be read.
 * </ol>
 */
final class Revoking {

  private static final Logger LOG = LoggerFactory.getLogger(Revoking.class);
  private static final int MOST_TRIES = 5;
  private static final int MOST_OF_ONE_PROVIDER = 100;
  private static final int PAGE = 500;
  private static final int MOST_PAGES = 20;

  /** Drops what this node holds of a provider. */
  interface Drop {

    /** Drops a provider's token and returns it, or null when there was none. */
    @Nullable ReadyToken token(ProviderKey key);
  }

  /**
   * What is left to do once the token is dropped.
   *
   * @param untold what it comes to when the server is not told now
   * @param telling tells the server, which blocks; null when there is nothing to tell
   */
  record Rest(Revoked untold, @Nullable Supplier<Revoked> telling) {

    static Rest nothing(Revoked revoked) {
      return new Rest(revoked, null);
    }
  }

  private final EngineParts parts;
  private final Revocables revocables;
  private final RevocationOffers offers;

  Revoking(EngineParts parts, RevocationOffers offers) {
    this.parts = parts;
    this.revocables = new Revocables(parts);
    this.offers = offers;
  }

  /**
   * Drops a provider's token everywhere; what is returned tells the server (RFC 7009). Without a
   * revocation endpoint nothing is dropped.
   *
   * @param drop drops it on this node
   */
  Rest drop(ProviderKey key, Drop drop) {
    try {
      Optional<ProviderRow> row = parts.store().providers().find(key);
      if (row.isEmpty()) {
        return Rest.nothing(Revoked.blocked(new Blocked(key.id(), Blocked.Reason.GONE)));
      }
      StoredSettings settings = StoredSettings.read(row.get().content().settings());
      return settings.hasRevocationEndpoint()
          ? dropped(row.get(), drop)
          : Rest.nothing(
              Revoked.blocked(new Blocked(key.id(), Blocked.Reason.NO_REVOCATION_ENDPOINT)));
    } catch (StoreException down) {
      drop.token(key);
      return Rest.nothing(Revoked.blocked(new StoreFailed(down)));
    }
  }

  private Rest dropped(ProviderRow row, Drop drop) {
    ProviderEntry entry = ProviderEntry.read(row, parts.policy());
    Revocable dropped = dropped(entry, drop);
    return dropped == null
        ? Rest.nothing(Revoked.nothing())
        : new Rest(
            Revoked.told(RevocationOffers.NOT_ASKED), // the store keeps it, and offers it again
            () -> offers.tell(entry, dropped).with(sharing(row)));
  }

  private @Nullable Revocable dropped(ProviderEntry entry, Drop drop) {
    ReadyToken held = drop.token(entry.key()); // first: a store may take its time, and a key too
    try {
      return erased(entry, held);
    } finally {
      drop.token(entry.key()); // whoever was quick has read it from the row again
    }
  }

  private @Nullable Revocable erased(ProviderEntry entry, @Nullable ReadyToken held) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Optional<TokenRow> row = parts.store().tokens().find(entry.key());
      if (row.isEmpty()) {
        return held == null ? null : new Revocable(null, held.token()); // deleted at this moment
      }
      Revocable token = revocables.of(entry, row.get(), held);
      if (erased(entry.key(), row.get().fence(), token)) {
        return token;
      }
    }
    throw new StoreException("the token row changed at every try to revoke it", true, null);
  }

  private boolean erased(ProviderKey key, long fence, @Nullable Revocable token) {
    if (token == null || token.untold() == null) {
      return parts.store().tokens().revoke(key, fence);
    }
    return parts
        .store()
        .revocations()
        .revoke(token.untold(), fence, offers.claim(), MOST_OF_ONE_PROVIDER);
  }

  /** The others whose token may be the very same one: many servers give a client but one. */
  private List<ProviderRow> sharing(ProviderRow mine) {
    StoredSettings settings = StoredSettings.read(mine.content().settings());
    List<ProviderRow> others = new ArrayList<>();
    try {
      Page<ProviderListing> page = Page.of(List.of(), "");
      for (int pages = 0; pages < MOST_PAGES && page.next().isPresent(); pages++) {
        page = parts.store().providers().list(mine.key().tenant(), page.next().get(), PAGE);
        page.items().stream()
            .map(ProviderListing::provider)
            .filter(other -> !other.key().equals(mine.key()) && !other.content().disabled())
            .filter(other -> settings.sameClient(StoredSettings.read(other.content().settings())))
            .forEach(others::add);
      }
    } catch (StoreException down) {
      LOG.debug("Provider {}: not all who may share its token are known", mine.key().id(), down);
    }
    return others;
  }
}
