package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.provider.Provider;
import io.calloutauth.store.ChangeFeed.Changes;
import io.calloutauth.store.StoreException.Reason;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.MeddledStore;
import io.calloutauth.testkit.SwitchedStore;
import io.calloutauth.testkit.TokenServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HealthTest extends NodeTest {

  @Test
  void anIdleNodeTellsOfItsKeysAndOfWhatIsRelaxed() {
    Health health = node.auth.health();

    assertThat(health.keyIds()).isEqualTo(node.cipher.keyIds()).isNotEmpty();
    assertThat(health.relaxations()).singleElement().asString().containsIgnoringCase("loopback");
    assertThat(health.failing()).isEmpty();
    assertThat(health.tokenRequestsRunning()).isZero();
    assertThat(health.tokenRequestsWaiting()).isZero();
    assertThat(health.tokensHeld()).isZero();
    assertThat(health.storeResponds()).isTrue();
    assertThat(health.storeTrouble()).isEmpty();
    assertThat(health.storeSince()).isEqualTo(node.time.instant());
    assertThat(health.eventsDropped()).isZero();
    assertThat(node.tenants.health()).usingRecursiveComparison().isEqualTo(health);
  }

  @Test
  void aTenantsHealthNamesNoOtherTenantsRelaxations() {
    PublicEndpoints policy =
        PublicEndpoints.builder()
            .allowLoopbackHttpForTenant("globex")
            .allowCidrForTenant("acme", "10.0.0.0/8")
            .allowHostAndPort("idp.internal", 8443)
            .build();
    try (CalloutAuthTenants tenants =
        CalloutAuth.builder(node.store)
            .cipher(node.cipher)
            .endpointPolicy(policy)
            .buildForTenants()) {
      assertThat(tenants.tenant("acme").health().relaxations())
          .containsExactly(
              "addresses in 10.0.0.0/8 are allowed for tenant acme",
              "idp.internal:8443 is allowed wherever it leads for all tenants");
      assertThat(tenants.tenant("other").health().relaxations()).hasSize(1);
      assertThat(tenants.health().relaxations()).hasSize(3);
    }
  }

  @Test
  void failingProvidersAreNamedWithTheirTenantAndTheReasonUntilTheyWork() {
    server.answerTokens(
        n ->
            n == 1
                ? TokenServer.Answer.error(401, "invalid_client")
                : TokenServer.Answer.token("token-" + n, 3600));
    Provider provider = node.bound("n");
    assertThat(catchThrowable(() -> node.token("n"))).isInstanceOf(TokenErrorException.class);

    Health.FailingProvider failing = node.tenants.health().failing().get(0);

    assertThat(failing.tenant()).isEqualTo("acme");
    assertThat(node.auth.health().failing()).containsExactly(failing);
    assertThat(node.tenants.tenant("other").health().failing()).isEmpty();
    assertThat(failing.id()).isEqualTo(provider.id());
    assertThat(failing.name()).isEqualTo(provider.name());
    assertThat(failing.failure().error()).isEqualTo(TokenError.INVALID_CLIENT);
    assertThat(failing.failure().code()).contains("invalid_client");
    node.auth.tokens().obtain(provider.id());
    assertThat(node.auth.health().failing()).isEmpty();
    assertThat(node.auth.health().tokensHeld()).isEqualTo(1);
  }

  @Test
  void exchangesThatRunAndThatWaitForAPlaceAreCounted() {
    server.hold();
    IntStream.range(0, 10)
        .mapToObj(n -> "n-" + n)
        .peek(node::bound)
        .map(id -> node.auth.callouts().authenticateAsync(id, "GET", TARGET))
        .forEach(stage -> assertThat(stage).isNotNull());

    Eventually.holds(() -> node.auth.health().tokenRequestsWaiting() == 2);
    Eventually.holds(() -> node.auth.health().tokenRequestsRunning() == 8);
    server.release();
    node.awaitQuiet();
  }

  @Test
  void aStoreThatDoesNotAnswerIsNoticedAndForgiven() {
    SwitchedStore store = new SwitchedStore(node.store);
    try (Node other = Node.over(store, node.time, server)) {
      other.bound("n");
      other.token("n");
      Instant built = other.time.instant();
      store.down(true);
      other.pass(Duration.ofSeconds(5));
      Eventually.holds(() -> !other.auth.health().storeResponds());
      for (int i = 0; i < 3; i++) {
        other.pass(Duration.ofSeconds(5));
        assertThat(other.auth.health().storeSince()).isEqualTo(built.plusSeconds(5));
      }
      store.down(false);
      other.pass(Duration.ofSeconds(5));
      Eventually.holds(() -> other.auth.health().storeResponds());
      assertThat(other.auth.health().storeSince()).isEqualTo(built.plusSeconds(25));
    }
  }

  @Test
  void aStoreThatOnlyReadsIsToldWithSinceWhen() {
    MeddledStore store = new MeddledStore(node.store);
    try (Node other = Node.over(store, node.time, server)) {
      other.bound("n");
      other.token("n");
      Instant built = other.time.instant();
      store.answer("ChangeFeed.changesSince", new Changes(List.of(), "cursor", false, false, true));
      for (int i = 0; i < 3; i++) {
        other.pass(Duration.ofSeconds(5));
        Eventually.holds(() -> other.auth.health().storeTrouble().isPresent());
      }

      Health health = other.auth.health();
      assertThat(health.storeTrouble()).contains(Reason.READ_ONLY);
      assertThat(health.storeSince()).isEqualTo(built.plusSeconds(5));
      assertThat(health.storeResponds()).as("it answers").isTrue();
      assertThat(health.toMap())
          .containsEntry("store_trouble", "READ_ONLY")
          .containsEntry("store_since", built.plusSeconds(5).toString());

      store.answer("ChangeFeed.changesSince", null);
      other.pass(Duration.ofSeconds(5));
      Eventually.holds(() -> other.auth.health().storeTrouble().isEmpty());
      assertThat(other.auth.health().storeSince()).isEqualTo(built.plusSeconds(20));
    }
  }
}
