package io.calloutauth.endpoint;

/**
 * Why an endpoint is refused, in words for an administrator: what kind of thing is wrong, and
 * nothing about the network.
 */
public enum EndpointRefusal {
  /** It is not an absolute URL that every parser reads alike. */
  NOT_A_URL("is not an absolute https URL in plain ASCII"),
  /** It is too long. */
  TOO_LONG("is longer than 2,048 characters"),
  /** Its scheme is not https. */
  NOT_HTTPS("must start with https://"),
  /** It has a user name or password. */
  USER_INFO("must not contain a user name or password"),
  /** It has a fragment. */
  FRAGMENT("must not contain a fragment (#)"),
  /** Its query has a parameter that looks like a secret. */
  SECRET_IN_QUERY(
      "must not carry a secret in its path or query: no password, token, key, code or signature"),
  /** Its host is written in a way that parsers are known to read differently. */
  HOST_NOT_CANONICAL(
      "must have a host in its plain form: a name of letters, digits and hyphens between dots,"
          + " without underscores and without a dot at its end; an IPv4 address as four decimal"
          + " numbers without leading zeros; or in brackets an IPv6 address in its shortest form,"
          + " in lower case"),
  /** Its host is not a public host name or address. */
  HOST_NOT_ALLOWED("must name a host on the public internet"),
  /** Its host is none of those that the host application's code lists. */
  HOST_NOT_LISTED("must name one of the hosts that the operator has listed"),
  /** Its port is not allowed. */
  PORT_NOT_ALLOWED("must use port 443 or an unreserved port from 1024");

  private final String text;

  EndpointRefusal(String text) {
    this.text = text;
  }

  /** Returns what is wrong, to be read after the name of the field. */
  public String text() {
    return text;
  }
}
