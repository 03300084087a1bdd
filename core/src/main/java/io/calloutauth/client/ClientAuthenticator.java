package io.calloutauth.client;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.RegisteredClient;
import java.time.InstantSource;
import java.util.List;

/**
 * A client authentication on the wire (RFC 6749 section 2.3): how it shows itself in a request to
 * any endpoint of an authorization server. One class each; what each needs is said by {@link
 * ClientAuthentication}. Immutable and thread-safe.
 */
interface ClientAuthenticator {

  /** Returns what writes a client authentication, by a clock where that matters. */
  static ClientAuthenticator of(ClientAuthentication method, InstantSource clock) {
    return switch (method) {
      case CLIENT_SECRET_BASIC -> new ClientSecretBasic(true);
      case CLIENT_SECRET_BASIC_RAW -> new ClientSecretBasic(false);
      case CLIENT_SECRET_POST -> new ClientSecretPost();
      case CLIENT_SECRET_JWT, PRIVATE_KEY_JWT -> new ClientAssertion(clock);
      case NONE -> new NoClientAuthentication();
    };
  }

  /** Returns the names of the credentials that a client may authenticate with; at least one. */
  List<String> credentials(RegisteredClient client);

  /** Returns the client as one request needs it, with what is made for that request alone. */
  default RegisteredClient prepare(RegisteredClient client, String credential) {
    return client;
  }

  /**
   * Authenticates a request of a prepared client.
   *
   * @param credential one of the client's
   */
  void authenticate(RegisteredClient client, String credential, Submission request);

  /** Returns what is shown in TLS with a credential, besides what the request holds. */
  default TlsHandshake.TlsIdentity identity(RegisteredClient client, String credential) {
    return TlsHandshake.TlsIdentity.NONE;
  }

  /** A credential of a client, and how it is shown. */
  record Credential(RegisteredClient client, ClientAuthenticator authenticator, String name) {

    /** Returns the credential to try first: the one that worked last, where it is known. */
    static Credential first(RegisteredClient client, ClientAuthenticator authenticator) {
      List<String> names = authenticator.credentials(client);
      String first = client.lastCredential().filter(names::contains).orElse(names.get(0));
      return new Credential(authenticator.prepare(client, first), authenticator, first);
    }

    void authenticate(Submission request) {
      authenticator.authenticate(client, name, request);
    }

    TlsHandshake.TlsIdentity identity() {
      return authenticator.identity(client, name);
    }
  }
}
