package io.calloutauth.example.interop;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.testkit.MadeCertificate;
import io.calloutauth.testkit.MadeCertificate.Maker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/** The certificates of a server at {@code localhost} and of its clients (RFC 8705). */
final class StoryCertificates {

  /** Opens what {@link #writeTrustStore} wrote. */
  static final String PASSWORD = "changeit";

  private static final String NAME = "CN=billing,O=Acme";

  private final MadeCertificate server = new Maker("CN=localhost").host("localhost").make();
  private final MadeCertificate authority = MadeCertificate.authority("CN=authority,O=Acme");
  private final ShowingClient issued =
      new ShowingClient(ClientAuthentication.TLS_CLIENT_AUTH, issue(), issue());
  private final ShowingClient selfSigned =
      new ShowingClient(
          ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH,
          MadeCertificate.selfSigned("CN=alone,O=Acme"),
          MadeCertificate.selfSigned("CN=alone,O=Acme"));

  private MadeCertificate issue() {
    return new Maker(NAME).issuer(authority).make();
  }

  MadeCertificate server() {
    return server;
  }

  MadeCertificate authority() {
    return authority;
  }

  /** Returns the client that shows a certificate of the authority's. */
  ShowingClient issued() {
    return issued;
  }

  /** Returns the client that shows one that signed itself. */
  ShowingClient selfSigned() {
    return selfSigned;
  }

  /** Returns one that the servers do not know, of the same name. */
  MadeCertificate unknown(ShowingClient client) {
    return client.equals(issued)
        ? MadeCertificate.issued(NAME)
        : MadeCertificate.selfSigned(client.subject());
  }

  /** Returns who trusts the server. */
  X509TrustManager trust() throws GeneralSecurityException, IOException {
    return trusting(server.certificate());
  }

  /** Returns who trusts one certificate. */
  static X509TrustManager trusting(X509Certificate certificate)
      throws GeneralSecurityException, IOException {
    KeyStore store = store(List.of());
    store.setCertificateEntry("trusted", certificate);
    return trusting(store);
  }

  /** Returns what shows the server's own certificate. */
  X509KeyManager serverKey() throws GeneralSecurityException, IOException {
    KeyStore store = store(List.of());
    Certificate[] chain = {server.certificate()};
    store.setKeyEntry("server", server.pair().getPrivate(), new char[0], chain);
    KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
    managers.init(store, new char[0]);
    return (X509KeyManager) managers.getKeyManagers()[0];
  }

  /**
   * Returns what lets clients through to a server that looks itself at what signed itself: that,
   * and certificates of the authority's.
   */
  X509TrustManager clientTrust() throws GeneralSecurityException, IOException {
    return new SelfSignedToo(trusting(store(List.of(authority))));
  }

  /** Writes a PKCS#12 file of all that clients may show. */
  Path writeTrustStore(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = store(List.of(authority, selfSigned.certificate(), selfSigned.next()));
    try (var out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  private static KeyStore store(List<MadeCertificate> trusted)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (MadeCertificate each : trusted) {
      store.setCertificateEntry("c" + store.size(), each.certificate());
    }
    return store;
  }

  private static X509TrustManager trusting(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(store);
    return (X509TrustManager) managers.getTrustManagers()[0];
  }

  private record SelfSignedToo(X509TrustManager authorities) implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      if (chain.length > 1) {
        authorities.checkClientTrusted(chain, type);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("no client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return authorities.getAcceptedIssuers();
    }
  }
}
