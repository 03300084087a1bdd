package io.calloutauth.client;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import io.calloutauth.client.AssertionSigner.AssertionKey;
import io.calloutauth.oauth.AssertionHint;
import io.calloutauth.oauth.AssertionOptions;
import io.calloutauth.oauth.ClaimValue;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.GrantAssertion;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JWT bearer grant (RFC 7523 sections 2.1 and 3): a token request with an assertion that a key
 * of the client's own signs, a new one for each request. A refresh token that comes with the token
 * is ignored: the next token is asked for in the same way.
 */
final class JwtBearer implements Grant {

  private final AssertionSigner signer;

  JwtBearer(InstantSource clock) {
    this.signer = new AssertionSigner(clock);
  }

  /** The assertion counts as a secret of the client's: what quotes it is redacted. */
  @Override
  public RegisteredClient prepare(RegisteredClient client, String credential) {
    GrantAssertion settings = options(client).grant();
    return client.with(
        SecretName.GRANT_ASSERTION,
        AssertionSigner.sign(
            JOSEObjectType.JWT, claims(client, settings), key(client, credential, settings)));
  }

  /**
   * A client that authenticates with a key signs both assertions with it. The id that is set is
   * that of the key which signs: one beside it has its own.
   */
  private static AssertionKey key(
      RegisteredClient client, String credential, GrantAssertion settings) {
    String signing =
        options(client).keys().keySet().stream()
            .map(SecretName::privateKey)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("the client has no key"));
    boolean isKey = credential.startsWith(SecretName.privateKey(""));
    String name = isKey ? SecretName.ofCredential(credential) : signing;
    AssertionKey key = AssertionKey.of(client, name);
    return name.equals(signing) ? settings.keyId().map(key::withId).orElse(key) : key;
  }

  private JWTClaimsSet claims(RegisteredClient client, GrantAssertion settings) {
    ClientRegistration registration = client.registration();
    JWTClaimsSet.Builder claims =
        signer
            .claims(settings.lifetime().minus(AssertionSigner.BACK))
            .issuer(settings.issuer().orElse(registration.clientId()))
            .audience(options(client).audience(registration.tokenEndpoint()));
    settings.subject().ifPresent(claims::subject);
    if (settings.scopeAsClaim() && !registration.scope().isEmpty()) {
      claims.claim("scope", Grant.scope(registration));
    }
    client.claims().forEach((name, value) -> claims.claim(name, claim(value)));
    return claims.build();
  }

  private static Object claim(Secret value) {
    return ClaimValue.parse(value.reveal())
        .orElseThrow(() -> new IllegalArgumentException("the value of a claim is broken JSON"));
  }

  @Override
  public void write(RegisteredClient client, GrantInput input, Submission request) {
    if (input != GrantInput.NONE) {
      throw new IllegalArgumentException("the JWT bearer grant takes no refresh token and no code");
    }
    request.parameter("grant_type", GrantType.JWT_BEARER.value());
    request.parameter(
        "assertion", client.secret(SecretName.GRANT_ASSERTION).orElseThrow().reveal());
    if (!options(client).grant().scopeAsClaim()) {
      request.parameter("scope", Grant.scope(client.registration()));
    }
  }

  /**
   * Returns what a prepared client signed, for an administrator; empty when it is no such grant.
   *
   * @param ahead how far the server's clock is ahead of ours, or null when it does not tell
   */
  static Optional<String> hint(RegisteredClient client, @Nullable Duration ahead) {
    return client
        .secret(SecretName.GRANT_ASSERTION)
        .flatMap(own -> AssertionSigner.describe(own, ahead, AssertionHint::of));
  }

  private static AssertionOptions options(RegisteredClient client) {
    return client.registration().requests().assertion();
  }
}
