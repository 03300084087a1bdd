package io.calloutauth.engine;

import io.calloutauth.oauth.GrantDetails;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.store.StoreException;
import java.time.Duration;
import java.time.Instant;

/** What asking for a token came to. */
public sealed interface TokenOutcome {

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
  record Failed(String providerId, TokenFailure failure, Duration pause) implements TokenOutcome {}

  /**
   * The client secret does not open.
   *
   * @param providerId whose secret
   * @param keyId the key that it names
   * @param keyMissing whether that key is not among the keys; false: the value is not authentic
   */
  record SecretUnopened(String providerId, String keyId, boolean keyMissing)
      implements TokenOutcome {}

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
    /** The target is none of the provider's origins. */
    FOREIGN_ORIGIN
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
}
