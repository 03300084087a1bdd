package io.calloutauth.engine;

import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.provider.StoredSettings;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.StoredAuthorization;
import io.calloutauth.store.StoredFailure;
import io.calloutauth.store.StoredToken;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's rows say about its token: the same on every node.
 *
 * @param condition what the token is good for
 * @param token the token of the current epoch, or null when there is none
 * @param usableFor how long that token may be used; negative when it is over; null when there is
 *     none
 * @param failure why the last token request failed, or null when it did not
 * @param since for how long it has been so, or null when that is not known
 * @param pause how long no token request starts by itself, or null when one may start, or none does
 *     before somebody enables or authorizes the provider
 */
public record RowReading(
    Condition condition,
    @Nullable StoredToken token,
    @Nullable Duration usableFor,
    @Nullable TokenFailure failure,
    @Nullable Duration since,
    @Nullable Duration pause) {

  /** What a token is good for. */
  public enum Condition {
    /** There is none. */
    NONE,
    /** It is usable. */
    ACTIVE,
    /** It is over. */
    EXPIRED,
    /** There is no usable one, and the last token request failed. */
    FAILING,
    /** It was revoked. */
    REVOKED,
    /** Its provider is disabled. */
    DISABLED,
    /** Its authorization is over, or was never given. */
    AUTHORIZATION_NEEDED;

    /** Tells whether no token request starts by itself before somebody does something. */
    private boolean waitsForSomebody() {
      return this == DISABLED || this == AUTHORIZATION_NEEDED;
    }
  }

  /** Reads a provider's rows. */
  public static RowReading of(ProviderRow provider, TokenRow row) {
    StoredToken token = row.isNewer() ? null : current(provider, row.token());
    Duration usableFor = token == null ? null : Validity.left(token);
    StoredFailure stored = row.failure();
    TokenFailure failure = stored == null ? null : failure(provider, stored);
    Condition condition = condition(provider, row, usableFor, failure);
    Duration pause = row.pause().isZero() || row.pause().isNegative() ? null : row.pause();
    boolean lifted = stored != null && failure == null;
    return new RowReading(
        condition,
        token,
        usableFor,
        failure,
        since(condition, row, token, stored),
        lifted || condition.waitsForSomebody() ? null : pause);
  }

  /** Returns the same with what stands in the way on this node, where no server was asked since. */
  public RowReading with(@Nullable LocalFailure here) {
    if (here == null || failure != null || condition.waitsForSomebody()) {
      return this;
    }
    boolean usable = condition == Condition.ACTIVE;
    return new RowReading(
        usable ? condition : Condition.FAILING,
        token,
        usableFor,
        here.failure(),
        usable ? since : null,
        here.pause());
  }

  private static @Nullable StoredToken current(ProviderRow provider, @Nullable StoredToken token) {
    boolean counts =
        token != null && token.lease().epoch() == provider.epoch() && Validity.isDated(token);
    return counts ? token : null;
  }

  private static @Nullable TokenFailure failure(ProviderRow provider, StoredFailure stored) {
    String credential = StoredSettings.read(provider.content()).credentialVersion();
    return FailureText.unlifted(stored, provider.epoch(), credential);
  }

  private static Condition condition(
      ProviderRow provider,
      TokenRow row,
      @Nullable Duration usableFor,
      @Nullable TokenFailure failure) {
    if (provider.content().disabled()) {
      return Condition.DISABLED;
    }
    if (needsAuthorization(provider, row.authorization())) {
      return Condition.AUTHORIZATION_NEEDED;
    }
    if (usableFor != null && usableFor.compareTo(Duration.ZERO) > 0) {
      return Condition.ACTIVE;
    }
    if (failure != null) {
      return Condition.FAILING;
    }
    if (row.sinceRevoked() != null) {
      return Condition.REVOKED;
    }
    return usableFor == null ? Condition.NONE : Condition.EXPIRED;
  }

  private static boolean needsAuthorization(ProviderRow provider, StoredAuthorization known) {
    if (!StoredSettings.read(provider.content()).ownsAuthorization()) {
      return false;
    }
    return known.number() >= provider.authorization()
        ? known.continuation() == null
        : !provider.content().secrets().containsKey(SecretName.REFRESH_TOKEN);
  }

  private static @Nullable Duration since(
      Condition condition,
      TokenRow row,
      @Nullable StoredToken token,
      @Nullable StoredFailure failure) {
    return switch (condition) {
      case ACTIVE, EXPIRED -> token == null ? null : token.age();
      case FAILING -> failure == null ? null : failure.since();
      case REVOKED -> row.sinceRevoked();
      case AUTHORIZATION_NEEDED -> failure == null ? row.sinceRevoked() : failure.since();
      case NONE, DISABLED -> null;
    };
  }

  /**
   * A receiver's refusal of the token that no renewal mended, as this node knows it.
   *
   * @param notificationId whose receiver refused the token last
   * @param since how long ago it did so first
   * @param pause how long no renewal may be forced; zero when one may
   */
  public record Refusal(String notificationId, Duration since, Duration pause) {}

  /**
   * Why this node alone makes no token requests for a provider: it may not, or it cannot open the
   * secret.
   *
   * @param failure why
   * @param pause how long no token request is tried by itself
   */
  public record LocalFailure(TokenFailure failure, Duration pause) {}
}
