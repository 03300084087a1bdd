package io.calloutauth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutRefusedException;
import io.calloutauth.NoProviderBoundException;
import io.calloutauth.Node;
import io.calloutauth.OneNode;
import io.calloutauth.ProviderDisabledException;
import io.calloutauth.oauth.BodyFormat;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.LifetimeUnit;
import io.calloutauth.oauth.RevocationAuthentication;
import io.calloutauth.oauth.ScopeSeparator;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.TokenServer.Arrived;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What administrators do while an exchange runs. */
@Timeout(60)
class EpochTest extends OneNode {

  private Provider crm;

  @BeforeEach
  void bind() {
    crm = node.bound(N);
  }

  private CompletableFuture<CalloutCredentials> heldCallout() {
    server.hold();
    CompletableFuture<CalloutCredentials> callout = node.later(N);
    server.awaitExchanges(1);
    return callout;
  }

  @Test
  void anEditDropsWhatTheExchangeBringsAndItsWaitersGetTheNewOne() {
    CompletableFuture<CalloutCredentials> callout = heldCallout();

    node.edit(crm.id(), draft -> draft.scope("orders.read"));
    server.release();

    assertThat(Node.bearer(callout.join())).isEqualTo("token-2");
    assertThat(node.token(N)).isEqualTo("token-2");
    assertThat(server.arrivedAt("/token").map(Arrived::body))
        .last()
        .asString()
        .contains("orders.read");
    node.awaitQuiet();
    assertThat(server.arrivedAt("/revoke")).as("no provider was deleted").isEmpty();
  }

  @Test
  void anEditDropsTheTokenThatIsHeld() {
    node.token(N);

    node.edit(crm.id(), draft -> draft.clientId("another"));

    assertThat(node.token(N)).isEqualTo("token-2");
  }

  @Test
  void aRenameLeavesTokenAndExchangeAlone() {
    CompletableFuture<CalloutCredentials> callout = heldCallout();
    node.edit(crm.id(), draft -> draft.name("Another name"));
    server.release();
    assertThat(Node.bearer(callout.join())).isEqualTo("token-1");

    node.edit(crm.id(), draft -> draft.name("Yet another"));

    assertThat(node.token(N)).isEqualTo("token-1");
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void aDisabledProviderFailsClosedWithoutAnExchangeUntilItIsEnabled() {
    node.token(N);
    node.auth.providers().disable(crm.id());

    assertThat(node.refusal(N)).isInstanceOf(ProviderDisabledException.class);
    assertThat(server.exchanges()).isEqualTo(1);
    node.auth.providers().enable(crm.id());
    assertThat(node.token(N)).isEqualTo("token-2");
  }

  @Test
  void aProviderThatIsDisabledWhileItsExchangeRunsFailsItsWaiters() {
    CompletableFuture<CalloutCredentials> callout = heldCallout();

    node.auth.providers().disable(crm.id());
    server.release();

    assertThat(callout)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(ProviderDisabledException.class);
  }

  @Test
  void anOriginThatIsTakenAwayWhileAnExchangeRunsGetsNoToken() {
    CompletableFuture<CalloutCredentials> callout = heldCallout();

    node.edit(
        crm.id(), draft -> draft.testEndpoint("").noOrigins().origin("https://else.example.com"));
    Eventually.holds(() -> node.later(N).isCompletedExceptionally());
    server.release();

    assertThat(callout)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(CalloutRefusedException.class);
  }

  @Test
  void aRevocationDropsWhatTheExchangeBrings() {
    CompletableFuture<CalloutCredentials> callout = heldCallout();

    node.auth.tokens().revoke(crm.id());
    server.release();

    assertThat(Node.bearer(callout.join())).isEqualTo("token-2");
    assertThat(node.token(N)).isEqualTo("token-2");
  }

  @Test
  void aTokenThatComesForADeletedProviderIsGivenBack() {
    CompletableFuture<CalloutCredentials> callout = heldCallout();

    node.auth.providers().deleteAndDetach(crm.id());
    server.release();

    assertThat(callout)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            NoProviderBoundException.class, none -> assertThat(none.detached()).isTrue());
    node.awaitQuiet();
    assertThat(server.arrivedAt("/revoke").map(Arrived::body))
        .singleElement()
        .asString()
        .contains("token-1");
  }

