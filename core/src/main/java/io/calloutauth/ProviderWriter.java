package io.calloutauth;

import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderEditor;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.NewNumber;
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
 */
record ProviderWriter(NodeParts parts, ProviderStore store) {

  /** Returns what a new provider is going to be. */
  ProviderRow made(ProviderKey key, ProviderEditor.Edit edit) {
    Instant now = now();
    return ProviderRow.builder(key, edit.content(key, SealedValueException::of))
        .createdAt(now)
        .updatedAt(now)
        .build();
  }

  void create(ProviderRow made) {
    int limit = parts.settings().providersPerTenant();
    switch (StoreCalls.call(() -> store.create(made.key(), made.content(), limit))) {
      case CREATED -> {}
      case NAME_TAKEN -> throw new ProviderNameTakenException(made.content().name().text());
      case LIMIT_REACHED -> throw new ProviderLimitException(limit);
    }
  }

  /** Returns the provider after an edit. */
  ProviderRow update(ProviderRow before, ProviderEditor.Edit edit) {
    ProviderContent content = edit.content(before.key(), SealedValueException::of);
    ProviderId id = new ProviderId(before.key().id());
    Update update =
        StoreCalls.call(() -> store.update(before.key(), before.version(), number(edit), content));
    return switch (update.outcome()) {
      case UPDATED -> next(before, update, content);
      case NOT_FOUND -> throw new ProviderNotFoundException(id);
      case STALE -> throw new StaleProviderException(NamedProvider.of(before), before.version());
      case NAME_TAKEN -> throw new ProviderNameTakenException(content.name().text());
    };
  }

  /**
   * Stops a provider's use, or lets it go on, and returns the provider after that; empty when it
   * was changed meanwhile.
   */
  Optional<ProviderRow> turn(ProviderRow before, boolean disabled) {
    ProviderContent content = before.content().toBuilder().disabled(disabled).build();
    Update update =
        StoreCalls.call(
            () -> store.update(before.key(), before.version(), NewNumber.EPOCH, content));
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
      return ProviderEditor.view(
          StoreCalls.call(() -> store.find(made.key()))
              .filter(row -> row.version() == made.version())
              .orElse(made));
    } catch (StoreUnavailableException down) {
      return ProviderEditor.view(made);
    }
  }

  private static NewNumber number(ProviderEditor.Edit edit) {
    return edit.startsEpoch() ? NewNumber.EPOCH : NewNumber.NONE;
  }

  Instant now() {
    return parts.world().clocks().wall().instant();
  }

  private ProviderRow next(ProviderRow before, Update update, ProviderContent content) {
    return before.toBuilder()
        .version(update.version())
        .epoch(update.epoch())
        .authorization(update.authorization())
        .content(content)
        .updatedAt(now())
        .build();
  }
}
