package io.calloutauth.client;

import io.calloutauth.endpoint.AddressCheck;
import io.calloutauth.endpoint.AddressCheck.Outcome;
import io.calloutauth.endpoint.EgressProxy;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens TCP connections to exactly the addresses that the endpoint policy allows, or through its
 * egress proxy, and through no other. A host is looked up once for each request. Thread-safe.
 */
final class SocketConnector {

  private static final Logger LOG = LoggerFactory.getLogger(SocketConnector.class);

  /** An address gets that long while there is time, even if others are left without any. */
  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final EndpointPolicy policy;
  private final Duration timeout;
  private final LongSupplier nanos;

  /**
   * Makes a connector.
   *
   * @param timeout how long all addresses of a host get together
   * @param nanos gives the time, as {@link System#nanoTime()} does
   */
  SocketConnector(EndpointPolicy policy, Duration timeout, LongSupplier nanos) {
    this.policy = policy;
    this.timeout = timeout;
    this.nanos = nanos;
  }

  /**
   * Returns a socket at whose other end the endpoint is. Blocks. What it opens is the request's,
   * which closes it.
   */
  CountedSocket connect(InFlightRequest request) throws IOException {
    HttpCall call = request.call();
    AddressCheck check = policy.resolve(call.tenant(), call.endpoint());
    if (check.outcome() == Outcome.DISALLOWED) {
      throw new TransportException(HttpFailure.ENDPOINT_REFUSED, check.reason());
    }
    if (check.outcome() == Outcome.UNRESOLVED || check.addresses().isEmpty()) {
      throw new TransportException(HttpFailure.UNREACHABLE, check.reason());
    }
    Origin origin = call.endpoint().origin();
    EgressProxy proxy = check.proxy();
    if (proxy == null) {
      request.reach(InFlightRequest.HttpStage.CONNECT);
      return connect(check.addresses(), origin.port(), request);
    }
    request.reach(InFlightRequest.HttpStage.TUNNEL);
    CountedSocket socket = connect(check.addresses(), proxy.port(), request);
    ProxyTunnel.open(socket, proxy, origin);
    return socket;
  }

  /** Tries addresses in turn. What one does not use of its share of the time is left to others. */
  private CountedSocket connect(List<InetAddress> addresses, int port, InFlightRequest request)
      throws IOException {
    long start = nanos.getAsLong();
    IOException last = new TransportException(HttpFailure.UNREACHABLE, "no time was left");
    int untried = addresses.size();
    for (InetAddress address : addresses) {
      long left = timeout.toNanos() - (nanos.getAsLong() - start);
      if (left <= 0 || request.isEnded()) {
        break;
      }
      Duration share = Duration.ofNanos(Math.min(left, Math.max(left / untried, LEAST_NANOS)));
      untried--;
      try {
        return connect(new InetSocketAddress(address, port), share, request);
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private static CountedSocket connect(
      InetSocketAddress address, Duration timeout, InFlightRequest request) throws IOException {
    CountedSocket socket = new CountedSocket();
    request.use(socket);
    LOG.debug("connecting to {}", address);
    socket.setTcpNoDelay(true);
    socket.connect(address, (int) Math.max(1, timeout.toMillis()));
    return socket;
  }

  /**
   * Asks an egress proxy for a CONNECT tunnel to an endpoint (RFC 9110 section 9.3.6): afterwards
   * it is as if the endpoint were at the other end of the socket. The proxy hears the endpoint's
   * host and port, its own credentials, and nothing else that is not encrypted.
   */
  static final class ProxyTunnel {

    private static final int LONGEST_HEAD = 8 * 1024;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?");

    private ProxyTunnel() {}

    /**
     * Opens a tunnel over a socket that is connected to the proxy. Blocks until the proxy responds
     * or the socket is closed.
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
}
