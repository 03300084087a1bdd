package io.calloutauth.endpoint;

import java.net.URI;

/**
 * A token, revocation or test endpoint that an {@link EndpointPolicy} has read: what it read is
 * what is connected to, and no text is parsed a second time for that. Immutable and thread-safe.
 */
public final class Endpoint {

  private final Origin origin;
  private final String url;
  private final int pathStart;

  /**
   * Made by the policy alone, from a URL whose parts it has checked. Keeps no {@code URI}, which
   * holds each of its parts a second time: endpoints are kept by the thousand.
   */
  Endpoint(URI uri) {
    this.origin = Origin.of(uri);
    this.url = uri.toString();
    this.pathStart = url.length() - uri.getRawPath().length() - queryLength(uri);
  }

  private static int queryLength(URI uri) {
    return uri.getRawQuery() == null ? 0 : 1 + uri.getRawQuery().length();
  }

  /** Returns scheme, host and port. */
  public Origin origin() {
    return origin;
  }

  /** Returns path and query byte for byte as typed; at least {@code /}. */
  public String pathAndQuery() {
    String typed = url.substring(pathStart);
    return typed.startsWith("/") ? typed : "/" + typed;
  }

  /** Returns the whole URL, for whoever shows or compares it. */
  public URI uri() {
    return URI.create(url);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Endpoint that && uri().equals(that.uri());
  }

  @Override
  public int hashCode() {
    return uri().hashCode();
  }

  /**
   * Tells whether a query parameter looks by its name like a secret, so that no URL may carry it.
   *
   * @param parameter its name, with an equals sign and its value where it has one
   */
  public static boolean isSecretParameter(String parameter) {
    return SecretParameters.isSecret(parameter);
  }

  /** Returns the whole URL; the policy lets none pass that holds a secret. */
  @Override
  public String toString() {
    return url;
  }
}
