package io.calloutauth.endpoint;

import java.net.URI;

/**
 * A token, revocation or test endpoint that an {@link EndpointPolicy} has read: what it read is
 * what is connected to, and no text is parsed a second time. Immutable and thread-safe.
 */
public final class Endpoint {

  private final URI uri;

  /** Made by the policy alone, from a URL whose parts it has checked. */
  Endpoint(URI uri) {
    this.uri = uri;
  }

  /** Returns scheme, host and port. */
  public Origin origin() {
    return Origin.of(uri);
  }

  /** Returns path and query byte for byte as typed; at least {@code /}. */
  public String pathAndQuery() {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  /** Returns the whole URL. */
  public URI uri() {
    return uri;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Endpoint that && uri.equals(that.uri);
  }

  @Override
  public int hashCode() {
    return uri.hashCode();
  }

  /** Returns the whole URL; the policy lets none pass that holds a secret. */
  @Override
  public String toString() {
    return uri.toString();
  }
}
