package io.calloutauth.testing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request as a server of the tests got it.
 *
 * @param authorization the header; null when there was none
 */
record Request(String method, String path, @Nullable String authorization, String body) {

  /** Returns a parameter of the form; empty when there is none. */
  String parameter(String name) {
    for (String pair : body.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  /**
   * Returns whether the client shows a secret, in the form or the header (RFC 6749 section 2.3).
   */
  boolean shows(String secret) {
    return parameter("client_secret").equals(secret) || basic().endsWith(":" + secret);
  }

  /** Returns the bearer token; null when there is none. */
  @Nullable String token() {
    return authorization != null && authorization.startsWith("Bearer ")
        ? authorization.substring("Bearer ".length())
        : null;
  }

  private String basic() {
    return authorization != null && authorization.startsWith("Basic ")
        ? new String(
            Base64.getDecoder().decode(authorization.substring("Basic ".length())),
            StandardCharsets.UTF_8)
        : "";
  }
}
