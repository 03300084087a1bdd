package io.calloutauth;

import io.calloutauth.client.ResponseFlaw;
import io.calloutauth.client.TokenError;
import io.calloutauth.client.TokenFailure;
import java.util.Optional;

/**
 * Says what an administrator should look at when no token was issued. One sentence for each kind of
 * failure, and nothing that differs with what lies in the network.
 */
final class Advice {

  /** The same for all that tells one network from another: nobody may use it as a scanner. */
  static final String OUT_OF_REACH =
      " cannot be reached: check its URL, and that it is public, answers in time and has a"
          + " certificate that is trusted here; the operator's log has the details";

  private static final String CLIENT = " client id, client secret and client authentication";

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

  static String on(TokenFailure failure) {
    return isOfThisSide(failure.error()) ? onThisSide(failure.error()) : atTheServer(failure);
  }

  private static String atTheServer(TokenFailure failure) {
    return switch (failure.error()) {
      case UNREACHABLE, TLS_FAILED, TIMED_OUT, ENDPOINT_REFUSED ->
          "The token endpoint" + OUT_OF_REACH;
      case REDIRECT_REFUSED -> onRedirect("The token endpoint", failure.hint().orElse(""));
      case OAUTH_ERROR,
          INVALID_REQUEST,
          INVALID_CLIENT,
          UNAUTHORIZED_CLIENT,
          UNSUPPORTED_GRANT_TYPE,
          INVALID_GRANT,
          INVALID_SCOPE ->
          onRefusal(failure.error());
      case THROTTLED -> "The server asks to come back later: it gets too many requests";
      case SERVER_UNAVAILABLE -> "The server fails: ask who runs it if this lasts";
      case UNEXPECTED_STATUS -> onStatus(failure.status());
      default -> onAnswer(failure);
    };
  }

  /**
   * Says what to do about a redirect.
   *
   * @param host the host that it leads to; empty when it is not known
   */
  static String onRedirect(String endpoint, String host) {
    return host.isEmpty()
        ? endpoint + " redirects, which is not followed: enter the URL it leads to"
        : endpoint + " redirects to " + host + ", which is not followed: enter that URL";
  }

  private static String onRefusal(TokenError error) {
    return switch (error) {
      case INVALID_REQUEST ->
          "Check what the server requires, such as scope, audience and body format, and the client"
              + " authentication";
      case INVALID_CLIENT -> "Check" + CLIENT;
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

  /** What a status says by itself, where no error code came with it. */
  private static String onStatus(int status) {
    return switch (status) {
      case 401, 403 -> "The server refuses the client and does not say why: check" + CLIENT;
      case 415 ->
          "The server wants the parameters in another form: set the body format to JSON,"
              + " or back to a form";
      default -> "The answer is no token response: check the URL of the token endpoint";
    };
  }

  private static String onAnswer(TokenFailure failure) {
    return switch (failure.error()) {
      case UNSUPPORTED_TOKEN_TYPE ->
          "The token is not called a bearer token: have the server issue one to this client, or, if"
              + " it is one by another name, list that name among the token type aliases";
      case MISSING_ACCESS_TOKEN ->
          "The answer has no access token: check the URL of the token endpoint, or set the token"
              + " pointer to where the token is";
      case MALFORMED_RESPONSE -> onMalformed(failure.hint().flatMap(ResponseFlaw::named));
      case ILLEGAL_TOKEN_CHARS -> onTokenCharacters(failure.hint().orElse(""));
      case TOKEN_TOO_LARGE ->
          "No header can carry a token that long: have the server issue a shorter kind";
      default -> "The answer cannot be read safely: check the URL of the token endpoint";
    };
  }

  private static String onMalformed(Optional<ResponseFlaw> flaw) {
    return flaw.map(Advice::onFlaw)
        .orElse("The answer is no token response: check the URL of the token endpoint");
  }

  private static String onFlaw(ResponseFlaw flaw) {
    return switch (flaw) {
      case EMPTY -> "The response is empty: ask who runs the server if this lasts";
      case ENDS_EARLY ->
          "The response ends before it is complete: ask who runs the server if this lasts";
    };
  }

  private static String onTokenCharacters(String scheme) {
    return scheme.isEmpty()
        ? "No header can carry the token: have the server issue another kind"
        : "The token starts with \""
            + scheme
            + " \", which is added here anyway: have the server leave it out, or set the token"
            + " pointer to where the bare token is";
  }
}
