package io.calloutauth.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a server that is started later, and again. It is none of those that the system gives
 * away by itself: a connection of anybody could have got it by then.
 */
public final class FreePort {

  private static final int LOWEST = 12_000;

  /** Linux gives away 32768 to 60999. */
  private static final int GIVEN_AWAY = 32_768;

  private static final int TRIES = 100;

  /** Whoever got one may not listen there yet. */
  private static final Set<Integer> FOUND = ConcurrentHashMap.newKeySet();

  private FreePort() {}

  /** Returns a port at which nobody listens now, and another one each time. */
  public static int find() throws IOException {
    IOException taken = new IOException("no free port");
    for (int tries = 0; tries < TRIES; tries++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, GIVEN_AWAY);
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        if (FOUND.add(port)) {
          return port;
        }
      } catch (IOException another) {
        taken = another;
      }
    }
    throw taken;
  }
}
