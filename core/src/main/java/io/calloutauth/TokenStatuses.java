package io.calloutauth;

import io.calloutauth.engine.RowReading;
import io.calloutauth.engine.TokenCommands;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.TokenWarning;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.StoredToken;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Puts what the rows say about a token, and what stands in the way on this node, into the words of
 * a {@link TokenStatus}. Thread-safe.
 */
final class TokenStatuses {

  private final InstantSource clock;
  private final TokenCommands commands;

  TokenStatuses(InstantSource clock, TokenCommands commands) {
    this.clock = clock;
    this.commands = commands;
  }

  TokenStatus of(ProviderRow provider, TokenRow row) {
    RowReading.LocalFailure here = commands.findLocalFailure(provider.key());
    RowReading reading = RowReading.of(provider, row).with(here);
    TokenState state = TokenState.valueOf(reading.condition().name());
    TokenStatus.Builder status = new TokenStatus.Builder(state).failure(reading.failure());
    StoredToken token = reading.token();
    if (token != null) {
      status
          .expiresAt(later(reading.usableFor()))
          .granted(Scope.read(token.scope()), TokenWarning.named(token.warnings()));
    }
    return status
        .since(earlier(reading.since()))
        .nextAttemptAt(later(reading.pause()))
        .refusal(refusal(commands.findRefusal(provider.key())))
        .build();
  }

  private TokenStatus.@Nullable Refusal refusal(RowReading.@Nullable Refusal standing) {
    Instant now = clock.instant();
    return standing == null
        ? null
        : new TokenStatus.Refusal(
            standing.notificationId(), now.minus(standing.since()), now.plus(standing.pause()));
  }

  private @Nullable Instant later(@Nullable Duration wait) {
    return wait == null ? null : clock.instant().plus(wait);
  }

  private @Nullable Instant earlier(@Nullable Duration age) {
    return age == null ? null : clock.instant().minus(age);
  }
}
