package io.calloutauth.client;

import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.GrantType;

/**
 * A grant on the wire (RFC 6749 section 4): what a token request asks with. One class each; what
 * each needs is said by {@link GrantType}. Immutable and thread-safe.
 */
interface Grant {

  /** Returns what writes the token requests of a grant type. */
  static Grant of(GrantType type) {
    return switch (type) {
      case CLIENT_CREDENTIALS, ACCOUNT_CREDENTIALS, CLIENT_CREDENTIAL, OPENAPI_2LO, IBM_API_KEY ->
          new ClientCredentials(type.value());
    };
  }

  /**
   * Writes the grant's own parameters.
   *
   * @throws IllegalArgumentException when the input is not one of this grant
   */
  void write(ClientRegistration registration, GrantInput input, Submission request);
}
