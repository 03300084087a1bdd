package io.calloutauth;

import io.calloutauth.engine.TenantTokens;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps tests and checks from being used to try things out at speed. */
final class TestLimit {

  private TestLimit() {}

  /**
   * Takes a place among the tests of a minute.
   *
   * @param id the provider, or null when it is not stored yet
   * @throws TooManyAttemptsException when there is none
   */
  static void take(TenantTokens tokens, @Nullable ProviderId id) {
    Duration wait = tokens.takeTest(id == null ? null : id.key());
    if (!wait.isZero()) {
      throw new TooManyAttemptsException(id, wait);
    }
  }
}
