package io.calloutauth.client;

import io.calloutauth.client.TlsHandshake.TlsIdentity;
import io.calloutauth.keys.ClientCertificate;
import io.calloutauth.keys.PublishedCertificate;
import io.calloutauth.oauth.CertificateChain;
import io.calloutauth.oauth.CertificateHint;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.redact.Redactor;
import java.util.List;
import java.util.Optional;

/**
 * Client authentication by a certificate that is shown in TLS, {@code tls_client_auth} and {@code
 * self_signed_tls_client_auth} (RFC 8705 section 2): in the request itself stands the client id
 * alone.
 */
final class MutualTls implements ClientAuthenticator {

  @Override
  public List<String> credentials(RegisteredClient client) {
    return List.of(SecretName.tlsKey(chain(client).thumbprint()));
  }

  @Override
  public void authenticate(RegisteredClient client, String credential, Submission request) {
    request.parameter("client_id", client.registration().clientId());
  }

  /** The tenant is part of its name: not even a session is shared with another one. */
  @Override
  public TlsIdentity identity(RegisteredClient client, String credential) {
    CertificateChain chain = chain(client);
    Secret privatePart = client.secret(credential).orElseThrow();
    return TlsIdentity.of(
        client.tenant() + " " + chain.thumbprint() + " " + String.join(" ", chain.x5c()),
        () -> ClientCertificate.of(chain, privatePart).map(ClientCertificate::keyManager),
        () -> describe(chain));
  }

  private static String describe(CertificateChain chain) {
    String names =
        PublishedCertificate.of(chain)
            .map(shown -> " of " + shown.subject() + ", issued by " + shown.issuer())
            .orElse("");
    return Redactor.PlainText.of(chain.thumbprint() + names, 500);
  }

  /** Returns what a client showed, for an administrator; empty when it showed nothing. */
  static Optional<String> hint(RegisteredClient client) {
    ClientAuthentication method = client.registration().clientAuthentication();
    return client
        .registration()
        .certificate()
        .filter(chain -> method.needsCertificate())
        .map(
            chain ->
                CertificateHint.of(
                    chain.thumbprint(),
                    PublishedCertificate.of(chain).map(PublishedCertificate::subject).orElse("")));
  }

  private static CertificateChain chain(RegisteredClient client) {
    return client
        .registration()
        .certificate()
        .orElseThrow(() -> new IllegalArgumentException("the client has no certificate"));
  }
}
