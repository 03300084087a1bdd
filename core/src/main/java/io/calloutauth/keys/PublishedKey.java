package io.calloutauth.keys;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import io.calloutauth.oauth.SigningAlgorithm;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A public key in the forms that authorization servers take it in, for an administrator to copy.
 * Immutable and thread-safe; there is nothing to hide.
 */
public final class PublishedKey {

  private static final int LINE = 64;

  private final PublicKey key;
  private final SigningAlgorithm algorithm;
  private final KeyState state;
  private final Instant since;
  private final @Nullable PublishedCertificate certificate;
  private final JWK jwk;

  PublishedKey(
      PublicKey key,
      SigningAlgorithm algorithm,
      KeyState state,
      Instant since,
      @Nullable PublishedCertificate certificate) {
    this.key = key;
    this.algorithm = algorithm;
    this.state = state;
    this.since = since;
    this.certificate = certificate;
    this.jwk = PublicJwk.of(key, JWSAlgorithm.parse(algorithm.value()));
  }

  /** Returns the key id: the key's RFC 7638 thumbprint with SHA-256, in base64url. */
  public String kid() {
    return jwk.getKeyID();
  }

  /** Returns the algorithm that it verifies. */
  public SigningAlgorithm algorithm() {
    return algorithm;
  }

  /** Returns where it stands in the life of its set. */
  public KeyState state() {
    return state;
  }

  /** Returns since when it stands there, by the clock of the node that put it there. */
  public Instant since() {
    return since;
  }

  /** Returns the members of the JWK (RFC 7517), for any JSON mapper. */
  public Map<String, Object> toMap() {
    return jwk.toJSONObject();
  }

  /** Returns the JWK as JSON. */
  public String jwk() {
    return jwk.toJSONString();
  }

  /** Returns the key as PEM (RFC 7468 section 13). */
  public String pem() {
    String text = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + text + "\n-----END PUBLIC KEY-----\n";
  }

  /**
   * Returns the certificate of an RSA key, for servers that want one to know the key by; empty for
   * other keys. It is self-signed and always the same for a key, and has no end of its own.
   */
  public Optional<PublishedCertificate> certificate() {
    return Optional.ofNullable(certificate);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublishedKey that
        && jwk.equals(that.jwk)
        && state == that.state
        && since.equals(that.since);
  }

  @Override
  public int hashCode() {
    return Objects.hash(jwk, state, since);
  }

  /** Returns the JWK. */
  @Override
  public String toString() {
    return jwk();
  }
}
