package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.ProviderKey;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of the refresh token grant, and which edits end an authorization. */
class RefreshTokenSettingsTest extends NodeTest {

  private ProviderSettings.Builder typed() {
    return ProviderSettings.refreshToken()
        .name("Zuora")
        .clientId("billing")
        .clientSecret("s3cret")
        .refreshToken("r1")
        .tokenEndpoint(server.url("/token"))
        .revocationEndpoint(server.url("/revoke"))
        .anyOrigin();
  }

  private long authorization(Provider provider) {
    ProviderKey key = new ProviderKey("acme", provider.id().value());
    return node.store.providers().find(key).orElseThrow().authorization();
  }

  private InvalidSettingsException refused(ProviderSettings.Builder draft) {
    return catchThrowableOfType(
        InvalidSettingsException.class, () -> providers().create(draft.build()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " r1", "r1\n", "r\u00fc", "r\u0007"})
  void aRefreshTokenIsThereAndVisible(String text) {
    assertThat(refused(typed().refreshToken(text)).problems())
        .extracting(problem -> problem.field())
        .containsExactly(ProviderField.REFRESH_TOKEN);
  }

  @Test
  void aRefreshTokenHas64KiBAtMost() {
    assertThat(refused(typed().refreshToken("x".repeat(65_537)))).isNotNull();
    assertThat(providers().create(typed().refreshToken("x".repeat(65_536)).build())).isNotNull();
  }

  @Test
  void isOfNoUseToOtherGrants() {
    assertThat(refused(typed().grantType(GrantType.CLIENT_CREDENTIALS)))
        .hasMessageContaining("refresh token must not be set");
  }

  @Test
  void intervalsAreBounded() {
    assertThat(
            refused(
                    typed()
                        .refreshTokenReuseInterval(Duration.ofHours(2))
                        .keepAliveInterval(Duration.ofSeconds(5)))
                .problems())
        .extracting(problem -> problem.field())
        .containsExactly(
            ProviderField.REFRESH_TOKEN_REUSE_INTERVAL, ProviderField.KEEP_ALIVE_INTERVAL);
  }

  @Test
  void aCheckSpendsNoRefreshToken() {
    TestReport report = providers().check(typed().build());

    assertThat(report.steps().get(0).text()).contains("No token was asked for");
    assertThat(server.arrivedAt("/token")).isEmpty();
  }

  @Test
  void editsOfScopeOriginsAndSecretKeepTheAuthorization() {
    Provider provider = providers().create(typed().build());
    long before = authorization(provider);

    node.edit(
        provider.id(),
        draft -> draft.scope("orders").noOrigins().origin(server.url("")).clientSecret("another"));
    providers().disable(provider.id());
    providers().enable(provider.id());

    assertThat(authorization(provider)).isEqualTo(before);
  }

  /** A client with a secret has to type that again where its tokens may go elsewhere. */
  @Test
  void withoutASecretOtherOriginsWantAnotherRefreshToken() {
    Provider provider =
        providers()
            .create(
                typed()
                    .clientAuthentication(ClientAuthentication.NONE)
                    .clientSecret(null)
                    .noOrigins()
                    .origin("https://a.example.com")
                    .build());
    long before = authorization(provider);

    assertThatThrownBy(
            () -> node.edit(provider.id(), d -> d.noOrigins().origin("https://b.example.com")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("refresh token must be");
    node.edit(
        provider.id(), d -> d.noOrigins().origin("https://b.example.com").refreshToken("second"));

    assertThat(authorization(provider)).isGreaterThan(before);
  }

  private void endsTheAuthorization(UnaryOperator<ProviderSettings.Builder> edit) {
    Provider provider = providers().create(typed().build());
    long before = authorization(provider);
    node.edit(provider.id(), edit);
    assertThat(authorization(provider)).isGreaterThan(before);
    providers().delete(provider.id());
  }

  @Test
  void anEditOfWhatItWasGivenForEndsTheAuthorization() {
    endsTheAuthorization(draft -> draft.refreshToken("r2"));
    endsTheAuthorization(draft -> draft.clientId("other").refreshToken("r2"));
    endsTheAuthorization(
        draft -> draft.tokenEndpoint(server.url("/new")).clientSecret("again").refreshToken("r2"));
    endsTheAuthorization(
        draft ->
            draft.revocationEndpoint(server.url("/new")).clientSecret("again").refreshToken("r2"));
    endsTheAuthorization(draft -> draft.grantType(GrantType.CLIENT_CREDENTIALS));
  }

  @Test
  void aKeptRefreshTokenGoesNowhereElse() {
    Provider provider = providers().create(typed().build());
    ProviderSettings moved =
        provider.toSettings().toBuilder()
            .tokenEndpoint(server.url("/elsewhere"))
            .clientSecret("again")
            .build();

    InvalidSettingsException refused =
        catchThrowableOfType(
            InvalidSettingsException.class,
            () -> providers().update(provider.id(), provider.version(), moved));

    assertThat(refused)
        .hasMessageContaining("refresh token must be a new one")
        .hasMessageContaining("token endpoint");
  }
}
