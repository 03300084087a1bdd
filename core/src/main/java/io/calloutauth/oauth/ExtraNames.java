package io.calloutauth.oauth;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Knows by which names an administrator may add parameters, headers and claims to requests: none
 * that belongs to the request itself, and none that steers what stands on its way. Names of
 * parameters and headers are compared without regard to case and to the punctuation that servers
 * take for the same.
 */
public final class ExtraNames {

  /** How many parameters, how many headers, and how many claims there may be. */
  public static final int MOST = 20;

  /** How many bytes a value may have. */
  public static final int VALUE_MOST = 4_096;

  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9._-]{1,50}");
  private static final Pattern PUNCTUATION = Pattern.compile("[^a-z0-9]");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,50}");

  private static final Set<String> OWN_PARAMETERS =
      Set.of(
          "assertion",
          "audience",
          "client_id",
          "client_secret",
          "grant_type",
          "refresh_token",
          "resource",
          "scope",
          "token",
          "token_type_hint");

  /**
   * Those of RFC 6749 section 4.1.1, RFC 7636, RFC 9101 and RFC 9449, those that have a setting of
   * their own, and what would bring the response in another way than in the query.
   */
  private static final Set<String> OWN_AUTHORIZATION_PARAMETERS =
      Set.of(
          "audience",
          "client_id",
          "code_challenge",
          "code_challenge_method",
          "dpop_jkt",
          "redirect_uri",
          "request",
          "request_uri",
          "resource",
          "response_mode",
          "response_type",
          "scope",
          "state");

  /** Visible ASCII that needs no escape in JSON, and no equals sign, by which forms end a name. */
  private static final Pattern CLAIM = Pattern.compile("[!-~&&[^\"=\\\\]]{1,100}");

  /** Those of RFC 7523 section 3, and the scope, which has a setting of its own. */
  private static final Set<String> OWN_CLAIMS =
      Set.of("aud", "exp", "iat", "iss", "jti", "nbf", "scope", "sub");

  private ExtraNames() {}

  /**
   * Tells whether a parameter may be added. This is for names as they are typed: one that gets a
   * setting of its own later still serves the providers that have it.
   */
  public static boolean isParameter(String name) {
    String folded = name.toLowerCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    return isParameterName(name)
        && !OWN_PARAMETERS.contains(folded)
        && !folded.startsWith("client_assertion");
  }

  /** Tells whether a parameter may be added to authorization requests, which anybody may see. */
  public static boolean isAuthorizationParameter(String name) {
    String folded = name.toLowerCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    return isParameterName(name) && !OWN_AUTHORIZATION_PARAMETERS.contains(folded);
  }

  /** Tells whether a parameter can be called so: RFC 6749 appendix A's characters, at most 50. */
  public static boolean isParameterName(String name) {
    return PARAMETER.matcher(name).matches();
  }

  /** Tells whether a header may be added: a token of RFC 9110 section 5.6.2, at most 50. */
  public static boolean isHeader(String name) {
    String folded = folded(name);
    return HEADER.matcher(name).matches() && !SteeringHeaders.contain(folded);
  }

  /** Tells whether a claim may be added to the assertion of a grant (RFC 7519 section 4). */
  public static boolean isClaim(String name) {
    return CLAIM.matcher(name).matches() && !OWN_CLAIMS.contains(name);
  }

  /** Tells whether no two of some headers are the same to a server. */
  public static boolean differ(Set<String> headers) {
    Stream<String> folded = headers.stream().map(ExtraNames::folded).distinct();
    return folded.count() == headers.size();
  }

  private static String folded(String header) {
    return PUNCTUATION.matcher(header.toLowerCase(Locale.ROOT)).replaceAll("-");
  }
}
