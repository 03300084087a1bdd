package io.calloutauth.endpoint;

import java.util.Set;

/**
 * The ports that an endpoint may have: 443 and all from 1024, less those where another protocol
 * lives (the Fetch standard's bad ports, and Docker's own).
 */
final class AllowedPorts {

  private static final int HTTPS = 443;
  private static final int FIRST_UNRESERVED = 1024;
  private static final int LAST = 65_535;

  private static final Set<Integer> BAD =
      Set.of(
          1719, 1720, 1723, 2049, 2375, 2376, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666,
          6667, 6668, 6669, 6679, 6697, 10080);

  private AllowedPorts() {}

  /** Tells whether any endpoint may have the port. */
  static boolean contains(int port) {
    return port == HTTPS || (port >= FIRST_UNRESERVED && port <= LAST && !BAD.contains(port));
  }

  /** Tells whether there is such a port at all. */
  static boolean exists(int port) {
    return port >= 1 && port <= LAST;
  }
}
