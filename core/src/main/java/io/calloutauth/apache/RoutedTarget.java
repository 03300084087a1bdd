package io.calloutauth.apache;

import io.calloutauth.CalloutRefusedException;
import io.calloutauth.CalloutRefusedException.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.ProtocolException;

/**
 * Knows where a request goes: HttpClient connects to its route, which a caller or a route planner
 * may choose whatever the request's URL says.
 */
final class RoutedTarget {

  private static final String HTTPS = "https";

  private RoutedTarget() {}

  /**
   * Returns the URL of a request, which is where its route leads to.
   *
   * @throws ProtocolException when it has no URL
   * @throws CalloutRefusedException when the route leads to another origin, or to a proxy that
   *     would read what goes to an https target
   */
  static URI of(HttpRequest request, HttpRoute route) throws ProtocolException {
    URI url = url(request);
    boolean judged = url.getHost() != null && url.getScheme() != null; // else it is no target
    if (judged && !(isOf(route.getTargetHost(), url) && isConcealed(url, route))) {
      throw new CalloutRefusedException(Reason.ROUTED_ELSEWHERE);
    }
    return url;
  }

  private static URI url(HttpRequest request) throws ProtocolException {
    try {
      return request.getUri();
    } catch (URISyntaxException e) {
      throw new ProtocolException("The callout has no usable target");
    }
  }

  private static boolean isOf(HttpHost host, URI url) {
    return host.getSchemeName().equalsIgnoreCase(url.getScheme())
        && withoutBrackets(host.getHostName()).equalsIgnoreCase(withoutBrackets(url.getHost()))
        && host.getPort() == portOf(url);
  }

  private static int portOf(URI url) {
    int usual = HTTPS.equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    return url.getPort() < 0 ? usual : url.getPort();
  }

  /** Only an IPv6 literal has them, and in a URL alone. */
  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** Tells whether TLS goes on to the target, where the URL asks for it. */
  private static boolean isConcealed(URI url, HttpRoute route) {
    return !HTTPS.equalsIgnoreCase(url.getScheme())
        || route.getProxyHost() == null
        || route.isTunnelled();
  }
}
