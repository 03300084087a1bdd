package io.calloutauth.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A socket that connects to an egress proxy and asks it for a tunnel to an endpoint (RFC 9110
 * section 9.3.6): once connected, it is as if the endpoint were at the other end. The proxy hears
 * the endpoint's host and port, and nothing else that is not encrypted. Not thread-safe, as sockets
 * are, but closed from any thread.
 */
final class TunnelSocket extends Socket {

  private static final int LONGEST_HEAD = 8 * 1024;
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?");

  private final String target;

  /**
   * Makes an unconnected socket.
   *
   * @param target the endpoint's host and port
   */
  TunnelSocket(String target) {
    super(Proxy.NO_PROXY);
    this.target = target;
  }

  /**
   * Connects to the proxy and asks for the tunnel.
   *
   * @param timeoutMillis how long connecting, and then each step of the proxy's answer, may take
   * @throws RefusedTunnelException when the proxy says that the endpoint is not allowed
   */
  @Override
  public void connect(SocketAddress proxy, int timeoutMillis) throws IOException {
    super.connect(proxy, timeoutMillis);
    int usual = getSoTimeout();
    setSoTimeout(timeoutMillis);
    getOutputStream()
        .write(
            "CONNECT %1$s HTTP/1.1\r\nHost: %1$s\r\n\r\n"
                .formatted(target)
                .getBytes(StandardCharsets.US_ASCII));
    judge(status(getInputStream()));
    setSoTimeout(usual);
  }

  private static void judge(int status) throws IOException {
    if (status == 403 || status == 407) {
      throw new RefusedTunnelException(status);
    }
    if (status / 100 != 2) {
      throw new FailedTunnelException(status);
    }
  }

  /** Reads a head to its end and not a byte further: what follows is the endpoint's. */
  private static int status(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!endsWithEmptyLine(head)) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      head.append((char) next);
      if (head.length() > LONGEST_HEAD) {
        throw new FailedTunnelException(0);
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

  /** The proxy made no tunnel. Its message holds nothing that the proxy wrote but the status. */
  static class FailedTunnelException extends IOException implements OwnWords {

    private static final long serialVersionUID = 1;

    FailedTunnelException(int status) {
      super("the egress proxy answered with status " + status);
    }
  }

  /** The proxy does not allow the endpoint, or not this node. */
  static final class RefusedTunnelException extends FailedTunnelException {

    private static final long serialVersionUID = 1;

    RefusedTunnelException(int status) {
      super(status);
    }
  }
}
