package io.calloutauth.engine;

import io.calloutauth.oauth.RevocationResult;
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
public record RevocationOutcome(
    @Nullable RevocationResult told, @Nullable TokenOutcome obstacle, List<ProviderRow> sharing) {

  static RevocationOutcome nothing() {
    return new RevocationOutcome(null, null, List.of());
  }

  static RevocationOutcome told(RevocationResult result) {
    return new RevocationOutcome(result, null, List.of());
  }

  static RevocationOutcome blocked(@Nullable TokenOutcome obstacle) {
    return new RevocationOutcome(null, obstacle, List.of());
  }

  RevocationOutcome with(List<ProviderRow> sharing) {
    return new RevocationOutcome(told, obstacle, List.copyOf(sharing));
  }
}
