package io.calloutauth.keys;

/** Why a text that was typed as a client certificate with its private key is not taken. */
public enum CertificateProblem {
  /** Neither PEM nor PKCS#12, or broken. */
  UNREADABLE(
      "cannot be read: paste PEM, from -----BEGIN CERTIFICATE----- to the private key's end, or a"
          + " PKCS#12 file (.p12, .pfx) in base64"),
  /** More text or more certificates than are read, or a password that takes long to try. */
  TOO_LARGE(
      "is too large: it must have at most 40,000 characters, five certificates of 9,000 bytes"
          + " together, and a password that is derived in 2,000,000 rounds or less"),
  /** A private key alone. */
  NO_CERTIFICATE("lacks the certificate: paste it before the private key"),
  /** Certificates alone. */
  NO_KEY("lacks the private key: paste it after the certificate, or a PKCS#12 file with both"),
  /** A private key under a password, which was not typed. */
  PASSWORD_MISSING("is under a password: enter it as well"),
  /** A password that opens nothing. */
  WRONG_PASSWORD("does not open with this password"),
  /** A password that the JDK's cryptography cannot try. */
  PASSWORD_NOT_ASCII(
      "is under a password with other characters than ASCII, which cannot be tried here: export it"
          + " under another one"),
  /** A private key under a password in a way that the JDK does not know, such as scrypt. */
  UNKNOWN_ENCRYPTION(
      "has a private key that is damaged, or encrypted in a way which is not known here: openssl"
          + " pkcs8 -topk8 -v2 aes-256-cbc -in key.pem turns it into one that is"),
  /** PKCS#1 or SEC 1. */
  NOT_PKCS8(
      "must have its private key as PKCS#8: openssl pkcs8 -topk8 -nocrypt -in key.pem turns it into"
          + " that"),
  /** A private key that is broken. */
  KEY_UNREADABLE("has a private key that cannot be read"),
  /** More private keys than one. */
  SEVERAL_KEYS("holds several private keys: paste one, with its certificate"),
  /** A kind of key that is not shown in TLS. */
  UNSUPPORTED(
      "must be of an RSA key, an elliptic curve (P-256, P-384 or P-521) or Ed25519, so that TLS"
          + " can show it"),
  /** An RSA key that is too short, or so long that signing takes too much time. */
  RSA_SIZE(
      "must be of an RSA key with 2,048 to 4,096 bits, and so must its authorities: 2,048 or more"),
  /** A private key that is another certificate's. */
  MISMATCH("does not fit the private key: it is the certificate of another key"),
  /** Certificates that form a chain in another order. */
  WRONG_ORDER(
      "is in another order than its chain: paste the client's own certificate first, then each"
          + " one's issuer"),
  /** Certificates of several clients. */
  SEVERAL_LEAVES(
      "holds certificates of several clients: paste one, and its authorities' certificates"),
  /** Certificates that did not sign one another. */
  BROKEN_CHAIN(
      "is no chain: each certificate must be followed by that of the authority that signed it"),
  /** An authority's certificate in the place of a client's. */
  AUTHORITY(
      "is an authority's certificate: paste the one that the authority issued to this client, and"
          + " then the authority's"),
  /** A certificate without its issuer's. */
  INCOMPLETE(
      "lacks the certificates of its authorities: paste the whole chain, up to the authority that"
          + " the server trusts"),
  /** A self-signed certificate where an authority's is wanted. */
  SELF_SIGNED(
      "is self-signed: paste one that an authority issued, followed by the authority's, or set the"
          + " client authentication to self_signed_tls_client_auth"),
  /** An authority's chain where a self-signed certificate is wanted. */
  NOT_SELF_SIGNED(
      "must be one self-signed certificate: for one that an authority issued, set the client"
          + " authentication to tls_client_auth"),
  /** A certificate that is for other uses. */
  NOT_FOR_CLIENTS(
      "is not for clients: its (extended) key usage must allow TLS client authentication"),
  /** A certificate of the past. */
  EXPIRED("has expired, or one of its authorities' has"),
  /** A certificate of the future. */
  NOT_YET_VALID("is not valid yet, or one of its authorities' is not");

  private final String text;

  CertificateProblem(String text) {
    this.text = text;
  }

  /** Returns what is wrong and what to type instead, to be read after the field's label. */
  public String text() {
    return text;
  }
}
