package io.calloutauth.engine;

import io.calloutauth.oauth.GrantDetails;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What asking for a token came to. */
public sealed interface TokenOutcome {

  /** Returns the id of the provider that is the obstacle; null when it is none's. */
  default @Nullable String concerned() {
    return null;
  }

  /** Returns more on an obstacle than its exception's name says, for everybody; may be empty. */
  default String words() {
    return "";
  }

  /** There is a token. */
  final class Granted implements TokenOutcome {

    private final ReadyToken token;

    Granted(ReadyToken token) {
      this.token = token;
    }

    ReadyToken token() {
      return token;
    }

    /** Returns the token itself. */
    public Secret accessToken() {
      return token.token();
    }

    /** Returns until when it is used, by this node's clock. */
    public Instant expiresAt() {
      return Instant.ofEpochMilli(token.expired().millis());
    }

    /** Returns what came with it. */
    public GrantDetails grant() {
      return token.grant();
    }

    @Override
    public String toString() {
      return "Granted";
    }
  }

  /**
   * The last token request failed.
   *
   * @param providerId whose token request
   * @param failure why
   * @param pause how long no token request will start by itself
   */
  record Failed(String providerId, TokenFailure failure, Duration pause) implements TokenOutcome {

    @Override
    public String concerned() {
      return providerId;
    }

    @Override
    public String words() {
      return failure.toString();
    }
  }

  /**
   * The client secret does not open.
   *
   * @param providerId whose secret
   * @param keyId the key that it names
   * @param keyMissing whether that key is not among the keys; false: the value is not authentic
   * @param failure how it counts among failures, with the correlation id that the log has
   */
  record SecretUnopened(String providerId, String keyId, boolean keyMissing, TokenFailure failure)
      implements TokenOutcome {

    @Override
    public String concerned() {
      return providerId;
    }
  }

  /**
   * The authorization that the provider's tokens come from has to be given anew.
   *
   * @param providerId whose authorization
   * @param since since when, or null when that is not known
   * @param inDoubt whether nobody knows what became of its refresh token; false: it was refused, it
   *     was ended, or there never was one
   * @param remedy what somebody has to do
   */
  record AuthorizationNeeded(
      String providerId, @Nullable Instant since, boolean inDoubt, Remedy remedy)
      implements TokenOutcome {

    /** What gives a provider an authorization. */
    public enum Remedy {
      /** Somebody agrees at the server, for the first time. */
      AUTHORIZE,
      /** Somebody agrees at the server once more. */
      AUTHORIZE_AGAIN,
      /** Somebody enters a refresh token that the server issued. */
      ENTER_REFRESH_TOKEN
    }
  }

  /**
   * The store failed, and memory had nothing to go on.
   *
   * @param cause what the store threw
   */
  record StoreFailed(StoreException cause) implements TokenOutcome {}

  /**
   * The provider cannot be used as it is.
   *
   * @param providerId the provider
   * @param reason why
   */
  record Blocked(String providerId, Reason reason) implements TokenOutcome {

    @Override
    public @Nullable String concerned() {
      return reason == Reason.GONE ? null : providerId;
    }

    /** Why a provider cannot be used. */
    public enum Reason {
      /** It is disabled. */
      DISABLED,
      /** It was deleted, or never was. */
      GONE,
      /** It has no revocation endpoint, and that is what was asked of it. */
      NO_REVOCATION_ENDPOINT,
      /** Its revocation endpoint is refused by now, and that is what was asked of it. */
      REVOCATION_ENDPOINT_REFUSED
    }
  }

  /** A callout cannot be authenticated, whatever the provider says. */
  enum Unroutable implements TokenOutcome {
    /** The notification has no binding. */
    UNBOUND,
    /** The notification's provider was deleted by force. */
    DETACHED,
    /** The notification's binding waits for the commit of a host's transaction on this node. */
    UNCOMMITTED;

    @Override
    public String words() {
      return name();
    }
  }

  /**
   * The target is none of the provider's origins.
   *
   * @param providerId whose token may not go there
   */
  record ForeignOrigin(String providerId) implements TokenOutcome {

    @Override
    public String concerned() {
      return providerId;
    }

    @Override
    public String words() {
      return "FOREIGN_ORIGIN";
    }
  }

  /**
   * A token request out of turn is asked for too often.
   *
   * @param providerId whose token request
   * @param pause how long until it may be asked for again
   */
  record TooSoon(String providerId, Duration pause) implements TokenOutcome {}

  /** The engine's own state stood in the way. */
  enum Passing implements TokenOutcome {
    /** The slot was given up while it was asked; ask again. */
    SUPERSEDED,
    /** No other token is to be had now. */
    NO_OTHER,
    /** The notification of a refused token is not bound to that token's provider any more. */
    REBOUND,
    /** There was no place for it in time. */
    NO_PLACE,
    /** The engine was closed. */
    CLOSED
  }

  /**
   * What asking for a callout's token came to: exactly one of credentials and obstacle is there.
   *
   * @param <C> what callouts carry
   */
  final class CalloutOutcome<C> {

    private final @Nullable C credentials;
    private final @Nullable TokenOutcome obstacle;

    private CalloutOutcome(@Nullable C credentials, @Nullable TokenOutcome obstacle) {
      this.credentials = credentials;
      this.obstacle = obstacle;
    }

    static <C> CalloutOutcome<C> of(C credentials) {
      return new CalloutOutcome<>(credentials, null);
    }

    static <C> CalloutOutcome<C> none(TokenOutcome obstacle) {
      return new CalloutOutcome<>(null, obstacle);
    }

    /** Returns what the callout carries, or null when there is nothing. */
    public @Nullable C credentials() {
      return credentials;
    }

    /** Returns why there is nothing to carry, or null when there is. */
    public @Nullable TokenOutcome obstacle() {
      return obstacle;
    }

    @Override
    public String toString() {
      return "CalloutOutcome[" + (obstacle == null ? "credentials" : obstacle) + "]";
    }
  }
}
