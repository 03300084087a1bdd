package io.calloutauth.example.servers;

import org.jspecify.annotations.Nullable;

/** What a receiver thinks of the token that came with a request. */
sealed interface Verdict {

  /** The token is good. */
  record Accepted(String clientId, String tokenId) implements Verdict {}

  /** It is not: the status to answer and the challenge to send along (RFC 6750 §3), if any. */
  record Refused(int status, @Nullable String challenge) implements Verdict {

    /** There was no token at all; then a challenge tells no error (RFC 6750 §3.1). */
    static Refused missing() {
      return new Refused(401, "Bearer realm=\"callouts\"");
    }

    /** The request has more than one token. */
    static Refused ambiguous() {
      return new Refused(400, "Bearer realm=\"callouts\", error=\"invalid_request\"");
    }

    /** The token is malformed, forged, expired, revoked or meant for somebody else. */
    static Refused invalid() {
      return new Refused(401, "Bearer realm=\"callouts\", error=\"invalid_token\"");
    }

    /** The token is good, but not for this; an empty scope is not named. */
    static Refused lacking(String scope) {
      String named = scope.isEmpty() ? "" : ", scope=\"" + scope + "\"";
      return new Refused(403, "Bearer realm=\"callouts\", error=\"insufficient_scope\"" + named);
    }

    /** The authorization server could not be asked. */
    static Refused unsure() {
      return new Refused(503, null);
    }
  }
}
