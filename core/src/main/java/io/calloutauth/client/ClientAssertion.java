package io.calloutauth.client;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.auth.JWTAuthentication;
import io.calloutauth.keys.JwsSigner;
import io.calloutauth.oauth.AssertionHint;
import io.calloutauth.oauth.AssertionOptions;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.ClientRegistration;
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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Client authentication by a signed assertion, {@code private_key_jwt} and {@code
 * client_secret_jwt} (RFC 7523 sections 2.2 and 3): a new one for each request, which it is written
 * for. Not by Nimbus, which names the endpoint as the audience and writes neither type nor time of
 * issue.
 */
final class ClientAssertion implements ClientAuthenticator {

  /** So is the type of an assertion that is for nobody but the issuer (rfc7523bis section 4). */
  private static final JOSEObjectType FOR_ISSUER = new JOSEObjectType("client-authentication+jwt");

  private static final Duration LIFETIME = Duration.ofSeconds(60);

  /** Some servers refuse an assertion of the future, and none one of seconds ago. */
  private static final Duration BACK = Duration.ofSeconds(10);

  private static final int ID_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final InstantSource clock;

  ClientAssertion(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public List<String> credentials(RegisteredClient client) {
    return signsWithKey(client.registration())
        ? options(client).keys().keySet().stream().map(SecretName::privateKey).toList()
        : List.of(SecretName.CLIENT_SECRET);
  }

  /** The assertion counts as a secret of the client's: what quotes it is redacted. */
  @Override
  public RegisteredClient prepare(RegisteredClient client, String credential) {
    return client.with(SecretName.CLIENT_ASSERTION, Secret.of(sign(client, credential)));
  }

  @Override
  public void authenticate(RegisteredClient client, String credential, Submission request) {
    request.parameter("client_assertion_type", JWTAuthentication.CLIENT_ASSERTION_TYPE);
    request.parameter(
        "client_assertion", client.secret(SecretName.CLIENT_ASSERTION).orElseThrow().reveal());
    if (!options(client).withoutClientId()) {
      request.parameter("client_id", client.registration().clientId());
    }
  }

  /**
   * Returns what a prepared client signed, for an administrator; empty when it signed nothing.
   *
   * @param ahead how far the server's clock is ahead of ours, or null when it does not tell
   */
  static Optional<String> hint(RegisteredClient client, @Nullable Duration ahead) {
    return client
        .secret(SecretName.CLIENT_ASSERTION)
        .map(
            assertion -> {
              try {
                SignedJWT jwt = SignedJWT.parse(assertion.reveal());
                return AssertionHint.of(
                    jwt.getJWTClaimsSet().getAudience().get(0),
                    jwt.getHeader().getAlgorithm().getName(),
                    jwt.getHeader().getKeyID(),
                    ahead);
              } catch (ParseException unreadable) {
                throw new IllegalStateException("the assertion is ours");
              }
            });
  }

  private String sign(RegisteredClient client, String credential) {
    Secret secret = client.secret(credential).orElseThrow();
    if (!signsWithKey(client.registration())) {
      return sign(client, JwsSigner.hs256(secret), null);
    }
    String kid = credential.substring(SecretName.privateKey("").length());
    SigningAlgorithm algorithm = options(client).keys().get(kid);
    if (algorithm == null) {
      throw new IllegalArgumentException("the client has no such key");
    }
    return sign(client, JwsSigner.of(algorithm, secret), kid);
  }

  private String sign(RegisteredClient client, JwsSigner signer, @Nullable String kid) {
    JOSEObjectType type = options(client).isForIssuer() ? FOR_ISSUER : JOSEObjectType.JWT;
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.parse(signer.algorithm())).type(type).keyID(kid).build();
    String input = header.toBase64URL() + "." + claims(client.registration()).toBase64URL();
    byte[] signature = signer.sign(input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + Base64URL.encode(signature);
  }

  /** The audience is one text: of several, another server could be one (RFC 7523 section 3). */
  private Payload claims(ClientRegistration registration) {
    Instant now = clock.instant();
    byte[] id = new byte[ID_BYTES];
    RANDOM.nextBytes(id);
    return new JWTClaimsSet.Builder()
        .issuer(registration.clientId())
        .subject(registration.clientId())
        .audience(registration.requests().assertion().audience(registration.tokenEndpoint()))
        .issueTime(Date.from(now.minus(BACK)))
        .expirationTime(Date.from(now.plus(LIFETIME)))
        .jwtID(Base64URL.encode(id).toString())
        .build()
        .toPayload();
  }

  private static boolean signsWithKey(ClientRegistration registration) {
    return registration.clientAuthentication() == ClientAuthentication.PRIVATE_KEY_JWT;
  }

  private static AssertionOptions options(RegisteredClient client) {
    return client.registration().requests().assertion();
  }
}
