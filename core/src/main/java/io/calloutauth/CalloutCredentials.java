package io.calloutauth;

import java.util.function.BiConsumer;

/**
 * What makes one attempt of a callout an authenticated request. Made by a {@link
 * CalloutAuthenticator}: what {@code authenticate} returns may be shared by all callouts of a
 * notification for as long as the token stays the same, what {@code afterResponse} returns belongs
 * to one second attempt. Thread-safe.
 */
public interface CalloutCredentials {

  /**
   * Hands over the headers to set: for a bearer token one {@code Authorization} header (RFC 6750
   * section 2.1). To be called once for each attempt, right before it is sent. The receiver must
   * set each header, not add it, and must not send the callout over a connection or to a target
   * other than the one the credentials were asked for.
   *
   * @param headers called with name and value, for each header
   */
  void applyTo(BiConsumer<String, String> headers);

  /**
   * Returns how many bytes of the response's body to show to {@code afterResponse}, at most 64 KiB;
   * 0, which is the rule: none, and the response can be shown as soon as its head is there.
   */
  default int bodyLimit() {
    return 0;
  }
}
