package io.calloutauth.endpoint;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxy through which this node reaches the internet. It resolves the names of endpoints,
 * so that their addresses are its to judge. It may hold a password: {@link #toString()} hides it.
 * Immutable and thread-safe.
 */
public final class EgressProxy {

  private final String host;
  private final int port;
  private final transient @Nullable String authorization;

  private EgressProxy(String host, int port, @Nullable String authorization) {
    this.host = host;
    this.port = port;
    this.authorization = authorization;
  }

  /**
   * Returns the proxy at a host and port.
   *
   * @throws IllegalArgumentException when either cannot be one's, saying what to change
   */
  static EgressProxy of(String host, int port) {
    return new EgressProxy(Relaxation.canonicalHost(host), Relaxation.existingPort(port), null);
  }

  /**
   * Returns the same with credentials for Basic authentication (RFC 7617 section 2).
   *
   * @throws IllegalArgumentException when they cannot be sent, saying what to change
   */
  EgressProxy withCredentials(String user, String password) {
    String both = user + ":" + password;
    if (user.isEmpty() || user.contains(":") || both.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the proxy's user must not be empty or hold a colon, nor user or password control"
              + " characters");
    }
    byte[] bytes = both.getBytes(StandardCharsets.UTF_8);
    return new EgressProxy(host, port, "Basic " + Base64.getEncoder().encodeToString(bytes));
  }

  /** Returns its name or address literal, canonical and in lower case. */
  String host() {
    return host;
  }

  public int port() {
    return port;
  }

  /** Returns the header line with its credentials; empty when there are none. */
  public String authorizationLine() {
    return authorization == null ? "" : "Proxy-Authorization: " + authorization + "\r\n";
  }

  /** Returns what it relaxes, for an operator. */
  String words() {
    return "https endpoints are reached through the egress proxy "
        + host
        + ":"
        + port
        + ", which resolves their names: which addresses they lead to is for the proxy to judge";
  }

  @Override
  public String toString() {
    return "EgressProxy[" + host + ":" + port + "]";
  }
}
