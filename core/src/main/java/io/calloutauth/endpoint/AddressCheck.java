package io.calloutauth.endpoint;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a policy says about the addresses of an endpoint's host. Immutable and thread-safe. */
public final class AddressCheck {

  private final Outcome outcome;
  private final List<InetAddress> addresses;
  private final @Nullable EgressProxy proxy;
  private final String reason;

  private AddressCheck(
      Outcome outcome, List<InetAddress> addresses, @Nullable EgressProxy proxy, String reason) {
    this.outcome = Objects.requireNonNull(outcome, "outcome");
    this.addresses = List.copyOf(addresses);
    this.proxy = proxy;
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /**
   * Makes the verdict on addresses that are the endpoint's own, without a reason.
   *
   * @param addresses the addresses to connect to, the ones that were judged; empty unless allowed
   */
  public AddressCheck(Outcome outcome, List<InetAddress> addresses) {
    this(outcome, addresses, null, "");
  }

  /** Returns the verdict on an egress proxy's addresses. */
  static AddressCheck proxy(List<InetAddress> addresses, EgressProxy proxy) {
    return new AddressCheck(Outcome.ALLOWED, addresses, proxy, "");
  }

  /** Returns the verdict on a host without an address. */
  static AddressCheck unresolved(String reason) {
    return new AddressCheck(Outcome.UNRESOLVED, List.of(), null, reason);
  }

  /** Returns the verdict on a host that may not be used. */
  static AddressCheck disallowed(String reason) {
    return new AddressCheck(Outcome.DISALLOWED, List.of(), null, reason);
  }

  /** Returns whether the addresses may be used. */
  public Outcome outcome() {
    return outcome;
  }

  /** Returns the addresses to connect to, the ones that were judged; empty unless allowed. */
  public List<InetAddress> addresses() {
    return addresses;
  }

  /**
   * Returns the port of the egress proxy that the addresses are, which is to be asked for a tunnel
   * to the endpoint; 0 when they are the endpoint's own.
   */
  public int proxyPort() {
    return proxy == null ? 0 : proxy.port();
  }

  /** Returns the egress proxy that the addresses are; null when they are the endpoint's own. */
  public @Nullable EgressProxy proxy() {
    return proxy;
  }

  /**
   * Returns why there are none, for the operator alone: which address fell under which rule, or
   * what became of the look-up; may be empty.
   */
  public String reason() {
    return reason;
  }

  @Override
  public String toString() {
    return "AddressCheck[" + outcome + ", " + addresses + (proxy == null ? "" : ", " + proxy) + "]";
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
