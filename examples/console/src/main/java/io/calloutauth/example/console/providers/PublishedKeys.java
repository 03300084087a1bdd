package io.calloutauth.example.console.providers;

import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Serves the public keys of clients that sign, to anybody: authorization servers fetch them from
 * here. An address names one set of keys, and is gone with it.
 */
@Controller
final class PublishedKeys {

  private final CalloutAuthTenants tenants;

  PublishedKeys(CalloutAuthTenants tenants) {
    this.tenants = tenants;
  }

  /** Returns where the keys of a provider are published, if it has any. */
  static Optional<String> path(String tenant, Provider provider) {
    return provider.keySet().map(set -> "/keys/" + tenant + "/" + provider.id() + "/" + set);
  }

  @GetMapping(path = "/keys/{tenant}/{id}/{set}")
  ResponseEntity<String> keys(
      @PathVariable String tenant, @PathVariable String id, @PathVariable String set) {
    Optional<PublicKeySet> keys = find(tenant, id, set);
    return keys.isEmpty()
        ? ResponseEntity.notFound().build()
        : ResponseEntity.ok()
            .cacheControl(CacheControl.maxAge(keys.get().maxAge()).cachePublic())
            .header("Content-Type", "application/jwk-set+json")
            .body(keys.get().jwks());
  }

  private Optional<PublicKeySet> find(String tenant, String id, String set) {
    try {
      return tenants.tenant(tenant).providers().publicKeys(new ProviderId(id), set);
    } catch (IllegalArgumentException noSuchName) {
      return Optional.empty();
    }
  }
}
