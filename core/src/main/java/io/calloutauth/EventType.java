package io.calloutauth;

/** What a {@link CalloutAuthEvent} tells of. */
public enum EventType {
  /** A provider was created. */
  PROVIDER_CREATED,
  /** A provider's settings were changed; {@link CalloutAuthEvent#changedFields()} says which. */
  PROVIDER_UPDATED,
  /** A provider's client secret was set. */
  SECRET_SET,
  /** A provider was enabled. */
  PROVIDER_ENABLED,
  /** A provider was disabled. */
  PROVIDER_DISABLED,
  /** A provider was deleted. */
  PROVIDER_DELETED,
  /** A notification was bound to a provider. */
  BINDING_MADE,
  /** A notification's binding was removed. */
  BINDING_REMOVED,
  /** A notification lost its provider, which was deleted by force. */
  BINDING_DETACHED,
  /** Everything of a tenant was removed. */
  TENANT_PURGED,
  /**
   * Somebody asked for a new token, by {@code obtain} or {@code refresh}; the token request, which
   * others may share, is told by an event of its own.
   */
  TOKEN_REQUESTED,
  /** A first token was obtained. */
  TOKEN_OBTAINED,
  /** A token took the place of another. */
  TOKEN_RENEWED,
  /**
   * A token request failed; {@link CalloutAuthEvent#operatorDetail()} says where the network did.
   */
  TOKEN_FAILED,
  /**
   * A token was to be revoked; the detail says what the server said, and is empty when it was not
   * asked: this node dropped the token all the same, where there was a revocation endpoint. A
   * server that could only be told later is another such event, without an actor.
   */
  TOKEN_REVOKED,
  /**
   * A receiver refused a token, and no other token mended that, so that the callout got the
   * refusal; told once for each token and notification. The detail says why there was no other.
   */
  TOKEN_REFUSED,
  /** A token was handed to the host. */
  TOKEN_DISCLOSED,
  /** A provider, or settings that are stored nowhere, were tested. */
  TOKEN_TESTED,
  /**
   * The endpoint policy refuses a stored endpoint by its text, when it was about to be used. An
   * address that is refused while connecting is a {@link #TOKEN_FAILED} like any other failure of
   * the network.
   */
  ENDPOINT_REFUSED,
  /** A sealed value did not open; the detail is the id of its key. */
  VALUE_UNOPENED
}
