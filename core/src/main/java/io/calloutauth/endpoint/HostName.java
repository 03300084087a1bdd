package io.calloutauth.endpoint;

import java.util.regex.Pattern;

/** Knows DNS names in canonical form: A-labels in lower case, no trailing dot (RFC 1123 2.1). */
public final class HostName {

  private static final int LONGEST = 253;
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  // A last label that starts with a digit is taken for a number, and so for IPv4, by some parsers.
  private static final String LAST_LABEL = "[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern NAME = Pattern.compile("(?:" + LABEL + "\\.)*" + LAST_LABEL);

  private HostName() {}

  /** Tells whether a text in lower case is such a name or a canonical address literal. */
  public static boolean isCanonicalHost(String host) {
    return AddressLiteral.ofHost(host) != null || isCanonical(host);
  }

  /** Tells whether a text in lower case is such a name; one label is enough here. */
  static boolean isCanonical(String host) {
    return host.length() <= LONGEST && NAME.matcher(host).matches();
  }
}
