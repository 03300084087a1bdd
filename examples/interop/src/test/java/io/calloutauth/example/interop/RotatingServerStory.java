package io.calloutauth.example.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.calloutauth.AuthorizationNeededException;
import io.calloutauth.Authorizations;
import io.calloutauth.CalloutNotSentException;
import io.calloutauth.RevocationReport;
import io.calloutauth.TokenErrorException;
import io.calloutauth.TokenState;
import io.calloutauth.TokenStatus;
import io.calloutauth.TooManyAttemptsException;
import io.calloutauth.cluster.RefreshProof;
import io.calloutauth.cluster.SharedDatabase;
import io.calloutauth.oauth.AuthorizationError;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The authorization code and the refresh token grant at a server that rotates refresh tokens and
 * ends an authorization when a used one comes again, through its own login form.
 */
abstract class RotatingServerStory extends RealServerStory {

  private static final String LOGIN = "session 7";

  /** What the server's metadata says of itself, and the client. */
  private ProviderSettings.Builder settings(GrantType grant) {
    ProviderSettings draft =
        host.settings(ClientAuthentication.CLIENT_SECRET_BASIC)
            .grantType(grant)
            .clientId(clients.code().id())
            .clientSecret(clients.code().secret())
            .build();
    return auth().discovery().fetch(server().issuer(), draft).settings().toBuilder();
  }

  private ProviderSettings.Builder settings(boolean pushes) {
    ProviderSettings.Builder found = settings(GrantType.AUTHORIZATION_CODE);
    return pushes ? found : found.authorizationRequests(a -> a.pushEndpoint(null));
  }

  private Authorizations alice() {
    return auth().as("alice").authorizations();
  }

  private URI sentBack(ProviderId id) throws Exception {
    URI go = alice().begin(id, StoryClients.CALLBACK, LOGIN);
    return new LoginBrowser(clients.certificates()).sentBack(go, StoryClients.CALLBACK);
  }

  private void authorize(ProviderId id) throws Exception {
    assertThat(alice().complete(sentBack(id), LOGIN).isDone()).isTrue();
  }

  private ProviderId authorized() throws Exception {
    ProviderId id = host.bind(settings(true).build());
    authorize(id);
    return id;
  }

  private OtherProgram elsewhere() {
    return new OtherProgram(server(), clients, clients.code());
  }

  private void edit(ProviderId id, UnaryOperator<ProviderSettings.Builder> change) {
    Provider read = auth().providers().find(id).orElseThrow();
    host.correct(id, change.apply(read.toSettings().toBuilder()).build());
  }

  /** Refreshes as soon as the limits allow. */
  private TokenState refresh(ProviderId id) {
    return await()
        .atMost(Duration.ofMinutes(1))
        .ignoreException(TooManyAttemptsException.class)
        .until(() -> auth().tokens().refresh(id).state(), state -> true);
  }

