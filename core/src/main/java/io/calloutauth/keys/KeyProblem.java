package io.calloutauth.keys;

/** Why a text that was typed as a private key is not taken. */
public enum KeyProblem {
  /** Neither PEM nor JSON, or broken. */
  UNREADABLE(
      "cannot be read: paste a private key as PEM, from -----BEGIN PRIVATE KEY----- to its end, or"
          + " as a JWK"),
  /** PKCS#1 or SEC 1. */
  NOT_PKCS8("must be PKCS#8: openssl pkcs8 -topk8 -nocrypt -in key.pem turns it into that"),
  /** A PEM under a password. */
  ENCRYPTED("is encrypted: paste it decrypted, as openssl pkcs8 -in key.pem writes it"),
  /** A public key or a certificate. */
  PUBLIC_ONLY("is a public key: the private key is needed"),
  /** More keys than one. */
  SEVERAL_KEYS("holds several keys: paste one"),
  /** A JWK set in which one key id stands twice. */
  EQUAL_KEY_IDS("holds two keys with one key id: paste one key alone"),
  /** Neither RSA nor an elliptic curve. */
  UNSUPPORTED("must be an RSA, an EC (P-256) or an Ed25519 key"),
  /** An elliptic curve that no algorithm of ours is on. */
  WRONG_CURVE("is on another curve: it must be P-256, or Ed25519 for EdDSA"),
  /** An RSA key that is too short, or so long that signing takes too much time. */
  RSA_SIZE("must have 2,048 to 4,096 bits, as RSA keys that sign well do"),
  /** A JWK with the private exponent and without the primes. */
  RSA_PRIMES("lacks the members p, q, dp, dq and qi of an RSA key"),
  /** A private part that does not belong to the public part. */
  MISMATCH("is damaged: its private and its public part do not belong together");

  private final String text;

  KeyProblem(String text) {
    this.text = text;
  }

  /** Returns what is wrong and what to type instead, to be read after the field's label. */
  public String text() {
    return text;
  }
}
