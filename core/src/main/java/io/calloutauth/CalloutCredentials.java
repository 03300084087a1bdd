package io.calloutauth;

import java.util.function.BiConsumer;

/**
 * What makes one callout an authenticated one. Made by a {@link CalloutAuthenticator} and shared by
 * all callouts of a notification for as long as the token stays the same; immutable and
 * thread-safe.
 */
public interface CalloutCredentials {

  /**
   * Hands over the headers to set on the callout: one {@code Authorization} header with the scheme
   * Bearer (RFC 6750 section 2.1). The receiver must set it, not add it, and must not send the
   * callout over a connection or to a target other than the one the credentials were asked for.
   *
   * @param headers called with name and value
   */
  void applyTo(BiConsumer<String, String> headers);
}
