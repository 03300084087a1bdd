package io.calloutauth.oauth;

import java.util.List;

/**
 * A client certificate with those of its authorities (RFC 8705 section 2), in the text forms of
 * JOSE. It knows no private key. Immutable and thread-safe.
 *
 * @param thumbprint the SHA-256 thumbprint of the client's own certificate, in base64url: the
 *     {@code x5t#S256} of RFC 7517 section 4.9
 * @param x5c the certificates, the client's own first and each one's issuer next, in base64 (RFC
 *     7517 section 4.7)
 */
public record CertificateChain(String thumbprint, List<String> x5c) {

  /** Copies the list. */
  public CertificateChain {
    x5c = List.copyOf(x5c);
  }

  /** Returns the thumbprint. */
  @Override
  public String toString() {
    return "CertificateChain[" + thumbprint + "]";
  }
}
