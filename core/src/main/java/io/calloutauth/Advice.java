package io.calloutauth;

import io.calloutauth.client.TokenError;

/**
 * Says what an administrator should look at when no token was issued. One sentence for each kind of
 * failure, and nothing that differs with what lies in the network.
 */
final class Advice {

  /** The same for all that tells one network from another: nobody may use it as a scanner. */
  static final String OUT_OF_REACH =
      " cannot be reached: check its URL, and that it is public, answers in time and has a"
          + " certificate that is trusted here; the operator's log has the details";

  private Advice() {}

  /** Tells whether an error would tell one network from another. */
  static boolean isOfTheNetwork(TokenError error) {
    return switch (error) {
      case ENDPOINT_REFUSED, UNREACHABLE, TIMED_OUT, TLS_FAILED -> true;
      default -> false;
    };
  }

  /** Tells whether no server is to blame. */
  static boolean isOfThisSide(TokenError error) {
    return switch (error) {
      case SECRET_UNOPENED, NODE_FAULT, NO_PLACE, LEASE_HELD -> true;
      default -> false;
    };
  }

  static String on(TokenError error) {
    return isOfThisSide(error) ? onThisSide(error) : atTheServer(error);
  }

  private static String atTheServer(TokenError error) {
    return switch (error) {
      case UNREACHABLE, TLS_FAILED, TIMED_OUT, ENDPOINT_REFUSED ->
          "The token endpoint" + OUT_OF_REACH;
      case REDIRECT_REFUSED ->
          "The token endpoint redirects, which is not followed: enter the URL it leads to";
      case OAUTH_ERROR,
          INVALID_REQUEST,
          INVALID_CLIENT,
          UNAUTHORIZED_CLIENT,
          UNSUPPORTED_GRANT_TYPE,
          INVALID_GRANT,
          INVALID_SCOPE ->
          onRefusal(error);
      case THROTTLED -> "The server asks to come back later: it gets too many requests";
      case SERVER_UNAVAILABLE -> "The server fails: ask who runs it if this lasts";
      default -> onAnswer(error);
    };
  }

  private static String onRefusal(TokenError error) {
    return switch (error) {
      case INVALID_REQUEST -> "Check what the server requires, and the client authentication";
      case INVALID_CLIENT -> "Check client id, client secret and client authentication";
      case UNAUTHORIZED_CLIENT, UNSUPPORTED_GRANT_TYPE ->
          "Have the grant type allowed for this client at the server";
      case INVALID_GRANT -> "Have the client's registration checked at the server";
      case INVALID_SCOPE -> "Check the scope: the server does not grant it to this client";
      default -> "Look up the error code in the server's documentation";
    };
  }

  private static String onThisSide(TokenError error) {
    return switch (error) {
      case SECRET_UNOPENED ->
          "The stored secret cannot be opened: have the operator look for a missing sealing key,"
              + " or enter the secret again";
      case NO_PLACE -> "Too many token requests are under way on our side: try again later";
      case LEASE_HELD ->
          "Another node on our side has been asking for the token for too long: try again later";
      default ->
          "Something broke on our side, not at the server: the operator's log has the details";
    };
  }

  private static String onAnswer(TokenError error) {
    return switch (error) {
      case UNSUPPORTED_TOKEN_TYPE -> "Have the server issue bearer tokens for this client";
      case MISSING_ACCESS_TOKEN, UNEXPECTED_STATUS, MALFORMED_RESPONSE ->
          "The answer is no token response: check the URL of the token endpoint";
      case ILLEGAL_TOKEN_CHARS, TOKEN_TOO_LARGE ->
          "No header can carry the token: have the server issue another kind";
      default -> "The answer cannot be read safely: check the URL of the token endpoint";
    };
  }
}
