package io.calloutauth.oauth;

/**
 * A signature algorithm that a client's own key signs with (RFC 7518 section 3.1, RFC 8037 section
 * 3.1).
 */
public enum SigningAlgorithm {
  /** RSASSA-PKCS1-v1_5 with SHA-256: what every server takes. */
  RS256("RS256", "RSA"),
  /** RSASSA-PSS with SHA-256. */
  PS256("PS256", "RSA"),
  /** ECDSA on P-256 with SHA-256. */
  ES256("ES256", "EC"),
  /** EdDSA with Ed25519: few servers take it. */
  EDDSA("EdDSA", "OKP");

  private final String value;
  private final String keyType;

  SigningAlgorithm(String value, String keyType) {
    this.value = value;
    this.keyType = keyType;
  }

  /** Returns the registered name of the algorithm. */
  public String value() {
    return value;
  }

  /** Returns the type of key that it signs with: the {@code kty} of a JWK. */
  public String keyType() {
    return keyType;
  }
}