  private TokenStatus status(ProviderId id) {
    return auth().tokens().status(id);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void authorizesThroughTheLoginForm(boolean pushes) throws Exception {
    ProviderId id = host.bind(settings(pushes).build());
    assertThat(status(id).state()).isEqualTo(TokenState.AUTHORIZATION_NEEDED);

    URI back = sentBack(id);
    Authorizations.Result result = alice().complete(back, LOGIN);

    assertThat(back.getRawQuery()).contains("code=", "iss=");
    assertThat(result.isDone()).isTrue();
    assertThat(result.scope().tokens()).containsAll(StoryClients.SCOPES);
    assertThat(status(id).state()).isEqualTo(TokenState.ACTIVE);
    assertThat(status(id).authorization().orElseThrow().authorizedBy()).hasValue("alice");
    assertThat(host.callout()).isEqualTo(204);
    assertThat(alice().complete(back, LOGIN).error())
        .as("a reload of the page")
        .contains(AuthorizationError.UNKNOWN_STATE);
    assertThat(refresh(id)).as("nothing is lost").isEqualTo(TokenState.ACTIVE);
  }

  @Test
  void redeemsNothingOfAnotherIssuer() throws Exception {
    ProviderId id = host.bind(settings(true).build());
    String back = sentBack(id).toString();

    URI other = URI.create(back.replaceFirst("iss=[^&]+", "iss=https%3A%2F%2Fother.example.com"));

    assertThat(alice().complete(other, LOGIN).error()).contains(AuthorizationError.OTHER_ISSUER);
    assertThat(status(id).state()).isEqualTo(TokenState.AUTHORIZATION_NEEDED);
  }

  @Test
  void usesEachRefreshTokenOnce() throws Exception {
    ProviderId id = authorized();
    Secret before = host.token(id);

    for (int i = 0; i < 3; i++) {
      assertThat(refresh(id)).isEqualTo(TokenState.ACTIVE);
    }

    assertThat(host.token(id)).isNotEqualTo(before);
    assertThat(host.answerTo(before)).as("a token from before").isEqualTo(200);
    assertThat(host.callout()).isEqualTo(204);
    assertThat(status(id).authorization().orElseThrow().inDoubtSince()).isEmpty();
  }

  /** What a node of another make does, or a backup that was restored. */
  @Test
  void tellsThatTheAuthorizationIsOverWhenItsRefreshTokenWasUsedElsewhere() throws Exception {
    String typed = elsewhere().authorize();
    ProviderId id = host.bind(settings(GrantType.REFRESH_TOKEN).refreshToken(typed).build());
    assertThat(host.callout()).isEqualTo(204);
    Secret living = host.token(id);

    assertThat(elsewhere().use(typed)).as("it was used").isEqualTo(400);

    assertThat(host.answerTo(living)).as("the server ended all").isEqualTo(401);
    assertThat(host.callout()).as("its own refusal, for there is no other token").isEqualTo(401);
    assertThat(status(id).state()).isEqualTo(TokenState.AUTHORIZATION_NEEDED);
    assertThat(status(id).failure().map(TokenFailure::error))
        .contains(TokenError.AUTHORIZATION_OVER);
    String another = elsewhere().authorize();
    edit(id, draft -> draft.refreshToken(another));
    assertThat(host.callout()).as("authorized anew").isEqualTo(204);
  }

  @Test
  @EnabledIfSystemProperty(named = "callout.auth.interop.nodes", matches = "true")
  void losesNoneSilentlyWhereManyNodesAreKilledStoppedAndCutOff() throws Exception {
    String title = "4 nodes with refresh tokens at " + server().getClass().getSimpleName();
    OtherProgram client = new OtherProgram(server(), clients, clients.shortLived());
    try (SharedDatabase database = SharedDatabase.postgresql()) {
      new RefreshProof(24, 12, 95).prove(title, database, new RealAuthorizations(client));
    }
  }

  @Test
  void endsTheAuthorizationWithItsRevocation() throws Exception {
    ProviderId id = authorized();
    Secret living = host.token(id);

    assertThat(auth().tokens().revoke(id).outcome()).isEqualTo(RevocationReport.Outcome.REVOKED);

    assertThat(host.answerTo(living)).isEqualTo(401);
    assertThat(status(id).state()).isEqualTo(TokenState.AUTHORIZATION_NEEDED);
    assertThat(catchThrowableOfType(CalloutNotSentException.class, host::callout).reason())
        .isInstanceOf(AuthorizationNeededException.class);
    authorize(id);
    assertThat(host.callout()).isEqualTo(204);
  }

  @Test
  void losesNothingByAWrongSecret() throws Exception {
    ProviderId id = authorized();
    edit(id, draft -> draft.clientSecret("not the secret"));
    assertThatExceptionOfType(TokenErrorException.class)
        .isThrownBy(() -> auth().tokens().refresh(id))
        .satisfies(
            refused -> assertThat(refused.error()).isEqualTo(server().wrongSecret().error()));

    edit(id, draft -> draft.clientSecret(clients.code().secret()));

    assertThat(refresh(id)).isEqualTo(TokenState.ACTIVE);
    assertThat(host.callout()).isEqualTo(204);
  }
}
