package io.calloutauth.client;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.RegisteredClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

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
      case TLS_CLIENT_AUTH, SELF_SIGNED_TLS_CLIENT_AUTH -> new MutualTls();
      case NONE -> new NoClientAuthentication();
    };
  }

  /**
   * Returns the names of the credentials that a client may authenticate with: one, or two while
   * keys or secrets are rolled.
   */
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
      return of(client, authenticator, first);
    }

    private static Credential of(
        RegisteredClient client, ClientAuthenticator authenticator, String name) {
      return new Credential(authenticator.prepare(client, name), authenticator, name);
    }

    /** Returns the name of the other credential; empty but while keys or secrets are rolled. */
    Optional<String> other() {
      return authenticator.credentials(client).stream()
          .filter(each -> !each.equals(name))
          .findFirst();
    }

    /** Returns another credential of the same client, prepared for a second try. */
    Credential with(String other) {
      return of(client.tryAgain(), authenticator, other);
    }

    void authenticate(Submission request) {
      authenticator.authenticate(client, name, request);
    }

    TlsHandshake.TlsIdentity identity() {
      return authenticator.identity(client, name);
    }
  }
}
