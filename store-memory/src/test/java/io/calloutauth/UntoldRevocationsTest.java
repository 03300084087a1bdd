package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.StoredSettings;
import io.calloutauth.provider.Vault;
import io.calloutauth.seal.Opened;
import io.calloutauth.seal.SealContext;
import io.calloutauth.store.PendingRevocation;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.LogCapture;
import io.calloutauth.testkit.TokenServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A revocation that the server could not be told. */
class UntoldRevocationsTest extends NodeTest {

  private static final TokenServer.Answer DOWN = new TokenServer.Answer(503, "");
  private static final TokenServer.Answer DOWN_FOR_TWO_MINUTES =
      new TokenServer.Answer(503, "", Map.of("Retry-After", "120"));
  private static final TokenServer.Answer UP = new TokenServer.Answer(200, "");

  /** Revokes token-1 of a new provider while the server answers so, and returns the provider. */
  private ProviderId revokedWhile(TokenServer.Answer answer) {
    Provider provider = node.bound("n");
    node.token("n");
    server.answerRevocations(answer);
    assertThat(node.auth.tokens().revoke(provider.id()).outcome())
        .isEqualTo(RevocationReport.Outcome.NOT_TOLD);
    return provider.id();
  }

  /**
   * Tells whether no token is kept, in its row or to be revoked: what was told is removed later.
   */
  private boolean nothingWaits() {
    return node.store.seals().keyUses().stream().allMatch(use -> use.tokens() == 0);
  }

  private long told() {
    return server.arrivedAt("/revoke").count();
  }

  @Test
  void isToldLaterAndOnce() {
    revokedWhile(DOWN_FOR_TWO_MINUTES);
    server.answerRevocations(UP);

    node.pass(Duration.ofSeconds(119));
    assertThat(told()).isEqualTo(1);
    node.pass(Duration.ofSeconds(1));

    Eventually.holds(() -> told() == 2 && nothingWaits());
    assertThat(server.arrivedAt("/revoke").map(TokenServer.Arrived::body))
        .allMatch(body -> body.contains("token=token-1"));
    node.pass(Duration.ofHours(1));
    assertThat(told()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200||true|REVOKED",
        "400|{\"error\":\"invalid_token\"}|true|ALREADY_INVALID",
        "400|{\"error\":\"unsupported_token_type\"}|false|NOT_SUPPORTED",
        "401|{\"error\":\"invalid_client\"}|false|REFUSED"
      })
  void isAnEventOnceTheServerHasHeardOfIt(
      int status, @Nullable String body, boolean succeeded, String said) {
    ProviderId id = revokedWhile(DOWN);
    Eventually.holds(() -> revocations().size() == 1);
    server.answerRevocations(DOWN);
    node.pass(Duration.ofMinutes(1));
    Eventually.holds(() -> told() == 2 && !isClaimed());
    assertThat(revocations()).hasSize(1);
    server.answerRevocations(new TokenServer.Answer(status, body == null ? "" : body));

    node.pass(Duration.ofMinutes(2));

    Eventually.holds(() -> revocations().size() == 2);
    CalloutAuthEvent later = revocations().get(1);
    assertThat(later.providerId()).contains(id);
    assertThat(later.actor()).isEmpty();
    assertThat(later.succeeded()).isEqualTo(succeeded);
    assertThat(later.detail()).isEqualTo(said);
  }

  private List<CalloutAuthEvent> revocations() {
    return node.events.stream().filter(event -> event.type() == EventType.TOKEN_REVOKED).toList();
  }

  @Test
  void isToldAfterEverLongerWaitsWhileTheServerStaysDown() {
    revokedWhile(DOWN);

    for (int i = 0; i < 3; i++) {
      Duration wait = Duration.ofMinutes(1L << i);
      int before = 1 + i;
      node.pass(wait.minusSeconds(1));
      assertThat(told()).isEqualTo(before);
      node.pass(Duration.ofSeconds(1));
      Eventually.holds(() -> told() == before + 1 && !isClaimed());
    }
  }

  /** Tells whether the only revocation is being offered: it is not put off again yet. */
  private boolean isClaimed() {
    return node.time.tasks() < 2; // the watch for changes, and the time that it is due
  }

  @Test
  void isToldOnceAfterARestart() {
    revokedWhile(DOWN_FOR_TWO_MINUTES);
    node.close();
    server.answerRevocations(UP);

    try (Node restarted = node.another()) {
      restarted.pass(Duration.ofSeconds(119));
      assertThat(told()).isEqualTo(1);
      restarted.pass(Duration.ofMinutes(1));

      Eventually.holds(() -> told() == 2 && nothingWaits());
      assertThat(server.arrivedAt("/revoke").map(TokenServer.Arrived::body))
          .allMatch(body -> body.contains("token=token-1"));
      restarted.pass(Duration.ofHours(1));
      assertThat(told()).isEqualTo(2);
    }
  }

