package io.calloutauth.oauth;

import java.net.URI;

/** What came of making an authorization request: {@link Ready}, or {@link Failed}. */
public sealed interface AuthorizationUri {

  /**
   * The request is made.
   *
   * @param uri where to send the browser. It holds the state: a part of a log it is not
   */
  record Ready(URI uri) implements AuthorizationUri {

    /** Returns nothing of the URI. */
    @Override
    public String toString() {
      return "AuthorizationUri[ready]";
    }
  }

  /**
   * The server took no request that was pushed to it.
   *
   * @param failure why
   */
  record Failed(TokenFailure failure) implements AuthorizationUri {}
}
