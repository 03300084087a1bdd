package io.calloutauth;

import io.calloutauth.client.TokenError;
import io.calloutauth.client.TokenFailure;
import io.calloutauth.engine.TokenOutcome;

/** Tells an administrator why there is no token, and what to change. Holds no words of a server. */
final class Obstacles {

  /** The same for all that tells one network from another: a test must be no scanner. */
  static final String OUT_OF_REACH =
      " cannot be reached: check its URL, and that it is public, answers in time and has a"
          + " certificate that is trusted here; the operator's log has the details";

  private Obstacles() {}

  static String words(TokenOutcome outcome) {
    return outcome instanceof TokenOutcome.Failed failed
        ? words(failed.failure().error()) + details(failed.failure())
        : String.valueOf(Outcomes.exception(outcome).getMessage());
  }

  private static String details(TokenFailure failure) {
    String code = failure.code().map(text -> text + ", ").orElse("");
    return failure.status() == 0 || isOfTheNetwork(failure.error())
        ? ""
        : " (" + code + "status " + failure.status() + ")";
  }

  private static boolean isOfTheNetwork(TokenError error) {
    return switch (error) {
      case ENDPOINT_REFUSED, UNREACHABLE, TIMED_OUT, TLS_FAILED -> true;
      default -> false;
    };
  }

  private static String words(TokenError error) {
    return switch (error) {
      case INVALID_CLIENT, UNAUTHORIZED_CLIENT ->
          "The authorization server does not accept the client:"
              + " check client id, client secret and client authentication, and its rights there";
      case INVALID_SCOPE -> "The authorization server does not grant the scope: check the scope";
      case UNSUPPORTED_GRANT_TYPE, INVALID_GRANT ->
          "The authorization server does not let this client use client credentials:"
              + " allow that grant there";
      case INVALID_REQUEST, OAUTH_ERROR ->
          "The authorization server refuses the request: check all settings";
      case THROTTLED -> "The authorization server got too many requests: try again later";
      case SERVER_UNAVAILABLE -> "The authorization server failed: try again later";
      case REDIRECT_REFUSED ->
          "The token endpoint redirects, which is not followed: enter the URL it leads to";
      case ENDPOINT_REFUSED, UNREACHABLE, TIMED_OUT, TLS_FAILED ->
          "The token endpoint" + OUT_OF_REACH;
      case UNEXPECTED_STATUS,
          UNSUPPORTED_TOKEN_TYPE,
          MALFORMED_RESPONSE,
          JSON_TOO_DEEP,
          MISSING_ACCESS_TOKEN,
          ILLEGAL_TOKEN_CHARS,
          TOKEN_TOO_LARGE,
          DUPLICATE_PARAMETER,
          BODY_TOO_LARGE ->
          "What answers at the token endpoint sent no token that can be used: check its URL";
    };
  }
}
