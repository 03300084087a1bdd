package io.calloutauth.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes public keys as JWKs (RFC 7517), with the RFC 7638 thumbprint as key id. It never sees a
 * private key: the library's JWK of one prints it.
 */
final class PublicJwk {

  private static final int ED25519_BYTES = 32;

  private PublicJwk() {}

  static JWK of(PublicKey key) {
    return of(key, null);
  }

  static JWK of(PublicKey key, @Nullable JWSAlgorithm algorithm) {
    try {
      if (key instanceof RSAPublicKey rsa) {
        return new RSAKey.Builder(rsa)
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(algorithm)
            .keyIDFromThumbprint()
            .build();
      }
      if (key instanceof ECPublicKey ec) {
        return new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec)
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(algorithm)
            .keyIDFromThumbprint()
            .build();
      }
      return new OctetKeyPair.Builder(Curve.Ed25519, lastBytes(key))
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(algorithm)
          .keyIDFromThumbprint()
          .build();
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The X.509 form of an Ed25519 key ends in the key (RFC 8410 section 4). */
  private static Base64URL lastBytes(PublicKey key) {
    byte[] encoded = key.getEncoded();
    return Base64URL.encode(
        Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length));
  }
}
