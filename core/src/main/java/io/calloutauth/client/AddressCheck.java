package io.calloutauth.client;

import java.net.InetAddress;
import java.util.List;

/**
 * What a policy says about the addresses that an endpoint's host resolves to. Immutable and
 * thread-safe.
 *
 * @param outcome whether the addresses may be used
 * @param addresses the addresses to connect to, at least one when allowed; otherwise empty
 */
public record AddressCheck(Outcome outcome, List<InetAddress> addresses) {

  /** Whether addresses may be used. */
  public enum Outcome {
    /** Each of them may be used. */
    ALLOWED,
    /** The host could not be resolved. */
    UNRESOLVED,
    /** At least one of them is disallowed, which refuses all. */
    DISALLOWED
  }

  /** Makes a verdict. */
  public AddressCheck {
    addresses = List.copyOf(addresses);
  }
}
