package io.calloutauth.client;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.calloutauth.endpoint.PublicEndpoints;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Guards the sockets of every transport in all tests: only this machine may be connected to, and
 * that only where the test's endpoint policy opens it. Any other connection fails the call that
 * opens it, and is remembered for {@link NoForbiddenConnections}: what calls the transport may keep
 * every error to itself.
 *
 * <p>The transport tells its log the very address just before it connects, and a policy the same
 * log what it relaxes; this filter hears both at every level and lets the log be what it is. {@code
 * logback-test.xml} puts it in place.
 */
public final class LoopbackGuard extends TurboFilter {

  private static final String CONNECTOR = SocketConnector.class.getName();
  private static final List<InetSocketAddress> CONNECTIONS = new CopyOnWriteArrayList<>();
  private static final Queue<InetSocketAddress> FORBIDDEN = new ConcurrentLinkedQueue<>();
  private static volatile boolean loopbackAllowed;

  /** A connection that no test may make. */
  static final class ForbiddenConnectionError extends AssertionError {

    private static final long serialVersionUID = 1;

    ForbiddenConnectionError(InetSocketAddress address) {
      super("a test was about to connect to " + address);
    }
  }

  /** Returns where connections were opened to, or were about to be, in the whole run so far. */
  static List<InetSocketAddress> connections() {
    return List.copyOf(CONNECTIONS);
  }

  /** Allows loopback to the tests of this class: one of its policies leads there by intent. */
  public static void allowLoopback() {
    loopbackAllowed = true;
  }

  /** Allows nothing until a test's policy does. */
  static void forbidLoopback() {
    loopbackAllowed = false;
  }

  /** Returns the forbidden connections since the last time, and forgets them. */
  static List<InetSocketAddress> takeForbidden() {
    List<InetSocketAddress> taken = new ArrayList<>();
    for (InetSocketAddress next = FORBIDDEN.poll(); next != null; next = FORBIDDEN.poll()) {
      taken.add(next);
    }
    return taken;
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] params,
      @Nullable Throwable thrown) {
    if (isRelaxation(logger, format)) {
      allowLoopback();
    }
    if (!logger.getName().equals(CONNECTOR)) {
      return FilterReply.NEUTRAL;
    }
    if (format == null) {
      return FilterReply.ACCEPT; // is the level enabled? Else nothing would be told
    }
    if (format.startsWith("connecting to ") && params != null) {
      guard(params);
    }
    return FilterReply.NEUTRAL;
  }

  private static boolean isRelaxation(Logger logger, @Nullable String format) {
    return logger.getName().equals(PublicEndpoints.class.getName())
        && format != null
        && format.startsWith("endpoint policy relaxed");
  }

  private static void guard(Object[] params) {
    for (Object each : params) {
      if (each instanceof InetSocketAddress address) {
        CONNECTIONS.add(address);
        if (!isAllowed(address)) {
          FORBIDDEN.add(address);
          throw new ForbiddenConnectionError(address);
        }
      }
    }
  }

  private static boolean isAllowed(InetSocketAddress address) {
    return loopbackAllowed && !address.isUnresolved() && address.getAddress().isLoopbackAddress();
  }
}
