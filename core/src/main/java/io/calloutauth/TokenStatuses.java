package io.calloutauth;

import io.calloutauth.engine.RowReading;
import io.calloutauth.engine.TokenCommands;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenWarning;
import io.calloutauth.provider.ProviderEditor;
import io.calloutauth.provider.StoredSettings;
import io.calloutauth.store.Doubt;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.StoredAuthorization;
import io.calloutauth.store.StoredToken;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
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
    TokenFailure failure = reading.failure();
    TokenStatus.Builder status =
        new TokenStatus.Builder(state).failure(failure == null ? null : failure.asTenantsSee());
    StoredToken token = reading.token();
    if (token != null) {
      status
          .expiresAt(later(reading.usableFor()))
          .granted(Scope.read(token.scope()), TokenWarning.named(token.warnings()))
          .credential(credential(provider, token));
    }
    return status
        .since(earlier(reading.since()))
        .nextAttemptAt(later(reading.pause()))
        .refusal(refusal(commands.findRefusal(provider.key())))
        .authorization(authorization(provider, row.authorization()))
        .build();
  }

  private @Nullable AuthorizationStatus authorization(
      ProviderRow provider, StoredAuthorization known) {
    if (!StoredSettings.read(provider.content()).ownsAuthorization()) {
      return null;
    }
    boolean counts = known.number() >= provider.authorization();
    long counting = Math.max(provider.authorization(), known.number());
    Doubt doubt =
        Optional.ofNullable(known.doubt())
            .filter(any -> any.authorization() >= counting)
            .orElse(null);
    AuthorizationStatus status =
        new AuthorizationStatus(
            counts && known.continuation() != null ? later(known.endsIn()) : null,
            doubt == null ? null : earlier(doubt.since()));
    return counts && known.sinceAuthorized() != null
        ? status.given(
            known.authorizedBy().isEmpty() ? null : known.authorizedBy(),
            earlier(known.sinceAuthorized()))
        : status;
  }

  private static @Nullable String credential(ProviderRow provider, StoredToken token) {
    String name = SecretName.ofCredential(token.credential());
    boolean kept =
        name.equals(SecretName.NEXT_CLIENT_SECRET)
            ? isNext(provider, token.credential())
            : provider.content().secrets().containsKey(name);
    return kept ? name : null;
  }

  /** Another next secret than that of now says nothing of it. */
  private static boolean isNext(ProviderRow provider, String credential) {
    return ProviderEditor.view(provider)
        .nextSecretSetAt()
        .filter(setAt -> SecretName.next(setAt).equals(credential))
        .isPresent();
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
