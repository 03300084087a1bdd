package io.calloutauth.keys;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.calloutauth.oauth.CertificateChain;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A client certificate in the forms that authorization servers take it in, for an administrator to
 * copy. Immutable and thread-safe; there is nothing to hide.
 */
public final class PublishedCertificate {

  private static final int LINE = 64;
  private static final int HEXADECIMAL = 16;

  private final CertificateChain chain;
  private final List<X509Certificate> certificates;

  private PublishedCertificate(CertificateChain chain, List<X509Certificate> certificates) {
    this.chain = chain;
    this.certificates = certificates;
  }

  /** Returns what a chain holds; empty when it cannot be read. */
  public static Optional<PublishedCertificate> of(CertificateChain chain) {
    try {
      List<X509Certificate> certificates = CertificateReader.certificates(chain);
      return certificates.isEmpty()
          ? Optional.empty()
          : Optional.of(new PublishedCertificate(chain, certificates));
    } catch (UnreadableCertificateException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  private X509Certificate own() {
    return certificates.get(0);
  }

  /**
   * Returns the subject's distinguished name (RFC 4514): what {@code tls_client_auth_subject_dn} of
   * RFC 8705 section 2.1.2 is to be.
   */
  public String subject() {
    return own().getSubjectX500Principal().getName();
  }

  /** Returns the distinguished name of the authority that signed it (RFC 4514). */
  public String issuer() {
    return own().getIssuerX500Principal().getName();
  }

  /** Returns the serial number in hexadecimal digits. */
  public String serialNumber() {
    return own().getSerialNumber().toString(HEXADECIMAL);
  }

  /** Returns when it begins to be valid. */
  public Instant begins() {
    return own().getNotBefore().toInstant();
  }

  /** Returns when it ends, or the first of its authorities' certificates does. */
  public Instant ends() {
    return ClientCertificate.ends(certificates);
  }

  /** Returns the SHA-256 thumbprint in base64url: {@code x5t#S256} (RFC 7515 section 4.1.8). */
  public String thumbprintSha256() {
    return chain.thumbprint();
  }

  /** Returns the SHA-1 thumbprint in base64url: {@code x5t} (RFC 7515 section 4.1.7). */
  public String thumbprintSha1() {
    return ClientCertificate.thumbprint("SHA-1", ClientCertificate.encoded(own()));
  }

  /** Returns the certificate alone as PEM (RFC 7468 section 5). */
  public String pem() {
    return pem(chain.x5c().get(0));
  }

  /** Returns the certificate and its authorities' as PEM, in the order of the chain. */
  public String chainPem() {
    StringBuilder pem = new StringBuilder();
    chain.x5c().forEach(each -> pem.append(pem(each)));
    return pem.toString();
  }

  private static String pem(String base64) {
    String lines =
        Base64.getMimeEncoder(LINE, new byte[] {'\n'})
            .encodeToString(Base64.getDecoder().decode(base64));
    return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
  }

  /**
   * Returns the members of the JWK of its key, with {@code x5c} and {@code x5t#S256}: what {@code
   * self_signed_tls_client_auth} is verified with (RFC 8705 section 2.2).
   */
  public Map<String, Object> toMap() {
    Map<String, Object> members =
        new LinkedHashMap<>(PublicJwk.of(own().getPublicKey()).toJSONObject());
    members.put("x5t#S256", chain.thumbprint());
    members.put("x5c", chain.x5c());
    return Collections.unmodifiableMap(members);
  }

  /** Returns the JWK as JSON. */
  public String jwk() {
    return JSONObjectUtils.toJSONString(toMap());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublishedCertificate that && chain.equals(that.chain);
  }

  @Override
  public int hashCode() {
    return chain.hashCode();
  }

  /** Returns the subject and the thumbprint. */
  @Override
  public String toString() {
    return "PublishedCertificate[" + subject() + ", " + thumbprintSha256() + "]";
  }
}
