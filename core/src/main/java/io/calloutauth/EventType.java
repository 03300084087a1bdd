package io.calloutauth;

import io.calloutauth.provider.ProviderField;
import io.calloutauth.store.HistoryNote;
import io.calloutauth.store.HistoryNote.Rule;
import io.calloutauth.store.HistoryRow;
import java.util.Optional;

/** What a {@link CalloutAuthEvent} tells of. */
public enum EventType {
  /** A provider was created. */
  PROVIDER_CREATED(Kept.CHANGE),
  /** A provider's settings were changed; {@link CalloutAuthEvent#changedFields()} says which. */
  PROVIDER_UPDATED(Kept.CHANGE),
  /** A provider's client secret was set. */
  SECRET_SET,
  /**
   * A next key was added to those of a provider, and is published beside the one that signs; the
   * detail of this event and of the next two begins with the key's id; {@link
   * CalloutAuthEvent#proposed()} says what may follow.
   */
  KEY_ADDED(Kept.CHANGE),
  /** A key signs in the place of the one before, which is published on. */
  KEY_PROMOTED(Kept.CHANGE),
  /** A key beside the one that signs was dropped: it is published no more. */
  KEY_DROPPED(Kept.CHANGE),
  /** A next client secret was added beside the client secret. */
  SECRET_ADDED(Kept.CHANGE),
  /**
   * The next client secret took the place of the client secret, which is gone. The detail begins
   * with {@code untried} where the server was never seen to take the next one: the other was tried
   * first, and worked. {@link CalloutAuthListener#beforeChange} may veto that.
   */
  SECRET_PROMOTED(Kept.CHANGE),
  /** The next client secret was dropped. */
  SECRET_DROPPED(Kept.CHANGE),
  /** A provider was enabled. */
  PROVIDER_ENABLED(Kept.CHANGE),
  /** A provider was disabled. */
  PROVIDER_DISABLED(Kept.CHANGE),
  /** A provider was deleted. */
  PROVIDER_DELETED(Kept.CHANGE),
  /** A notification was bound to a provider. */
  BINDING_MADE(Kept.CHANGE),
  /** A notification's binding was removed. */
  BINDING_REMOVED(Kept.CHANGE),
  /** A notification lost its provider, which was deleted by force. */
  BINDING_DETACHED(Kept.CHANGE),
  /** Everything of a tenant was removed. */
  TENANT_PURGED,
  /**
   * Somebody asked for a new token, by {@code obtain} or {@code refresh}; the token request, which
   * others may share, is told by an event of its own.
   */
  TOKEN_REQUESTED,
  /** A first token was obtained. */
  TOKEN_OBTAINED(Kept.RECOVERY),
  /** A token took the place of another. */
  TOKEN_RENEWED(Kept.RECOVERY),
  /**
   * A token request failed; {@link CalloutAuthEvent#operatorDetail()} says where the network did.
   */
  TOKEN_FAILED(Kept.FAILURE),
  /**
   * While keys or secrets are rolled, the server took another credential than the one that worked
   * last, which can be taken away then; the detail is its name: {@code client_secret}, {@code
   * client_secret:next}, or {@code private_key:} and the key's id.
   */
  CREDENTIAL_SWITCHED(Kept.ONCE),
  /**
   * A client certificate, or an authority's in its chain, ends in 30, 7 or 1 days, or has ended
   * already; told once for all nodes, before each of these days at most. The detail is the end in
   * ISO 8601. Another certificate is told of anew.
   */
  CERTIFICATE_ENDS(Kept.ONCE),
  /**
   * A client secret ends whose end was entered ({@link ProviderField#CLIENT_SECRET_EXPIRES_AT});
   * told as {@link #CERTIFICATE_ENDS} is.
   */
  SECRET_ENDS(Kept.ONCE),
  /**
   * A token was to be revoked; the detail says what the server said, and is empty when it was not
   * asked: this node dropped the token all the same, where there was a revocation endpoint. A
   * server that could only be told later is another such event, without an actor; so is one that
   * took back a token which was not stored.
   */
  TOKEN_REVOKED(Kept.OUTCOME),
  /**
   * A receiver refused a token, and no other token mended that, so that the callout got the
   * refusal; told once for each token and notification. The detail says why there was no other.
   */
  TOKEN_REFUSED(Kept.REFUSAL),
  /**
   * Somebody came back from the authorization server: the provider is authorized, or the detail
   * says by an {@link io.calloutauth.oauth.AuthorizationError} why not.
   */
  AUTHORIZED(Kept.OUTCOME),
  /** A token was handed to the host. */
  TOKEN_DISCLOSED,
  /** A provider, or settings that are stored nowhere, were tested. */
  TOKEN_TESTED(Kept.OUTCOME),
  /**
   * The endpoint policy refuses a stored endpoint by its text, when it was about to be used. An
   * address that is refused while connecting is a {@link #TOKEN_FAILED} like any other failure of
   * the network.
   */
  ENDPOINT_REFUSED(Kept.FAILURE),
  /** A sealed value did not open; the detail is the id of its key. */
  VALUE_UNOPENED(Kept.FAILURE),
  /**
   * A provider's authorization is over, as the server says of its refresh token: no token request
   * starts by itself any more, and somebody has to give it anew. Told once by each node that finds
   * it so.
   */
  AUTHORIZATION_NEEDED(Kept.FAILURE),
  /**
   * A refresh token may have been used up by a token request of which nothing is known. While the
   * access token is usable there is time to give the authorization anew without a gap; shortly
   * before its end the refresh token is tried. Told once by each node that finds it so.
   */
  AUTHORIZATION_IN_DOUBT(Kept.FAILURE);

  /** What history keeps of it. */
  private final Kept kept;

  EventType() {
    this(Kept.NOTHING);
  }

  EventType(Kept kept) {
    this.kept = kept;
  }

  /** Returns what is noted of an event later; empty when nothing is, or when nobody finds it. */
  static Optional<HistoryNote> later(CalloutAuthEvent event) {
    return event.providerId().isPresent() || event.notificationId().isPresent()
        ? event.type().kept.later(event.historyRow())
        : Optional.empty();
  }

  /** Returns what a change is noted with, in its transaction. */
  static HistoryNote change(CalloutAuthEvent event) {
    HistoryNote note = HistoryNote.of(event.historyRow());
    return event.type() == PROVIDER_DELETED ? note.detaching(BINDING_DETACHED.name()) : note;
  }

  /** What history keeps of events of one kind. */
  private enum Kept {
    /** Nothing. */
    NOTHING(Rule.OWN, ""),
    /** A row in the transaction of the change. */
    CHANGE(Rule.OWN, ""),
    /** A row for each. */
    ONCE(Rule.OWN, ""),
    /** A row for a state of the provider's tokens, until one is obtained. */
    FAILURE(Rule.COUNTED, "token"),
    /** A row if the provider's tokens failed before. */
    RECOVERY(Rule.ENDING, "token"),
    /** A row for a notification and a reason. */
    REFUSAL(Rule.COUNTED, "callout"),
    /** A row for each outcome that is another than the one before. */
    OUTCOME(Rule.IN_TURN, "");

    private final Rule rule;
    private final String state;

    Kept(Rule rule, String state) {
      this.rule = rule;
      this.state = state;
    }

    private Optional<HistoryNote> later(HistoryRow row) {
      return this == NOTHING || this == CHANGE
          ? Optional.empty()
          : Optional.of(HistoryNote.of(row, rule, this == OUTCOME ? row.kind() : state));
    }
  }
}
