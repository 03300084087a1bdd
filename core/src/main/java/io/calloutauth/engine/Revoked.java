package io.calloutauth.engine;

import io.calloutauth.client.RevocationResult;
import io.calloutauth.store.ProviderRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a revocation came to.
 *
 * @param told what the server said, or null when it was not asked
 * @param obstacle why the server was not asked although there was a token, or null when nothing
 *     stood in the way: without both there was no token
 * @param sharing other providers of the tenant that use the same client at the same server: their
 *     token may be the very same one
 */
public record Revoked(
    @Nullable RevocationResult told, @Nullable TokenOutcome obstacle, List<ProviderRow> sharing) {

  static Revoked nothing() {
    return new Revoked(null, null, List.of());
  }

  static Revoked told(RevocationResult result) {
    return new Revoked(result, null, List.of());
  }

  static Revoked blocked(@Nullable TokenOutcome obstacle) {
    return new Revoked(null, obstacle, List.of());
  }

  Revoked with(List<ProviderRow> sharing) {
    return new Revoked(told, obstacle, List.copyOf(sharing));
  }
}
