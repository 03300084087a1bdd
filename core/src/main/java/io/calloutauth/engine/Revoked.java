package io.calloutauth.engine;

import io.calloutauth.client.RevocationResult;
import org.jspecify.annotations.Nullable;

/**
 * What a revocation came to.
 *
 * @param told what the server said, or null when it was not asked
 * @param obstacle why the server was not asked although there was a token, or null when nothing
 *     stood in the way: without both there was no token
 */
public record Revoked(@Nullable RevocationResult told, @Nullable TokenOutcome obstacle) {

  static Revoked nothing() {
    return new Revoked(null, null);
  }
}
