package io.calloutauth.endpoint;

import java.net.URI;
import java.util.List;

/** Says which endpoints may be talked to. Thread-safe. */
public interface EndpointPolicy {

  /**
   * Reads a URL and judges it by its text alone, without asking DNS.
   *
   * @param tenant whose relaxations apply
   * @param url what an administrator typed
   */
  EndpointCheck check(String tenant, String url);

  /**
   * Resolves an endpoint's host to the addresses that may be used. Blocks for at most 2 seconds.
   * One disallowed address among several refuses all. Only the addresses handed out may be
   * connected to: a second look-up of the name may answer something else. Where endpoints are
   * reached through an egress proxy, the addresses are the proxy's.
   */
  AddressCheck resolve(String tenant, Endpoint endpoint);

  /** Returns the relaxations in force, each in words for an operator. */
  List<String> relaxations();

  /**
   * Returns the relaxations in force for one tenant; all of them, where none is for one tenant
   * alone.
   */
  default List<String> relaxations(String tenant) {
    return relaxations();
  }

  /**
   * Tells whether a callout may go to a target over plain http, which is refused elsewhere (RFC
   * 6750 section 5.3): only to loopback, and only where the host's code allows it.
   */
  default boolean allowsPlainHttp(String tenant, URI target) {
    return false;
  }
}
