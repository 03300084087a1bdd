package io.calloutauth.oauth;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.HostName;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a redirect leads to, as far as it may be kept and shown: the canonical host, or on the same
 * host the path without its query. A few words say what it looks like.
 */
public final class RedirectTarget {

  private static final String LOGIN = " (it looks like a login page)";
  private static final String SLASH = " (it differs by a slash at the end)";
  private static final int LONGEST_LOCATION = 8 * 1024;
  private static final Pattern PATH = Pattern.compile("/[!-~]{0,199}");
  private static final Pattern LOGIN_PATH =
      Pattern.compile(
          "log[-_]?[io]n|sign[-_]?in|/(?:sso|saml2?|authorize)\\b", Pattern.CASE_INSENSITIVE);

  private RedirectTarget() {}

  /** Tells whether a target looks like a login page. */
  public static boolean isLogin(String target) {
    return target.endsWith(LOGIN);
  }

  /** Tells whether a target is the URL that was asked but for a slash at its end. */
  public static boolean differsBySlash(String target) {
    return target.endsWith(SLASH);
  }

  /**
   * Reads where a response redirects to; empty when it does not say in a form that may be kept.
   *
   * @param location the header field of that name (RFC 9110 section 10.2.2)
   * @param asked the endpoint that redirects
   */
  public static Optional<String> read(String location, Endpoint asked) {
    String trimmed = location.trim();
    return trimmed.isEmpty() || trimmed.length() > LONGEST_LOCATION
        ? Optional.empty()
        : resolve(trimmed, asked.uri()).flatMap(target -> words(target, asked.uri()));
  }

  private static Optional<URI> resolve(String location, URI asked) {
    try {
      return Optional.of(asked.resolve(new URI(location)));
    } catch (URISyntaxException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<String> words(URI target, URI asked) {
    String path = target.getRawPath() == null ? "" : target.getRawPath();
    String place = isSameOrigin(target, asked) ? path : host(target);
    boolean kept = place.equals(path) ? PATH.matcher(path).matches() : !place.isEmpty();
    return kept ? Optional.of(place + note(place, path, asked)) : Optional.empty();
  }

  private static String note(String place, String path, URI asked) {
    String own = asked.getRawPath();
    if (place.equals(path) && ((own + "/").equals(path) || own.equals(path + "/"))) {
      return SLASH;
    }
    boolean login = LOGIN_PATH.matcher(path).find() && !path.contains("token");
    return login ? LOGIN : "";
  }

  private static boolean isSameOrigin(URI target, URI asked) {
    return asked.getScheme().equalsIgnoreCase(target.getScheme())
        && asked.getHost().equalsIgnoreCase(target.getHost())
        && port(asked) == port(target);
  }

  private static int port(URI uri) {
    return uri.getPort() < 0 && "https".equalsIgnoreCase(uri.getScheme()) ? 443 : uri.getPort();
  }

  private static String host(URI target) {
    String host = target.getHost() == null ? "" : target.getHost().toLowerCase(Locale.ROOT);
    try {
      return HostName.isCanonicalHost(host) ? host : "";
    } catch (NumberFormatException unreadable) {
      return "";
    }
  }
}
