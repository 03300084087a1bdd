package io.calloutauth.example.benchmarks.simulation;

import static java.util.stream.Collectors.toMap;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.store.AuthorizationStore;
import io.calloutauth.store.BindingRow;
import io.calloutauth.store.BindingStore;
import io.calloutauth.store.ChangeFeed;
import io.calloutauth.store.ClaimStore;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.Page;
import io.calloutauth.store.PendingAuthorization;
import io.calloutauth.store.PendingRevocation;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderListing;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.ProviderStore;
import io.calloutauth.store.RevocationStore;
import io.calloutauth.store.RevokeRequest;
import io.calloutauth.store.SealStore;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.Store;
import io.calloutauth.store.TokenRequestOutcome;
import io.calloutauth.store.TokenRow;
import io.calloutauth.store.TokenStore;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A store that has every provider anybody asks for: each read makes its row anew out of one real
 * row, as a database would, and nothing is kept. So what is in memory is the engine's alone.
 * Notification and provider have the same id. Thread-safe.
 */
public final class CopyingStore implements Store {

  private final ProviderRow template;
  private final ClaimStore claims = MemoryStore.create().claims();

  /** Makes a store out of one row. */
  public CopyingStore(ProviderRow template) {
    this.template = template;
  }

  @Override
  public ProviderStore providers() {
    return new Providers();
  }

  @Override
  public BindingStore bindings() {
    return new Bindings();
  }

  @Override
  public TokenStore tokens() {
    return new Tokens();
  }

  @Override
  public RevocationStore revocations() {
    return new Revocations();
  }

  @Override
  public AuthorizationStore authorizations() {
    return new Authorizations();
  }

  @Override
  public ClaimStore claims() {
    return claims;
  }

  @Override
  public SealStore seals() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ChangeFeed changes() {
    return cursor -> new ChangeFeed.Changes(List.of(), "none", false, false, false);
  }

  @Override
  public void check() {}

  @Override
  public void purge(String tenant) {}

  private ProviderRow row(ProviderKey key) {
    ProviderContent content = template.content();
    Map<String, String> settings = new HashMap<>();
    content.settings().forEach((name, value) -> settings.put(copy(name), copy(value)));
    Map<String, Sealed> secrets = new HashMap<>();
    content
        .secrets()
        .forEach((name, s) -> secrets.put(copy(name), Sealed.of(copy(s.keyId()), copy(s.text()))));
    return ProviderRow.builder(key, content.toBuilder().settings(settings).secrets(secrets).build())
        .version(template.version())
        .epoch(template.epoch())
        .createdAt(template.createdAt())
        .updatedAt(template.updatedAt())
        .build();
  }

  private static String copy(String text) {
    return String.valueOf(text.toCharArray());
  }

  private final class Providers implements ProviderStore {

    @Override
    public Creation create(ProviderKey key, ProviderContent content, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Update update(
        ProviderKey key, long readVersion, NewNumber anew, ProviderContent content) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ProviderRow> find(ProviderKey key) {
      return Optional.of(row(key));
    }

    @Override
    public List<ProviderRow> findByClient(String tenant, String client, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ProviderRow> findByName(String tenant, String nameKey) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Page<ProviderListing> list(String tenant, @Nullable String after, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ProviderListing> findListing(ProviderKey key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Page<String> listTenants(@Nullable String after, int limit) {
      return Page.of(List.of(), null); // what the engine does by itself finds nothing to do
    }

    @Override
    public Deletion delete(ProviderKey key, int sample) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<List<String>> deleteAndDetach(ProviderKey key) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Bindings implements BindingStore {

    @Override
    public boolean bind(ProviderKey provider, String notificationId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean unbind(String tenant, String notificationId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<BindingRow> find(String tenant, String notificationId) {
      return Optional.of(new BindingRow(tenant, notificationId, copy(notificationId)));
    }

    @Override
    public Page<BindingRow> list(ProviderKey provider, @Nullable String after, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Page<BindingRow> listAll(String tenant, @Nullable String after, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Page<BindingRow> listDetached(String tenant, @Nullable String after, int limit) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Tokens implements TokenStore {

    @Override
    public Optional<TokenRow> find(ProviderKey key) {
      return Optional.of(TokenRow.EMPTY);
    }

    @Override
    public Map<ProviderKey, TokenRow> find(Collection<ProviderKey> keys) {
      return keys.stream().distinct().collect(toMap(key -> key, key -> TokenRow.EMPTY));
    }

    @Override
    public Lease lease(ProviderKey key, LeaseRequest request) {
      return new Lease(request.epoch(), request.readFence() + 1, 1);
    }

    @Override
    public boolean complete(ProviderKey key, Lease lease, TokenRequestOutcome outcome) {
      return true;
    }

    @Override
    public boolean revoke(ProviderKey key, RevokeRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ProviderKey> claimDue(Duration duration, Set<String> notOf) {
      return Optional.empty();
    }

    @Override
    public boolean putOffDue(ProviderKey key, TokenRow read, Duration due) {
      throw new UnsupportedOperationException();
    }
  }

  /** None is ever pending. */
  private static final class Authorizations implements AuthorizationStore {

    @Override
    public Beginning begin(PendingAuthorization pending, int providerLimit, int tenantLimit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<PendingAuthorization> take(String tenant, String state) {
      return Optional.empty();
    }

    @Override
    public int sweep() {
      return 0;
    }
  }

  /** None ever waits. */
  private static final class Revocations implements RevocationStore {

    @Override
    public Optional<PendingRevocation> claim(Duration duration, Set<String> notOf) {
      return Optional.empty();
    }

    @Override
    public boolean putOff(PendingRevocation claimed, Duration due) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void remove(PendingRevocation untold) {
      throw new UnsupportedOperationException();
    }
  }
}
