package io.calloutauth.client;

import java.net.InetAddress;
import java.util.List;

/**
 * What a policy says about the addresses of an endpoint's host. Immutable.
 *
 * @param outcome whether the addresses may be used
 * @param addresses the addresses to connect to, the ones that were judged; empty unless allowed
 * @param proxyPort the port of the egress proxy that the addresses are, which is to be asked for a
 *     tunnel to the endpoint; 0 when they are the endpoint's own
 * @param reason why there are none, for the operator alone: which address fell under which rule, or
 *     what became of the look-up; may be empty
 */
public record AddressCheck(
    Outcome outcome, List<InetAddress> addresses, int proxyPort, String reason) {

  /** Keeps its own copy of the addresses. */
  public AddressCheck {
    addresses = List.copyOf(addresses);
  }

  /** Makes the verdict on addresses that are the endpoint's own, without a reason. */
  public AddressCheck(Outcome outcome, List<InetAddress> addresses) {
    this(outcome, addresses, 0, "");
  }

  /** Returns the verdict on an egress proxy's addresses. */
  static AddressCheck proxy(List<InetAddress> addresses, int port) {
    return new AddressCheck(Outcome.ALLOWED, addresses, port, "");
  }

  /** Returns the verdict on a host without an address. */
  static AddressCheck unresolved(String reason) {
    return new AddressCheck(Outcome.UNRESOLVED, List.of(), 0, reason);
  }

  /** Returns the verdict on a host that may not be used. */
  static AddressCheck disallowed(String reason) {
    return new AddressCheck(Outcome.DISALLOWED, List.of(), 0, reason);
  }

  /** Whether an endpoint's addresses may be used. */
  public enum Outcome {
    /** Every address may be connected to. */
    ALLOWED,
    /** The name has no address, or none could be had in time. */
    UNRESOLVED,
    /** The endpoint or at least one of its addresses may not be connected to. */
    DISALLOWED
  }
}
