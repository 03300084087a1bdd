package io.calloutauth.client;

import io.calloutauth.client.ClientAuthenticator.Credential;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.RegisteredClient;
import java.time.InstantSource;

/**
 * A grant on the wire (RFC 6749 section 4): what a token request asks with. One class each; what
 * each needs is said by {@link GrantType}. Immutable and thread-safe.
 */
interface Grant {

  /** Returns what writes the token requests of a grant type, by a clock where that matters. */
  static Grant of(GrantType type, InstantSource clock) {
    return switch (type) {
      case CLIENT_CREDENTIALS, ACCOUNT_CREDENTIALS, CLIENT_CREDENTIAL, OPENAPI_2LO, IBM_API_KEY ->
          new ClientCredentials(type.value());
      case JWT_BEARER -> new JwtBearer(clock);
      case REFRESH_TOKEN -> new RefreshToken();
      case AUTHORIZATION_CODE -> new AuthorizationCode();
    };
  }

  /** Returns the scope of a client as it is sent. */
  static String scope(ClientRegistration registration) {
    String separator = registration.requests().scopeSeparator().text();
    return String.join(separator, registration.scope().tokens());
  }

  /**
   * Returns the client as one request needs it, with what is made for that request alone.
   *
   * @param credential the name of what the client authenticates with
   */
  default RegisteredClient prepare(RegisteredClient client, String credential) {
    return client;
  }

  /** Returns a credential whose client is prepared for one request. */
  default Credential prepare(Credential credential) {
    return new Credential(
        prepare(credential.client(), credential.name()),
        credential.authenticator(),
        credential.name());
  }

  /**
   * Writes the grant's own parameters.
   *
   * @param client a prepared one
   * @throws IllegalArgumentException when the input is not one of this grant
   */
  void write(RegisteredClient client, GrantInput input, Submission request);
}
