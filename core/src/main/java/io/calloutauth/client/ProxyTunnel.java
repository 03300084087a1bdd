package io.calloutauth.client;

import io.calloutauth.endpoint.EgressProxy;
import io.calloutauth.endpoint.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks an egress proxy for a CONNECT tunnel to an endpoint (RFC 9110 section 9.3.6): afterwards it
 * is as if the endpoint were at the other end of the socket. The proxy hears the endpoint's host
 * and port, its own credentials, and nothing else that is not encrypted.
 */
final class ProxyTunnel {

  private static final int LONGEST_HEAD = 8 * 1024;
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?");

  private ProxyTunnel() {}

  /**
   * Opens a tunnel over a socket that is connected to the proxy. Blocks until the proxy responds or
   * the socket is closed.
   *
   * @throws TransportException when the proxy does not make one
   */
  static void open(Socket socket, EgressProxy proxy, Origin target) throws IOException {
    String authority = target.host() + ":" + target.port();
    String head =
        "CONNECT %1$s HTTP/1.1\r\nHost: %1$s\r\n%2$s\r\n"
            .formatted(authority, proxy.authorizationLine());
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    int status = status(socket.getInputStream());
    if (status / 100 != 2) {
      boolean refused = status == 403 || status == 407;
      throw new TransportException(
          refused ? HttpFailure.ENDPOINT_REFUSED : HttpFailure.UNREACHABLE,
          "the egress proxy answered with status " + status);
    }
  }

  /** Reads a head to its end and not a byte further: what follows is the endpoint's. */
  private static int status(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!endsWithEmptyLine(head)) {
      int next = in.read();
      if (next < 0) {
        throw new TransportException(HttpFailure.UNREACHABLE, "the egress proxy hung up");
      }
      head.append((char) next);
      if (head.length() > LONGEST_HEAD) {
        return 0;
      }
    }
    Matcher line = STATUS_LINE.matcher(head.substring(0, head.indexOf("\n")).stripTrailing());
    return line.matches() ? Integer.parseInt(line.group(1)) : 0;
  }

  private static boolean endsWithEmptyLine(StringBuilder head) {
    int end = head.length();
    return end > 0
        && head.charAt(end - 1) == '\n'
        && (head.indexOf("\r\n\r\n", end - 4) >= 0 || head.indexOf("\n\n", end - 2) >= 0);
  }
}
