package io.calloutauth;

import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderChange;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSecrets;
import io.calloutauth.provider.ProviderView;
import io.calloutauth.provider.StoredSettings;
import io.calloutauth.provider.ValidSettings;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.ProviderStore;
import io.calloutauth.store.ProviderStore.Update;
import java.time.Instant;
import java.util.Optional;

/**
 * Writes providers to the store, and says of each what was written. Thread-safe; blocks as store
 * and cipher do.
 *
 * @param parts what all tenants share
 * @param store keeps them
 * @param secrets seals what goes there
 */
record ProviderWriter(NodeParts parts, ProviderStore store, ProviderSecrets secrets) {

  /** Returns what a new provider is going to be. */
  ProviderRow made(ProviderKey key, ValidSettings judged) {
    Instant now = now();
    boolean hasSecrets = !judged.secrets().slots().isEmpty();
    StoredSettings stored = judged.stored().secretSetAt(hasSecrets ? now : null);
    ProviderContent content =
        new ProviderContent(
            judged.name(), false, stored.toMap(), secrets.seal(key, judged, stored));
    return new ProviderRow(key, 1, 1, content, now, now);
  }

  void create(ProviderRow made) {
    int limit = parts.settings().providersPerTenant();
    switch (StoreCalls.call(() -> store.create(made.key(), made.content(), limit))) {
      case CREATED -> {}
      case NAME_TAKEN -> throw new ProviderNameTakenException(made.content().name().text());
      case LIMIT_REACHED -> throw new ProviderLimitException(limit);
    }
  }

  /** Returns the provider after the change. */
  ProviderRow update(ProviderChange change) {
    ProviderRow before = change.before();
    ProviderContent content =
        new ProviderContent(
            change.now().name(),
            before.content().disabled(),
            change.settingsNow().toMap(),
            secrets.reseal(change).orThrow(SealedValueException::of));
    ProviderId id = new ProviderId(before.key().id());
    Update update =
        StoreCalls.call(
            () -> store.update(before.key(), change.readVersion(), change.startsEpoch(), content));
    return switch (update.outcome()) {
      case UPDATED -> next(before, update, content);
      case NOT_FOUND -> throw new ProviderNotFoundException(id);
      case STALE -> throw new StaleProviderException(id, change.readVersion());
      case NAME_TAKEN -> throw new ProviderNameTakenException(content.name().text());
    };
  }

  /**
   * Stops a provider's use, or lets it go on, and returns the provider after that; empty when it
   * was changed meanwhile.
   */
  Optional<ProviderRow> turn(ProviderRow before, boolean disabled) {
    ProviderContent read = before.content();
    ProviderContent content =
        new ProviderContent(read.name(), disabled, read.settings(), read.secrets());
    Update update =
        StoreCalls.call(() -> store.update(before.key(), before.version(), true, content));
    return update.outcome() == Update.Outcome.UPDATED
        ? Optional.of(next(before, update, content))
        : Optional.empty();
  }

  /**
   * Returns what was written, with the store's times if they can be read: a change that is stored
   * is not called failed because the store, or the provider, is gone just after.
   */
  Provider written(ProviderRow made) {
    try {
      return new ProviderView(
          StoreCalls.call(() -> store.find(made.key()))
              .filter(row -> row.version() == made.version())
              .orElse(made));
    } catch (StoreUnavailableException down) {
      return new ProviderView(made);
    }
  }

  Instant now() {
    return parts.world().clocks().wall().instant();
  }

  private ProviderRow next(ProviderRow before, Update update, ProviderContent content) {
    return new ProviderRow(
        before.key(), update.version(), update.epoch(), content, before.createdAt(), now());
  }
}
