package io.calloutauth.endpoint;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a token may go: scheme, host and port (RFC 6454 section 4).
 *
 * @param scheme the scheme in lower case
 * @param host the host in lower case
 * @param port the port, the scheme's own when the URL names none
 */
public record Origin(String scheme, String host, int port) {

  private static final String HTTPS = "https";

  /** Takes the one text that all https origins have: to compare them touches less memory. */
  public Origin {
    scheme = scheme.equals(HTTPS) ? HTTPS : scheme;
  }

  /**
   * Returns the origin of a URL with a host.
   *
   * @throws IllegalArgumentException when it has no host
   */
  public static Origin of(URI url) {
    if (url.getHost() == null || url.getScheme() == null) {
      throw new IllegalArgumentException("the URL has no host");
    }
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    return new Origin(scheme, url.getHost().toLowerCase(Locale.ROOT), portOf(url, scheme));
  }

  /** Tells, without allocating, whether a URL is of this origin. */
  public boolean covers(URI url) {
    return same(host, url.getHost())
        && same(scheme, url.getScheme())
        && port == portOf(url, scheme);
  }

  /** Most write both in lower case, and to compare regardless of case takes longer. */
  private static boolean same(String own, @Nullable String other) {
    return own.equals(other) || own.equalsIgnoreCase(other);
  }

  private static int portOf(URI url, String scheme) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return scheme.equals(HTTPS) ? 443 : 80;
  }

  /** Returns host and port as a Host header has them: without the scheme's own port. */
  public String authority() {
    boolean usual = port == (scheme.equals(HTTPS) ? 443 : 80);
    return usual ? host : host + ":" + port;
  }

  /** Returns the host as TLS has it: an IPv6 literal without brackets. */
  public String hostWithoutBrackets() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Returns the origin as a URL without a path, the port left out where it is the scheme's own. */
  @Override
  public String toString() {
    return scheme + "://" + authority();
  }
}