  @Test
  void aCalloutOfADeletedProviderGoesOnWithTheOneThatItsNotificationHasByNow() {
    CompletableFuture<CalloutCredentials> callout = heldCallout();

    Provider next = node.auth.providers().create(node.settings("Next").build());
    node.auth.notifications().bind(N, next.id());
    node.auth.providers().delete(crm.id());
    server.release();

    assertThat(Node.bearer(callout.join())).isEqualTo("token-2");
  }

  static Stream<UnaryOperator<ProviderSettings.Builder>> editsOfTheToken() {
    return Stream.of(
        draft -> draft.clientId("another"),
        draft -> draft.clientSecret("another"),
        draft -> draft.scope("orders.read"),
        draft -> draft.clientAuthentication(ClientAuthentication.NONE),
        draft -> draft.requests(r -> r.audience("a")),
        draft -> draft.requests(r -> r.resource("https://a.example.com")),
        draft -> draft.requests(r -> r.scopeSeparator(ScopeSeparator.COMMA)),
        draft -> draft.requests(r -> r.bodyFormat(BodyFormat.JSON)),
        draft -> draft.requests(r -> r.parameter("tier", "gold")),
        draft -> draft.requests(r -> r.header("X-Tier", "gold")),
        draft -> draft.responses(r -> r.lifetimeUnit(LifetimeUnit.MILLISECONDS)),
        draft -> draft.responses(r -> r.tokenTypeAlias("bot")));
  }

  @ParameterizedTest
  @MethodSource("editsOfTheToken")
  void anEditOfWhatTheTokenDependsOnDropsIt(UnaryOperator<ProviderSettings.Builder> edit) {
    node.token(N);

    node.edit(crm.id(), edit);

    assertThat(node.token(N)).isEqualTo("token-2");
  }

  private void withoutSecret() {
    node.edit(crm.id(), draft -> draft.clientAuthentication(ClientAuthentication.NONE));
    assertThat(node.token(N)).isEqualTo("token-1");
  }

  static Stream<Function<String, UnaryOperator<ProviderSettings.Builder>>> editsOfDestinations() {
    return Stream.of(
        url -> draft -> draft.tokenEndpoint(url + "/token?b"),
        url -> draft -> draft.revocationEndpoint(url + "/elsewhere"),
        url -> draft -> draft.revocationEndpoint(""),
        url -> draft -> draft.testEndpoint(url + "/elsewhere"),
        url -> draft -> draft.testEndpoint(""),
        url -> draft -> draft.noOrigins().origin("https://api.example.com").origin(url),
        url ->
            draft ->
                draft.requests(r -> r.revocationAuthentication(RevocationAuthentication.BEARER)),
        url -> draft -> draft.responses(a -> a.tokenPointer("/access_token")),
        url -> draft -> draft.responses(a -> a.tokenTypePointer("/token_type")),
        url -> draft -> draft.responses(a -> a.lifetimePointer("/expires_in")));
  }

  @ParameterizedTest
  @MethodSource("editsOfDestinations")
  void anEditOfWhereATokenMayGoDropsTheTokenOfAClientWithoutSecretToo(
      Function<String, UnaryOperator<ProviderSettings.Builder>> edit) {
    withoutSecret();

    node.edit(crm.id(), edit.apply(server.url("")));

    assertThat(node.token(N)).isEqualTo("token-2");
  }

  @Test
  void moreOriginsDropTheTokenOfAClientWithoutSecretToo() {
    node.edit(
        crm.id(),
        draft ->
            draft
                .clientAuthentication(ClientAuthentication.NONE)
                .testEndpoint("")
                .noOrigins()
                .origin("https://api.example.com"));
    assertThat(node.token(N)).isEqualTo("token-1");

    node.edit(crm.id(), draft -> draft.origin("https://other.example.com"));
    assertThat(node.token(N)).isEqualTo("token-2");

    node.edit(crm.id(), ProviderSettings.Builder::anyOrigin);
    assertThat(node.token(N)).isEqualTo("token-3");
  }

  static Stream<UnaryOperator<ProviderSettings.Builder>> otherEdits() {
    return Stream.of(
        draft -> draft.name("another"),
        draft -> draft.scope("orders.write orders.write"),
        draft -> draft.singleToken(true),
        draft -> draft.defaultLifetime(Duration.ofHours(1)));
  }

  @ParameterizedTest
  @MethodSource("otherEdits")
  void anyOtherEditLeavesTheTokenAlone(UnaryOperator<ProviderSettings.Builder> edit) {
    node.token(N);

    node.edit(crm.id(), edit);

    assertThat(node.token(N)).isEqualTo("token-1");
    assertThat(server.exchanges()).isEqualTo(1);
  }
}
