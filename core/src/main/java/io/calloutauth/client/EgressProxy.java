package io.calloutauth.client;

/**
 * The HTTP proxy through which this node reaches the internet. It resolves the names of endpoints,
 * so that their addresses are its to judge.
 *
 * @param host its name or address literal, canonical and in lower case
 * @param port the port it listens on
 */
record EgressProxy(String host, int port) {

  /**
   * Returns the proxy at a host and port.
   *
   * @throws IllegalArgumentException when either cannot be one's, saying what to change
   */
  static EgressProxy of(String host, int port) {
    return new EgressProxy(Relaxation.canonicalHost(host), Relaxation.existingPort(port));
  }

  /** Returns what it relaxes, for an operator. */
  String words() {
    return "https endpoints are reached through the egress proxy "
        + host
        + ":"
        + port
        + ", which resolves their names: which addresses they lead to is for the proxy to judge";
  }
}
