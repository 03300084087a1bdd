package io.calloutauth.oauth;

/**
 * Why a response at the redirect URI completed no authorization (RFC 6749 section 4.1.2). Of all of
 * them nothing was stored, and the authorization before, if there was one, stays. Constants may be
 * added.
 */
public enum AuthorizationError {
  /** What came is no authorization response: it has no state, or neither a code nor an error. */
  NO_RESPONSE("What came back is no response to an authorization: begin again"),
  /** A parameter is there twice (RFC 6749 section 3.1), or a code beside an error. */
  AMBIGUOUS_RESPONSE(
      "What came back says two things at once, and nobody can tell which counts: begin again"),
  /** It is longer than 64 KiB, or cannot be decoded. */
  UNREADABLE_RESPONSE("What came back cannot be read: begin again"),
  /** Nothing was begun with this state, or a response came for it already. */
  UNKNOWN_STATE(
      "This authorization is not known: it was completed already, or began too long ago or not"
          + " here. Begin again, unless the provider's state says that it is authorized"),
  /** It was begun more than 10 minutes ago. */
  EXPIRED("The authorization took longer than 10 minutes: begin again"),
  /** It was begun in another login. It waits for that one, as before. */
  OTHER_LOGIN("The authorization was begun in another login: begin again in this one"),
  /** It came at another path than the redirect URI's. */
  OTHER_REDIRECT_URI(
      "What came back came to another address than the one that was given to the server: begin"
          + " again, and tell the operator if this lasts"),
  /** It names no issuer, though the server always does (RFC 9207 section 2.4). */
  ISSUER_MISSING(
      "What came back does not say which server it is from, though this one always does: nothing"
          + " was redeemed. Begin again"),
  /** It names another issuer than the provider's, or the provider has none. */
  OTHER_ISSUER(
      "What came back is from another server than the provider's, by the issuer that it names, or"
          + " the provider has no issuer set: nothing was redeemed. Check the issuer, and begin"
          + " again"),
  /** The provider was edited, deleted or revoked since it was begun. */
  PROVIDER_CHANGED("The provider was changed while the authorization was under way: begin again"),
  /** The server, or whoever was asked there, refused: the error code says why. */
  REFUSED("The server gave no authorization: begin again, and agree there"),
  /** The token endpoint refused the code or did not answer; no code is sent twice. */
  CODE_REFUSED("The authorization was given, but the server issued no token for it: begin again"),
  /** There was no refresh token in the response, or none that can be used. */
  NO_REFRESH_TOKEN(
      "The server sent no refresh token that can be used, so that the authorization would end with"
          + " its first token: nothing was stored. Ask for one, often by the scope offline_access"
          + " or the parameters prompt=consent or access_type=offline, and begin again"),
  /** The store did not take the token: the code is used up. */
  NOT_STORED("The token could not be stored: begin again");

  private final String text;

  AuthorizationError(String text) {
    this.text = text;
  }

  /** Returns what it is and what to do, in words for whoever authorizes. */
  public String text() {
    return text;
  }
}
