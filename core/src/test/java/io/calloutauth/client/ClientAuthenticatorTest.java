package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.calloutauth.client.ClientAuthenticator.Credential;
import io.calloutauth.endpoint.TestEndpoints;
import io.calloutauth.keys.ClientCertificate;
import io.calloutauth.keys.SigningKey;
import io.calloutauth.oauth.BodyFormat;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.Need;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.testkit.MadeCertificate;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClientAuthenticatorTest {

  private static ClientRegistration registration(ClientAuthentication method) {
    return Clients.registration(TestEndpoints.of(URI.create("https://idp.example.com/token")))
        .clientAuthentication(method)
        .requests(withKey())
        .certificate(CERTIFICATE.chain())
        .build();
  }

  private static final ClientCertificate CERTIFICATE =
      Objects.requireNonNull(
          ClientCertificate.read(Secret.of(MadeCertificate.issued("CN=billing").typed()), null)
              .certificate());
  private static final Secret KEY = SigningKey.generate(SigningAlgorithm.ES256).privatePart();

  private static RequestOptions withKey() {
    RequestOptions.Builder options = RequestOptions.builder();
    options
        .assertion()
        .issuer("https://idp.example.com")
        .keys(Map.of("k1", SigningAlgorithm.ES256));
    return options.build();
  }

  /** Two client secrets that overlap, say: no method of today has them. */
  private static final class Overlap implements ClientAuthenticator {

    @Override
    public List<String> credentials(RegisteredClient client) {
      return List.of("client_secret", "client_secret:next");
    }

    @Override
    public void authenticate(RegisteredClient client, String credential, Submission request) {
      request.parameter("with", credential);
    }
  }

  /** What a method is said to need is all that it gets, and it asks for nothing else. */
  @ParameterizedTest
  @EnumSource
  void authenticatesWithTheSecretsThatItNeedsAlone(ClientAuthentication method) {
    String tlsKey = SecretName.tlsKey(CERTIFICATE.thumbprint());
    Map<String, String> needed =
        method.needs().contains(Need.CLIENT_SECRET)
            ? Map.of(SecretName.CLIENT_SECRET, "s3cret".repeat(6))
            : method.needs().contains(Need.KEYS)
                ? Map.of(SecretName.privateKey("k1"), KEY.reveal())
                : method.needs().contains(Need.CERTIFICATE)
                    ? Map.of(tlsKey, CERTIFICATE.privatePart().reveal())
                    : Map.of();
    RegisteredClient client = Clients.of("acme", registration(method), needed);
    Credential credential = Clients.credential(client);

    credential.authenticate(new Submission(BodyFormat.FORM));

    assertThat(client.registration().secretNames()).containsExactlyElementsOf(needed.keySet());
    assertThat(credential.name()).isIn("client_secret", "private_key:k1", tlsKey, "none");
    assertThat(credential.identity().isShown()).isEqualTo(method.needsCertificate());
  }

  @Test
  void triesTheCredentialFirstThatWorkedLast() {
    RegisteredClient client =
        Clients.of(registration(ClientAuthentication.CLIENT_SECRET_POST), "s3cret");

    assertThat(Credential.first(client, new Overlap()).name()).isEqualTo("client_secret");
    assertThat(Credential.first(client.lastCredential("client_secret:next"), new Overlap()).name())
        .isEqualTo("client_secret:next");
    assertThat(Credential.first(client.lastCredential("gone"), new Overlap()).name())
        .isEqualTo("client_secret");
  }

  @ParameterizedTest
  @EnumSource
  void noGrantTakesAnothersInput(GrantType type) {
    RegisteredClient client = Clients.of(registration(ClientAuthentication.NONE), "unused");
    boolean owning = type.needs().contains(Need.AUTHORIZATION);
    GrantInput other = owning ? GrantInput.NONE : new GrantInput.RefreshToken(Secret.of("r1"));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Grant.of(type, InstantSource.system())
                    .write(client, other, new Submission(BodyFormat.FORM)));
  }

  @Test
  void inputsHideTheirSecrets() {
    Secret canary = Secret.of("CANARY");
    assertThat(
            List.of(
                new GrantInput.RefreshToken(canary),
                new GrantInput.AuthorizationCode(
                    canary, canary, URI.create("https://host.example.com/CANARY"))))
        .allMatch(input -> !input.toString().contains("CANARY"));
  }
}
