package io.calloutauth.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** What the contract's tests put into a store. */
final class ContractRows {

  static final Duration LONG = Duration.ofMinutes(10);
  static final Duration SHORT = Duration.ofMillis(100);

  /** Long enough for a few statements, where something is to hold until it has passed. */
  static final Duration SOON = Duration.ofMillis(500);

  static final int MANY = 1_000_000;

  private ContractRows() {}

  static ProviderKey newKey(String tenant) {
    return new ProviderKey(tenant, UUID.randomUUID().toString());
  }

  static ProviderName name(String text) {
    return new ProviderName(text, text);
  }

  static ProviderContent content(String name) {
    return ProviderContent.builder(name(name))
        .client("client of " + name)
        .settings(Map.of("endpoint", "https://login.example.com/" + name))
        .secrets(Map.of("secret", Sealed.of("k1", "sealed.secret.of." + name.length())))
        .build();
  }

  /** Stores a provider and returns its key. */
  static ProviderKey provider(Store store, String tenant, String name) {
    ProviderKey key = newKey(tenant);
    ProviderStore.Creation creation = store.providers().create(key, content(name), MANY);
    if (creation != ProviderStore.Creation.CREATED) {
      throw new AssertionError("A provider for a test was not created: " + creation);
    }
    return key;
  }

  /** Binds as many notifications, named in their order, and returns their ids. */
  static List<String> notifications(Store store, ProviderKey provider, int count) {
    List<String> ids = IntStream.range(0, count).mapToObj(i -> String.format("n%04d", i)).toList();
    for (String id : ids) {
      if (!store.bindings().bind(provider, id)) {
        throw new AssertionError("A notification for a test was not bound: " + id);
      }
    }
    return ids;
  }

  /** Returns the ids of the notifications on a page of bindings. */
  static List<String> ids(Page<BindingRow> page) {
    return page.items().stream().map(BindingRow::notificationId).toList();
  }

  static TokenRow row(Store store, ProviderKey key) {
    return store.tokens().find(key).orElseThrow();
  }

  /** Returns rows of another fence, or of another owner, as a time had them that was taken back. */
  static List<TokenRow> othersThan(TokenRow row) {
    return List.of(
        as(-1, row.owner()),
        as(row.fence() - 1, row.owner()),
        as(row.fence() + 1, row.owner()),
        as(Long.MAX_VALUE, row.owner()),
        as(row.fence(), row.owner() + 1),
        as(row.fence(), 0));
  }

  private static TokenRow as(long fence, long owner) {
    return TokenRow.builder().fence(fence).owner(owner).build();
  }

  static long version(Store store, ProviderKey key) {
    return store.providers().find(key).orElseThrow().version();
  }

  static long epoch(Store store, ProviderKey key) {
    return store.providers().find(key).orElseThrow().epoch();
  }

  /** Edits a provider, with a new token epoch or without. */
  static ProviderStore.Update edit(Store store, ProviderKey key, boolean newEpoch) {
    ProviderRow row = store.providers().find(key).orElseThrow();
    return store
        .providers()
        .update(key, row.version(), newEpoch ? NewNumber.EPOCH : NewNumber.NONE, row.content());
  }

  /** Asks for a lease for the provider's own epoch. */
  static LeaseResult lease(Store store, ProviderKey key, Duration duration) {
    LeaseRequest request = LeaseRequest.of(epoch(store, key), row(store, key), duration);
    return store.tokens().lease(key, request);
  }

  /** Takes a lease that must be to be had. */
  static Lease leased(Store store, ProviderKey key) {
    return leased(lease(store, key, LONG));
  }

  /** Returns the lease that a result must be. */
  static Lease leased(LeaseResult result) {
    if (result instanceof Lease lease) {
      return lease;
    }
    throw new AssertionError("A lease for a test was not to be had: " + result);
  }

  static TokenContent token(String text) {
    return TokenContent.builder(Sealed.of("k1", text), Duration.ofHours(1))
        .scope("orders.read orders.write")
        .warnings(Set.of("bom"))
        .build();
  }

  static TokenRequestOutcome kept(String text) {
    return TokenRequestOutcome.kept(token(text), Duration.ZERO);
  }

  static TokenRequestOutcome failed(String failure, int attempts) {
    return TokenRequestOutcome.failed(
        new TokenRequestOutcome.Failure(failure, attempts), Duration.ZERO);
  }
}
