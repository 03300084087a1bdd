package io.calloutauth.endpoint;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the URL of an endpoint, once: the {@link URI} that it returns is judged and connected to.
 * What parsers are known to read differently is refused and never repaired.
 */
final class EndpointParser {

  private static final int LONGEST = 2048;

  private EndpointParser() {}

  /** Returns the endpoint of an http or https URL with a canonical host, or what is wrong. */
  static EndpointCheck read(String url) {
    if (url.length() > LONGEST) {
      return EndpointCheck.refused(EndpointRefusal.TOO_LONG);
    }
    if (!url.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\')) {
      return EndpointCheck.refused(EndpointRefusal.NOT_A_URL);
    }
    try {
      URI uri = new URI(url);
      EndpointRefusal refusal = refusalOf(uri);
      return refusal == null
          ? EndpointCheck.allowed(new Endpoint(uri))
          : EndpointCheck.refused(refusal);
    } catch (URISyntaxException | NumberFormatException unreadable) {
      // The JDK's parser lets the latter out for a literal with a number that is too long.
      return EndpointCheck.refused(EndpointRefusal.NOT_A_URL);
    }
  }

  private static @Nullable EndpointRefusal refusalOf(URI uri) {
    if (uri.getScheme() == null) {
      return EndpointRefusal.NOT_A_URL;
    }
    if (!uri.getScheme().equalsIgnoreCase("https") && !uri.getScheme().equalsIgnoreCase("http")) {
      return EndpointRefusal.NOT_HTTPS;
    }
    if (uri.getRawAuthority() == null) {
      return EndpointRefusal.NOT_A_URL;
    }
    if (uri.getRawAuthority().contains("@")) {
      return EndpointRefusal.USER_INFO;
    }
    if (uri.getRawFragment() != null) {
      return EndpointRefusal.FRAGMENT;
    }
    if (SecretParameters.areIn(uri)) {
      return EndpointRefusal.SECRET_IN_QUERY;
    }
    return authorityRefusal(uri);
  }

  private static @Nullable EndpointRefusal authorityRefusal(URI uri) {
    String authority = uri.getRawAuthority();
    String host = uri.getHost();
    if (host == null) {
      boolean named = isCanonical(authority.split(":", 2)[0]);
      return named && authority.contains(":")
          ? EndpointRefusal.PORT_NOT_ALLOWED
          : EndpointRefusal.HOST_NOT_CANONICAL;
    }
    if (!isCanonical(host)) {
      return EndpointRefusal.HOST_NOT_CANONICAL;
    }
    // A colon without a port and leading zeros are legal, but nobody's canonical form.
    String plain = uri.getPort() < 0 ? host : host + ":" + uri.getPort();
    return plain.equals(authority) ? null : EndpointRefusal.PORT_NOT_ALLOWED;
  }

  private static boolean isCanonical(String host) {
    return HostName.isCanonicalHost(host.toLowerCase(Locale.ROOT));
  }
}
