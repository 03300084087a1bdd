package io.calloutauth.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The shared state of one provider's token: what every node goes by.
 *
 * @param fence grows with each lease and revocation; what a lease is taken against
 * @param leaseEpoch the token epoch that the last lease was taken for; 0 before the first
 * @param leaseFor how long the current lease still runs, by the store's clock; zero when nobody
 *     holds it
 * @param token the token, or null when there is none
 * @param failure the last token request's failure, or null when it succeeded or there was none
 * @param pause how long to wait before the next token request, by the store's clock; zero when it
 *     may start
 * @param sinceRevoked how long ago the token was revoked, or null when no revocation came after the
 *     last token
 */
public record TokenRow(
    long fence,
    long leaseEpoch,
    Duration leaseFor,
    @Nullable StoredToken token,
    @Nullable StoredFailure failure,
    Duration pause,
    @Nullable Duration sinceRevoked) {

  /** The row of a provider that never had a token. */
  public static final TokenRow EMPTY =
      new TokenRow(0, 0, Duration.ZERO, null, null, Duration.ZERO, null);
}
