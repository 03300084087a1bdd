package io.calloutauth;

import io.calloutauth.oauth.RenewalRules;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

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
   * Returns how many bytes of a JSON body to show to {@code afterResponse}; 0, which is the rule:
   * none, and the response can be shown as soon as its head is there. An adapter asks {@link
   * #bodyLimit(String)}.
   */
  default int bodyLimit() {
    return 0;
  }

  /**
   * Returns how many bytes of one response's body to show to {@code afterResponse}, at most 64 KiB:
   * nothing of what is no JSON, such as a stream of events, which comes to its reader as it
   * arrives.
   *
   * @param contentType the response's {@code Content-Type} (RFC 9110 section 8.3), or null when it
   *     has none
   */
  default int bodyLimit(@Nullable String contentType) {
    boolean json = contentType == null || contentType.toLowerCase(Locale.ROOT).contains("json");
    return json ? Math.min(Math.max(bodyLimit(), 0), RenewalRules.Body.LIMIT) : 0;
  }
}
