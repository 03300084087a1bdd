package io.calloutauth.example.interop;

import io.calloutauth.keys.KeyState;
import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.keys.PublishedKey;
import io.calloutauth.keys.SigningKey;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SigningAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * A client that signs assertions with a key of its own, and is registered with the public half.
 *
 * @param pem the private key as an administrator types it
 * @param nextPem another key, which the server knows as well
 */
record SigningClient(String id, SigningAlgorithm algorithm, String pem, String nextPem) {

  static SigningClient of(SigningAlgorithm algorithm) {
    return new SigningClient(
        "https://billing.example.com/" + algorithm.value(),
        algorithm,
        newPem(algorithm),
        newPem(algorithm));
  }

  private static String newPem(SigningAlgorithm algorithm) {
    try {
      String type = algorithm == SigningAlgorithm.EDDSA ? "Ed25519" : algorithm.keyType();
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      if (type.equals("EC")) {
        generator.initialize(256);
      } else if (type.equals("RSA")) {
        generator.initialize(2_048);
      }
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder()
              .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
          + "\n-----END PRIVATE KEY-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK makes no such key", e);
    }
  }

  SigningKey key() {
    return key(pem);
  }

  private static SigningKey key(String pem) {
    return Objects.requireNonNull(SigningKey.read(Secret.of(pem)).key());
  }

  /** Returns the JWK set to register. */
  String jwks() {
    return new PublicKeySet("story", List.of(published(pem), published(nextPem))).jwks();
  }

  private PublishedKey published(String typed) {
    return key(typed).publicPart(algorithm, KeyState.CURRENT, Instant.EPOCH);
  }

  @Override
  public String toString() {
    return algorithm.value();
  }
}
