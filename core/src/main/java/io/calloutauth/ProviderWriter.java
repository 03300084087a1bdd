package io.calloutauth;

import io.calloutauth.CalloutAuthException.NamedProvider;
import io.calloutauth.engine.OwnWrites;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderEdit;
import io.calloutauth.provider.ProviderEditor;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.ProviderStore;
import io.calloutauth.store.ProviderStore.Update;
import io.calloutauth.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Writes providers to the store, and says of each what was written. Thread-safe; blocks as store
 * and cipher do.
 *
 * @param store keeps them
 * @param writes tell the engine what was written
 * @param limit how many a tenant may have
 * @param clock says when
 */
record ProviderWriter(Store store, OwnWrites writes, int limit, InstantSource clock) {

  /** Returns what writes to another view of the store. */
  ProviderWriter to(Store view) {
    return new ProviderWriter(view, writes, limit, clock);
  }

  /** Returns what a new provider is going to be. */
  ProviderRow made(ProviderKey key, ProviderEdit edit, boolean disabled) {
    Instant now = now();
    ProviderContent content = edit.content(key, SealedValueException::of);
    return ProviderRow.builder(key, content.toBuilder().disabled(disabled).build())
        .createdAt(now)
        .updatedAt(now)
        .build();
  }

  void create(ProviderRow made) {
    switch (StoreCalls.call(() -> store.providers().create(made.key(), made.content(), limit))) {
      case CREATED -> writes.provider(made.key(), made.version(), true);
      case NAME_TAKEN -> throw new ProviderNameTakenException(made.content().name().text());
      case LIMIT_REACHED -> throw new ProviderLimitException(limit);
    }
  }

  /** Returns the provider after an edit. */
  ProviderRow update(ProviderRow before, ProviderEdit edit) {
    ProviderContent content = edit.content(before.key(), SealedValueException::of);
    ProviderId id = new ProviderId(before.key().id());
    Update update =
        StoreCalls.call(
            () -> store.providers().update(before.key(), before.version(), number(edit), content));
    return switch (update.outcome()) {
      case UPDATED -> {
        ProviderRow made = next(before, update, content);
        writes.provider(made.key(), made.version(), edit.startsEpoch());
        yield made;
      }
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
            () ->
                store.providers().update(before.key(), before.version(), NewNumber.EPOCH, content));
    if (update.outcome() != Update.Outcome.UPDATED) {
      return Optional.empty();
    }
    ProviderRow made = next(before, update, content);
    writes.provider(made.key(), made.version(), true);
    return Optional.of(made);
  }

  /** Deletes a provider unless it is in use. */
  ProviderStore.Deletion delete(ProviderKey key, int sample) {
    ProviderStore.Deletion deletion = StoreCalls.call(() -> store.providers().delete(key, sample));
    if (deletion.deleted()) {
      writes.deleted(key);
    }
    return deletion;
  }

  /** Deletes a provider and returns whose it was; empty when there is none. */
  Optional<List<String>> deleteAndDetach(ProviderKey key) {
    Optional<List<String>> detached = StoreCalls.call(() -> store.providers().deleteAndDetach(key));
    if (detached.isPresent()) {
      writes.deleted(key);
      detached.get().forEach(id -> writes.binding(key.tenant(), id, null));
    }
    return detached;
  }

  /**
   * Returns what was written, with the store's times if they can be read: a change that is stored
   * is not called failed because the store, or the provider, is gone just after.
   */
  Provider written(ProviderRow made) {
    try {
      return ProviderEditor.view(
          StoreCalls.call(() -> store.providers().find(made.key()))
              .filter(row -> row.version() == made.version())
              .orElse(made));
    } catch (StoreUnavailableException down) {
      return ProviderEditor.view(made);
    }
  }

  private static NewNumber number(ProviderEdit edit) {
    if (edit.endsAuthorization()) {
      return NewNumber.AUTHORIZATION;
    }
    return edit.startsEpoch() ? NewNumber.EPOCH : NewNumber.NONE;
  }

  Instant now() {
    return clock.instant();
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
