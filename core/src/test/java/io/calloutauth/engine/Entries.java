package io.calloutauth.engine;

import io.calloutauth.endpoint.Origins;
import io.calloutauth.engine.TokenVault.OpenedToken;
import io.calloutauth.oauth.GrantDetails;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.Secret;
import io.calloutauth.store.Lease;
import io.calloutauth.store.ProviderKey;
import java.util.Map;
import java.util.Set;

/** Providers as the engine knows them, for tests that need no more of one than that it is there. */
final class Entries {

  private Entries() {}

  static ProviderEntry entry(String id) {
    return entry(id, 1, Origins.ANY);
  }

  static ProviderEntry entry(String id, long version, Origins origins) {
    ProviderKey key = new ProviderKey("acme", id);
    return new ProviderEntry(
        key, "CRM", version, 1, false, null, origins, Map.of(), "digest", 0, null);
  }

  static ProviderEntry entry(String id, long version, long epoch, String destinations) {
    ProviderKey key = new ProviderKey("acme", id);
    return new ProviderEntry(
        key, "CRM", version, epoch, false, null, Origins.ANY, Map.of(), destinations, 0, null);
  }

  static ReadyToken token(ProviderEntry entry, String value, Validity validity) {
    return new ReadyToken(
        OpenedToken.of(entry, Secret.of(value), Lease.NONE),
        validity,
        new GrantDetails(Scope.EMPTY, Set.of()));
  }
}
