package io.calloutauth.example.interop;

import io.calloutauth.keys.ClientCertificate;
import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.keys.PublishedCertificate;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.Secret;
import io.calloutauth.testkit.MadeCertificate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A client that shows a certificate in TLS (RFC 8705).
 *
 * @param certificate the certificate, with its private key
 * @param next another one of the same name, which the server knows as well
 */
record ShowingClient(
    ClientAuthentication method, MadeCertificate certificate, MadeCertificate next) {

  String id() {
    return "https://billing.example.com/" + method.value();
  }

  /** Returns the distinguished name to register (RFC 4514). */
  String subject() {
    return published(certificate).subject();
  }

  /** Returns the JWK set to register. */
  String jwks() {
    List<PublishedCertificate> both =
        Stream.of(certificate, next).map(ShowingClient::published).toList();
    return new PublicKeySet("story", List.of(), both).jwks();
  }

  private static PublishedCertificate published(MadeCertificate made) {
    ClientCertificate read =
        Objects.requireNonNull(
            ClientCertificate.read(Secret.of(made.typed()), null).certificate(), "unreadable");
    return PublishedCertificate.of(read.chain()).orElseThrow();
  }

  @Override
  public String toString() {
    return method.value();
  }
}
