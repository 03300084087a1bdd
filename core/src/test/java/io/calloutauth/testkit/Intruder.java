package io.calloutauth.testkit;

import io.calloutauth.provider.Provider;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.PendingRevocation;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.RevokeRequest;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.Store;
import io.calloutauth.store.StoredToken;
import io.calloutauth.store.TokenContent;
import io.calloutauth.store.TokenRequestOutcome;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Somebody who can write to the database, and has no key. */
public final class Intruder {

  private final Store store;

  public Intruder(Store store) {
    this.store = store;
  }

  /** Writes over some settings of a provider, and leaves its epoch as it is. */
  public void writes(Provider provider, Map<String, String> changed) {
    ProviderRow row = row(provider);
    Map<String, String> settings = new HashMap<>(row.content().settings());
    settings.putAll(changed);
    ProviderContent content = row.content().toBuilder().settings(settings).build();
    store.providers().update(row.key(), row.version(), NewNumber.NONE, content);
  }

  /** Returns the sealed token of a provider. */
  public StoredToken tokenOf(Provider provider) {
    return Objects.requireNonNull(tokens(provider).token(), "no token");
  }

  /** Puts a sealed token in a provider's row, as one of its epoch that lives for an hour. */
  public void putsToken(Provider provider, Sealed sealed) {
    ProviderRow row = row(provider);
    LeaseRequest request = LeaseRequest.of(row.epoch(), tokens(provider), Duration.ofMinutes(1));
    Lease lease = (Lease) store.tokens().lease(row.key(), request);
    TokenContent token = TokenContent.builder(sealed, Duration.ofHours(1)).build();
    store.tokens().complete(row.key(), lease, TokenRequestOutcome.kept(token, Duration.ZERO));
  }

  /** Puts a sealed token among the revocations that wait to be told, and drops the provider's. */
  public void putsRevocation(Provider provider, Sealed sealed) {
    PendingRevocation untold =
        PendingRevocation.of(key(provider), "planted", sealed, Duration.ofHours(1));
    RevokeRequest request =
        RevokeRequest.builder(tokens(provider)).telling(List.of(untold), 10).build();
    store.tokens().revoke(key(provider), request);
  }

  private TokenRow tokens(Provider provider) {
    return store.tokens().find(key(provider)).orElseThrow();
  }

  private ProviderRow row(Provider provider) {
    return store.providers().find(key(provider)).orElseThrow();
  }

  private static ProviderKey key(Provider provider) {
    return new ProviderKey("acme", provider.id().key());
  }
}
