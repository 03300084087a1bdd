package io.calloutauth.oauth;

/**
 * Says what an administrator should look at when no token was issued. One sentence for each kind of
 * failure, and nothing that differs with what lies in the network.
 */
public final class Advice {

  /** The same for all that tells one network from another: nobody may use it as a scanner. */
  public static final String OUT_OF_REACH =
      " cannot be reached: check its URL, and that it is public, answers in time and has a"
          + " certificate that is trusted here; the operator's log has the details";

  private Advice() {}

  /** Tells whether an error is told in the words for all that tells one network from another. */
  public static boolean isOfTheNetwork(TokenError error) {
    return error == TokenError.UNREACHABLE || error == TokenError.ENDPOINT_REFUSED;
  }

  /** Tells whether no server is to blame. */
  public static boolean isOfThisSide(TokenError error) {
    return switch (error) {
      case SECRET_UNOPENED, NODE_FAULT, NO_PLACE, LEASE_HELD -> true;
      default -> false;
    };
  }

  /** Returns one sentence or two on a failure, without a full stop. */
  public static String on(TokenFailure failure) {
    return isOfThisSide(failure.error()) ? onThisSide(failure.error()) : atTheServer(failure);
  }

  private static String atTheServer(TokenFailure failure) {
    return switch (failure.error()) {
      case UNREACHABLE, ENDPOINT_REFUSED -> "The " + failure.source().text() + OUT_OF_REACH;
      case REDIRECT_REFUSED -> onRedirect(failure);
      case OAUTH_ERROR,
          INVALID_REQUEST,
          INVALID_CLIENT,
          UNAUTHORIZED_CLIENT,
          UNSUPPORTED_GRANT_TYPE,
          INVALID_GRANT,
          INVALID_SCOPE,
          UNEXPECTED_STATUS ->
          RefusalAdvice.on(failure);
      case THROTTLED -> "The server asks to come back later: it gets too many requests";
      case SERVER_UNAVAILABLE -> "The server fails: ask who runs it if this lasts";
      case AUTHORIZATION_OVER ->
          "The server refuses the refresh token: the authorization is over and has to be given"
              + " anew";
      case AUTHORIZATION_IN_DOUBT ->
          "The refresh token may have been used up by a token request that nothing came of: give"
              + " the authorization anew";
      default -> ResponseAdvice.on(failure);
    };
  }

  /** A POST that is sent to another page by a GET was meant for people. */
  private static String onRedirect(TokenFailure failure) {
    boolean turnsIntoGet = failure.status() == 302 || failure.status() == 303;
    return onRedirect(failure.source().text(), failure.hint().orElse(""), turnsIntoGet);
  }

  /**
   * Says what to do about a redirect.
   *
   * @param endpoint which endpoint redirects
   * @param target where it leads to, as {@link RedirectTarget} writes it; empty when it is not
   *     known
   * @param astray whether the URL is probably not that endpoint's
   */
  public static String onRedirect(String endpoint, String target, boolean astray) {
    String redirects =
        "The "
            + endpoint
            + " redirects"
            + (target.isEmpty() ? "" : " to " + target)
            + ", which is not followed: ";
    if (RedirectTarget.isLogin(target) || (astray && !RedirectTarget.differsBySlash(target))) {
      return redirects + "check that it is the " + endpoint;
    }
    return redirects + (target.isEmpty() ? "enter the URL it leads to" : "enter that URL");
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
}
