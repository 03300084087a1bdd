package io.calloutauth.example.interop;

import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.keys.SigningKey;
import io.calloutauth.oauth.SigningAlgorithm;
import java.util.List;

/** A client that signs assertions with a key of its own, and is registered with the public half. */
record SigningClient(String id, SigningAlgorithm algorithm, SigningKey key) {

  static SigningClient of(SigningAlgorithm algorithm) {
    return new SigningClient(
        "https://billing.example.com/" + algorithm.value(),
        algorithm,
        SigningKey.generate(algorithm));
  }

  /** Returns the private key as an administrator types it. */
  String pem() {
    return "-----BEGIN PRIVATE KEY-----\n"
        + key.privatePart().reveal()
        + "\n-----END PRIVATE KEY-----\n";
  }

  /** Returns the JWK set to register. */
  String jwks() {
    return new PublicKeySet("story", List.of(key.publicPart(algorithm))).jwks();
  }

  @Override
  public String toString() {
    return algorithm.value();
  }
}
