package io.calloutauth.keys;

import io.calloutauth.oauth.CertificateChain;
import io.calloutauth.oauth.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A client certificate with its authorities' and its private key, to show in TLS (RFC 8705).
 * Immutable and thread-safe; not serializable, and {@link #toString()} hides the private key.
 */
public final class ClientCertificate {

  private static final String BETWEEN = " ";

  private final List<X509Certificate> chain;
  private final transient PrivateKey privateKey;

  ClientCertificate(List<X509Certificate> chain, PrivateKey privateKey) {
    this.chain = List.copyOf(chain);
    this.privateKey = privateKey;
  }

  /**
   * Reads what was typed: certificates and private key (PKCS#8) in PEM, or a PKCS#12 file in
   * base64. Takes as long as a password takes to be tried.
   *
   * @param password opens the private key or the file; null where none was typed
   */
  public static CertificateReading read(Secret typed, @Nullable Secret password) {
    return CertificateReader.read(typed, password);
  }

  /**
   * Returns the certificate that two parts are of; empty when the private part, or a certificate of
   * the chain, cannot be read, or the thumbprint or the key is another certificate's. Takes some
   * milliseconds: it tries the key with a signature.
   *
   * @param privatePart what {@link #privatePart()} returned
   */
  public static Optional<ClientCertificate> of(CertificateChain chain, Secret privatePart) {
    try {
      List<X509Certificate> certificates = CertificateReader.certificates(chain);
      KeyKind kind = ChainValidator.kind(certificates.get(0).getPublicKey());
      PrivateKey key = kind == null ? null : PrivatePart.read(kind, privatePart);
      return Optional.ofNullable(key)
          .filter(read -> new ChainValidator(certificates).problem(read) == null)
          .map(read -> new ClientCertificate(certificates, read))
          .filter(read -> read.thumbprint().equals(chain.thumbprint()));
    } catch (UnreadableCertificateException
        | GeneralSecurityException
        | RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  /** Returns both parts as one text, for {@link #of(Secret)}. */
  public Secret wholeText() {
    return Secret.of(privatePart().reveal() + BETWEEN + String.join(BETWEEN, chain().x5c()));
  }

  /** Returns the certificate that {@link #wholeText()} wrote. */
  public static Optional<ClientCertificate> of(Secret wholeText) {
    List<String> parts = List.of(wholeText.reveal().split(BETWEEN, -1));
    return parts.size() < 2
        ? Optional.empty()
        : of(unnamed(parts.subList(1, parts.size())), Secret.of(parts.get(0)));
  }

  private static CertificateChain unnamed(List<String> x5c) {
    byte[] own = Base64.getDecoder().decode(x5c.get(0));
    return new CertificateChain(thumbprint("SHA-256", own), x5c);
  }

  /**
   * Returns what is wrong with it at a time; null when nothing is.
   *
   * @param now the time
   */
  public @Nullable CertificateProblem problemAt(Instant now) {
    if (!now.isBefore(ends())) {
      return CertificateProblem.EXPIRED;
    }
    boolean future = chain.stream().anyMatch(each -> each.getNotBefore().toInstant().isAfter(now));
    return future ? CertificateProblem.NOT_YET_VALID : null;
  }

  /**
   * Returns what keeps it from {@code tls_client_auth} (RFC 8705 section 2.1); null for nothing.
   */
  public @Nullable CertificateProblem problemAsIssued() {
    if (isSelfSigned()) {
      return CertificateProblem.SELF_SIGNED;
    }
    if (ChainValidator.isAuthority(own())) {
      return CertificateProblem.AUTHORITY;
    }
    return chain.size() == 1 ? CertificateProblem.INCOMPLETE : null;
  }

  /**
   * Returns what keeps it from {@code self_signed_tls_client_auth} (RFC 8705 section 2.2); null for
   * nothing.
   */
  public @Nullable CertificateProblem problemAsSelfSigned() {
    return chain.size() == 1 && isSelfSigned() ? null : CertificateProblem.NOT_SELF_SIGNED;
  }

  private boolean isSelfSigned() {
    return ChainValidator.isIssuer(own(), own());
  }

  private X509Certificate own() {
    return chain.get(0);
  }

  /** Returns the SHA-256 thumbprint of the client's own certificate, in base64url. */
  public String thumbprint() {
    return thumbprint("SHA-256", encoded(own()));
  }

  /** Returns when it ends, or the first of its authorities' does. */
  public Instant ends() {
    return ends(chain);
  }

  static Instant ends(List<X509Certificate> chain) {
    return chain.stream()
        .map(each -> each.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /** Returns the public part, which stands in clear. */
  public CertificateChain chain() {
    Base64.Encoder base64 = Base64.getEncoder();
    return new CertificateChain(
        thumbprint(), chain.stream().map(each -> base64.encodeToString(encoded(each))).toList());
  }

  /** Returns the private part to be sealed, as text that only this room reads. */
  public Secret privatePart() {
    return PrivatePart.of(privateKey);
  }

  /** Returns what shows it in TLS to every server that asks for a certificate. */
  public X509KeyManager keyManager() {
    return new CertificateKeyManager(chain, privateKey);
  }

  static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read has an encoded form", e);
    }
  }

  static String thumbprint(String algorithm, byte[] encoded) {
    try {
      byte[] digest = MessageDigest.getInstance(algorithm).digest(encoded);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  /** Returns the thumbprint, and nothing of the private key. */
  @Override
  public String toString() {
    return "ClientCertificate[" + thumbprint() + "]";
  }
}
