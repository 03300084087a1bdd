package io.calloutauth.client;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.auth.JWTAuthentication;
import io.calloutauth.client.AssertionSigner.AssertionKey;
import io.calloutauth.oauth.AssertionHint;
import io.calloutauth.oauth.AssertionOptions;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Client authentication by a signed assertion, {@code private_key_jwt} and {@code
 * client_secret_jwt} (RFC 7523 sections 2.2 and 3): a new one for each request, which it is written
 * for.
 */
final class ClientAssertion implements ClientAuthenticator {

  /** So is the type of an assertion that is for nobody but the issuer (rfc7523bis section 4). */
  private static final JOSEObjectType FOR_ISSUER = new JOSEObjectType("client-authentication+jwt");

  private static final Duration LIFETIME = Duration.ofSeconds(60);

  private final AssertionSigner signer;

  ClientAssertion(InstantSource clock) {
    this.signer = new AssertionSigner(clock);
  }

  @Override
  public List<String> credentials(RegisteredClient client) {
    if (!signsWithKey(client.registration())) {
      return client.registration().clientSecrets();
    }
    List<String> names = new ArrayList<>();
    for (String kid : options(client).keys().keySet()) {
      String name = SecretName.privateKey(kid);
      names.add(names.isEmpty() ? name : SecretName.beside(name));
    }
    return names;
  }

  /** The assertion counts as a secret of the client's: what quotes it is redacted. */
  @Override
  public RegisteredClient prepare(RegisteredClient client, String credential) {
    return client.with(SecretName.CLIENT_ASSERTION, sign(client, credential));
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
        .flatMap(own -> AssertionSigner.describe(own, ahead, AssertionHint::ofClient));
  }

  private Secret sign(RegisteredClient client, String credential) {
    ClientRegistration registration = client.registration();
    AssertionOptions options = options(client);
    JWTClaimsSet claims =
        signer
            .claims(LIFETIME)
            .issuer(registration.clientId())
            .subject(registration.clientId())
            .audience(options.audience(registration.tokenEndpoint()))
            .build();
    AssertionKey key =
        signsWithKey(registration)
            ? AssertionKey.of(client, credential)
            : AssertionKey.of(client.secretOf(credential).orElseThrow());
    return AssertionSigner.sign(
        options.isForIssuer() ? FOR_ISSUER : JOSEObjectType.JWT, claims, key);
  }

  private static boolean signsWithKey(ClientRegistration registration) {
    return registration.clientAuthentication() == ClientAuthentication.PRIVATE_KEY_JWT;
  }

  private static AssertionOptions options(RegisteredClient client) {
    return client.registration().requests().assertion();
  }
}
