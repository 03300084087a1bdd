package io.calloutauth.client;

import io.calloutauth.endpoint.AddressCheck;
import io.calloutauth.endpoint.AddressCheck.Outcome;
import io.calloutauth.endpoint.EgressProxy;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.Origin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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
      request.reach(HttpStage.CONNECT);
      return connect(check.addresses(), origin.port(), request);
    }
    request.reach(HttpStage.TUNNEL);
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
}