  @Test
  void isToldByOneOfManyNodes() {
    try (Node second = node.another();
        Node third = node.another()) {
      revokedWhile(DOWN);
      server.answerRevocations(UP);

      node.pass(Duration.ofMinutes(1));
      Eventually.holds(() -> told() == 2 && nothingWaits());
      second.pass(Duration.ofMinutes(30));
      third.pass(Duration.ofMinutes(30));

      assertThat(told()).isEqualTo(2);
    }
  }

  @Test
  void isOfferedByAnotherNodeWhenTheOneThatClaimedItIsGone() {
    revokedWhile(DOWN);
    server.answerRevocations(UP);
    node.time.setWall(Duration.ofMinutes(1)); // due by the store's clock, and nobody looked yet
    assertThat(node.store.revocations().claim(Duration.ofMinutes(10), Set.of())).isPresent();

    node.pass(Duration.ofMinutes(9));
    assertThat(told()).isEqualTo(1);
    node.pass(Duration.ofMinutes(2));

    Eventually.holds(() -> told() == 2);
  }

  @Test
  void isToldForADisabledProviderToo() {
    ProviderId id = revokedWhile(DOWN);
    server.answerRevocations(UP);
    providers().disable(id);

    node.pass(Duration.ofMinutes(1));

    Eventually.holds(() -> told() == 2);
  }

  @Test
  void isNotToldWhenTheTokenIsOverByThen() {
    server.answerTokensLiving(100);
    try (LogCapture log = LogCapture.start()) {
      revokedWhile(DOWN_FOR_TWO_MINUTES);
      node.pass(Duration.ofMinutes(10));
      assertThat(log.lines()).anyMatch(line -> line.contains("the token is over by then"));
    }

    assertThat(told()).isEqualTo(1);
  }

  @Test
  void isNotToldWhenTheTokenEndedWhileNoNodeRan() {
    revokedWhile(DOWN);
    server.answerRevocations(UP);
    node.close();
    node.time.pass(Duration.ofHours(1));

    try (Node restarted = node.another();
        LogCapture log = LogCapture.start()) {
      restarted.pass(Duration.ofMinutes(1));
      Eventually.holds(() -> says(log, "the token is over"));
    }

    assertThat(told()).isEqualTo(1);
    node.time.pass(Duration.ofHours(1));
    assertThat(node.store.revocations().claim(Duration.ZERO, Set.of())).isEmpty();
  }

  @Test
  void isNotToldForAProviderThatWasDeleted() {
    ProviderId id = revokedWhile(DOWN);
    server.answerRevocations(UP);

    providers().deleteAndDetach(id);
    node.pass(Duration.ofHours(1));

    assertThat(node.store.revocations().claim(Duration.ZERO, Set.of())).isEmpty();
    assertThat(told()).isEqualTo(1);
  }

  @Test
  void isNotToldAtAnotherEndpointThanTheOneItWasToGoTo() {
    ProviderId id = revokedWhile(DOWN);
    server.answerRevocations(UP);

    node.edit(id, d -> d.clientSecret("s").revocationEndpoint(server.url("/revoke?new")));
    try (LogCapture log = LogCapture.start()) {
      node.pass(Duration.ofMinutes(10));
      Eventually.holds(() -> says(log, "the provider is another one now"));
    }

    assertThat(told()).isEqualTo(1);
  }

  @Test
  void waitsInTheStoreWhereItOpensForNothingElse() {
    ProviderId id = revokedWhile(DOWN);
    node.time.setWall(Duration.ofMinutes(1));

    PendingRevocation untold =
        node.store.revocations().claim(Duration.ZERO, Set.of()).orElseThrow();

    assertThat(untold.token().text()).doesNotContain("token-1");
    ProviderRow row = node.store.providers().find(untold.provider()).orElseThrow();
    String destinations = StoredSettings.read(row.content()).destinations();
    for (String slot : new String[] {"access_token", Vault.CLIENT_SECRET}) {
      for (SealContext context :
          new SealContext[] {
            new SealContext("acme", id.key(), slot, null),
            new SealContext("acme", id.key(), slot, destinations)
          }) {
        assertThat(node.cipher.open(context, untold.token().text()).refusal())
            .isEqualTo(Opened.Refusal.NOT_AUTHENTIC);
      }
    }
  }

  @Test
  void isToldOnceTheStoreAnswersAgain() {
    node.close();
    BreakableStore store = new BreakableStore(MemoryStore.create(node.time.wallClock()));
    node = Node.over(store, node.time, server);
    revokedWhile(DOWN);
    server.answerRevocations(UP);

    store.breaks("claim");
    node.pass(Duration.ofMinutes(5));
    assertThat(told()).isEqualTo(1);
    store.breaks("");
    node.pass(Duration.ofMinutes(1));

    Eventually.holds(() -> told() == 2);
  }

  private static boolean says(LogCapture log, String words) {
    return log.lines().stream().anyMatch(line -> line.contains(words));
  }
}
