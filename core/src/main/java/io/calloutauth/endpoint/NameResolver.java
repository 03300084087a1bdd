package io.calloutauth.endpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks up the addresses of a host name. Thread-safe; may block for as long as it needs. */
@FunctionalInterface
public interface NameResolver {

  /**
   * Returns all addresses of a name.
   *
   * @param host a DNS name in lower case, never an address literal
   * @throws UnknownHostException when it has none; an empty list means the same
   */
  List<InetAddress> resolve(String host) throws UnknownHostException;

  /** Returns the resolver of the Java runtime. */
  static NameResolver system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
