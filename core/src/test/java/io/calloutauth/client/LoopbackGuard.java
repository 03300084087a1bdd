package io.calloutauth.client;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Guards the sockets of every transport in all tests: a connection to any other address than this
 * machine's own fails the call that opens it with an error that no code here catches.
 *
 * <p>HttpClient tells its log the very address just before it connects; this filter hears it at
 * every level and lets the log be what it is. {@code logback-test.xml} puts it in place.
 */
public final class LoopbackGuard extends TurboFilter {

  private static final String OPERATOR =
      "org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator";
  private static final List<InetSocketAddress> CONNECTIONS = new CopyOnWriteArrayList<>();

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

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] params,
      @Nullable Throwable thrown) {
    if (!logger.getName().equals(OPERATOR)) {
      return FilterReply.NEUTRAL;
    }
    if (format == null) {
      return FilterReply.ACCEPT; // is the level enabled? Else nothing would be told
    }
    if (format.contains(" connecting ") && params != null) {
      guard(params);
    }
    return FilterReply.NEUTRAL;
  }

  private static void guard(Object[] params) {
    for (Object each : params) {
      if (each instanceof InetSocketAddress address) {
        CONNECTIONS.add(address);
        if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
          throw new ForbiddenConnectionError(address);
        }
      }
    }
  }
}
