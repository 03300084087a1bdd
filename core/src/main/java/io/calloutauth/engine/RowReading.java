package io.calloutauth.engine;

import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.store.ProviderRow;
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
 * @param pause how long no token request starts by itself, or null when one may start
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
    DISABLED
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
        lifted ? null : pause);
  }

  /** Returns the same with what stands in the way on this node, where no server was asked since. */
  public RowReading with(@Nullable LocalFailure here) {
    if (here == null || failure != null || condition == Condition.DISABLED) {
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

  /** An edit lifts what failed before it, unless the server throttled. */
  private static @Nullable TokenFailure failure(ProviderRow provider, StoredFailure stored) {
    TokenFailure failure = FailureText.read(stored.failure());
    boolean lifted =
        stored.epoch() != provider.epoch() && failure.failureClass() != FailureClass.THROTTLED;
    return lifted ? null : failure;
  }

  private static Condition condition(
      ProviderRow provider,
      TokenRow row,
      @Nullable Duration usableFor,
      @Nullable TokenFailure failure) {
    if (provider.content().disabled()) {
      return Condition.DISABLED;
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

  private static @Nullable Duration since(
      Condition condition,
      TokenRow row,
      @Nullable StoredToken token,
      @Nullable StoredFailure failure) {
    return switch (condition) {
      case ACTIVE, EXPIRED -> token == null ? null : token.age();
      case FAILING -> failure == null ? null : failure.since();
      case REVOKED -> row.sinceRevoked();
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

  /**
   * Writes a failure as the text that a store keeps, and reads it back: class, error, status and
   * code, and each after a tab the hint and the correlation id; no server's words.
   */
  static final class FailureText {

    private static final int FIELDS = 4;

    /** No code and no hint holds one. */
    private static final String TAB = "\t";

    private FailureText() {}

    static String write(TokenFailure failure) {
      return failure.failureClass()
          + " "
          + failure.error()
          + " "
          + failure.status()
          + " "
          + failure.code().orElse("-")
          + TAB
          + failure.hint().orElse("")
          + TAB
          + failure.correlationId();
    }

    /**
     * Reads a failure; what a newer version wrote and this one does not know is permanent and
     * unexpected.
     */
    static TokenFailure read(String text) {
      try {
        String[] parts = text.split(TAB, 3);
        String[] fields = parts[0].split(" ", FIELDS);
        return TokenFailure.builder(FailureClass.valueOf(fields[0]), TokenError.valueOf(fields[1]))
            .status(Integer.parseInt(fields[2]))
            .code(fields[3].equals("-") ? null : fields[3])
            .hint(parts.length > 1 && !parts[1].isEmpty() ? parts[1] : null)
            .correlationId(parts.length > 2 ? parts[2] : "")
            .build();
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException unknown) {
        return TokenFailure.builder(FailureClass.PERMANENT, TokenError.UNEXPECTED_STATUS).build();
      }
    }
  }
}
