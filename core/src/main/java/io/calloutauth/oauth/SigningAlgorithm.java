package io.calloutauth.oauth;

/**
 * A signature algorithm that a client's own key signs with (RFC 7518 section 3.1, RFC 8037 section
 * 3.1).
 */
public enum SigningAlgorithm {
  /** RSASSA-PKCS1-v1_5 with SHA-256: what every server takes. */
  RS256("RS256"),
  /** RSASSA-PSS with SHA-256. */
  PS256("PS256"),
  /** ECDSA on P-256 with SHA-256. */
  ES256("ES256"),
  /** EdDSA with Ed25519: few servers take it. */
  EDDSA("EdDSA");

  private final String value;

  SigningAlgorithm(String value) {
    this.value = value;
  }

  /** Returns the registered name of the algorithm. */
  public String value() {
    return value;
  }
}
