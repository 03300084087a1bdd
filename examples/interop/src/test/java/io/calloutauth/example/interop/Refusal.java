package io.calloutauth.example.interop;

import io.calloutauth.oauth.TokenError;

/**
 * How a server refuses a token (RFC 6749 §5.2).
 *
 * @param error what the library makes of it
 * @param code the server's code
 * @param status the HTTP status
 */
record Refusal(TokenError error, String code, int status) {

  /** Returns the part of what an administrator is told that names it. */
  String words() {
    return code + ", status " + status;
  }
}
