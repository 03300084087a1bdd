package io.calloutauth.keys;

import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SigningAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A key pair of a client to sign with: RSA, EC on P-256, or Ed25519. Immutable and thread-safe; not
 * serializable, and {@link #toString()} hides the private key.
 */
public final class SigningKey {

  private final KeyKind kind;
  private final transient PrivateKey privateKey;
  private final PublicKey publicKey;

  private SigningKey(KeyKind kind, PrivateKey privateKey, PublicKey publicKey) {
    this.kind = kind;
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /**
   * Returns a new pair that an algorithm signs with: EC on P-256, Ed25519, or RSA with 2,048 bits,
   * which may take half a second.
   */
  public static SigningKey generate(SigningAlgorithm algorithm) {
    KeyKind kind = KeyKind.of(algorithm);
    try {
      KeyPair pair = kind.generate();
      return new SigningKey(kind, pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK makes no keys for " + algorithm.value(), e);
    }
  }

  /**
   * Reads a private key that was typed: PKCS#8 in PEM (RFC 7468 section 10), or a JWK (RFC 7517),
   * also as the only one of a set.
   */
  public static KeyReading read(Secret typed) {
    String text = typed.reveal().strip();
    return text.startsWith("{") ? JwkReader.read(text) : PemReader.read(text);
  }

  /**
   * Returns the pair that a {@linkplain #privatePart() private part} is of; empty when it is none.
   */
  public static Optional<SigningKey> of(Secret privatePart) {
    try {
      return Optional.ofNullable(
          PrivatePart.isRsa(privatePart)
              ? judge(KeyKind.RSA, PrivatePart.read(KeyKind.RSA, privatePart)).key()
              : PemReader.read(Base64.getDecoder().decode(privatePart.reveal())).key());
    } catch (GeneralSecurityException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  /** Judges a private key that was read, and finds its public half. */
  static KeyReading judge(KeyKind kind, PrivateKey key) {
    try {
      KeyProblem problem = KeyKind.problem(key);
      if (problem != null) {
        return KeyReading.refused(problem);
      }
      // What is sealed of it is what is going to sign.
      PrivateKey kept = PrivatePart.read(kind, PrivatePart.of(key));
      return PublicKeyDerivation.of(kind, kept)
          .map(half -> KeyReading.of(new SigningKey(kind, kept, half)))
          .orElse(KeyReading.refused(KeyProblem.MISMATCH));
    } catch (GeneralSecurityException | RuntimeException broken) {
      // What is wrong with numbers shows in many ways, and a message could quote them.
      return KeyReading.refused(KeyProblem.MISMATCH);
    }
  }

  /** Tells whether an algorithm signs with this kind of key. */
  public boolean fits(SigningAlgorithm algorithm) {
    return KeyKind.of(algorithm) == kind;
  }

  /** Returns the name of the kind of key, for people. */
  public String kind() {
    return switch (kind) {
      case RSA -> "RSA";
      case EC -> "EC (P-256)";
      case ED25519 -> "Ed25519";
    };
  }

  /** Returns the key's id: its RFC 7638 thumbprint with SHA-256, in base64url. */
  public String kid() {
    return PublicJwk.of(publicKey).getKeyID();
  }

  /**
   * Returns the public half, as it is published for signatures of an algorithm.
   *
   * @param state where the key stands in the life of its set
   * @param since since when it stands there
   */
  public PublishedKey publicPart(SigningAlgorithm algorithm, KeyState state, Instant since) {
    return new PublishedKey(publicKey, algorithm, state, since, certificate().orElse(null));
  }

  private Optional<PublishedCertificate> certificate() {
    return privateKey instanceof RSAPrivateCrtKey rsa
        ? PublishedCertificate.of(KeyCertificate.of(rsa))
        : Optional.empty();
  }

  PublicKey publicKey() {
    return publicKey;
  }

  /** Returns the private half to be sealed, as text that only this room reads. */
  public Secret privatePart() {
    return PrivatePart.of(privateKey);
  }

  /** Returns the kind of key, and nothing of it. */
  @Override
  public String toString() {
    return "SigningKey[" + kind() + "]";
  }
}
