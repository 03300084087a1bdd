package io.calloutauth.client;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.calloutauth.keys.JwsSigner;
import io.calloutauth.oauth.AssertionOptions;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.SigningAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signs assertions (RFC 7523 section 3): JWTs for one server, each with an id of its own, good for
 * a short time. Not by Nimbus, whose own assertions name the endpoint as the audience and have
 * neither type nor time of issue.
 */
record AssertionSigner(InstantSource clock) {

  /** Some servers refuse an assertion of the future, and none one of seconds ago. */
  static final Duration BACK = Duration.ofSeconds(10);

  private static final int ID_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * What an assertion is signed with; it holds a secret.
   *
   * @param kid the key's id, or null where a client secret signs, or a certificate names the key
   * @param thumbprint that of the key's certificate, or null where none names it
   */
  record AssertionKey(JwsSigner signer, @Nullable String kid, @Nullable String thumbprint) {

    /** Returns a client secret that signs. */
    static AssertionKey of(Secret clientSecret) {
      return new AssertionKey(JwsSigner.hs256(clientSecret), null, null);
    }

    /** Returns a key of a client by the name of the credential, or of its secret. */
    static AssertionKey of(RegisteredClient client, String credential) {
      String name = SecretName.ofCredential(credential);
      String kid = name.substring(SecretName.privateKey("").length());
      AssertionOptions options = client.registration().requests().assertion();
      SigningAlgorithm algorithm = options.keys().get(kid);
      if (algorithm == null) {
        throw new IllegalArgumentException("the client has no such key");
      }
      Secret key = client.secret(name).orElseThrow();
      JwsSigner signer = JwsSigner.of(algorithm, key);
      return options.certificateThumbprint()
          ? new AssertionKey(signer, null, JwsSigner.certificateThumbprint(key))
          : new AssertionKey(signer, kid, null);
    }

    /** Returns the same key, which the server knows by another id. */
    AssertionKey withId(String other) {
      return new AssertionKey(signer, other, thumbprint);
    }

    @Override
    public String toString() {
      return "AssertionKey[" + (kid == null ? thumbprint : kid) + "]";
    }
  }

  /** Returns the claims of an assertion that is good from now on for a time. */
  JWTClaimsSet.Builder claims(Duration goodFor) {
    Instant now = clock.instant();
    byte[] id = new byte[ID_BYTES];
    RANDOM.nextBytes(id);
    return new JWTClaimsSet.Builder()
        .issueTime(Date.from(now.minus(BACK)))
        .expirationTime(Date.from(now.plus(goodFor)))
        .jwtID(Base64URL.encode(id).toString());
  }

  /** Returns an assertion of claims. */
  static Secret sign(JOSEObjectType type, JWTClaimsSet claims, AssertionKey key) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.parse(key.signer().algorithm()))
            .type(type)
            .keyID(key.kid())
            .x509CertSHA256Thumbprint(
                key.thumbprint() == null ? null : new Base64URL(key.thumbprint()))
            .build();
    String input = header.toBase64URL() + "." + claims.toPayload().toBase64URL();
    byte[] signature = key.signer().sign(input.getBytes(StandardCharsets.US_ASCII));
    return Secret.of(input + "." + Base64URL.encode(signature));
  }

  /** Makes the hint that tells an administrator what was signed. */
  interface Hint {
    String of(String audience, String algorithm, @Nullable String kid, @Nullable Duration ahead);
  }

  /**
   * Returns what an assertion of ours says, for an administrator; empty where it cannot be read
   * back: without a hint, the result is the same.
   *
   * @param ahead how far the server's clock is ahead of ours, or null when it does not tell
   */
  static Optional<String> describe(Secret assertion, @Nullable Duration ahead, Hint hint) {
    try {
      SignedJWT jwt = SignedJWT.parse(assertion.reveal());
      return Optional.of(
          hint.of(
              jwt.getJWTClaimsSet().getAudience().get(0),
              jwt.getHeader().getAlgorithm().getName(),
              keyId(jwt.getHeader()),
              ahead));
    } catch (ParseException unreadable) {
      return Optional.empty();
    }
  }

  private static @Nullable String keyId(JWSHeader header) {
    Base64URL thumbprint = header.getX509CertSHA256Thumbprint();
    return thumbprint == null ? header.getKeyID() : thumbprint.toString();
  }
}
