package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The refresh token grant on two nodes over one database. */
@NullMarked
@ParameterizedClass
@EnumSource(TestDatabase.class)
class RefreshTokenNodesTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final int CALLOUTS = 50;
  private static final int ROTATIONS = 20;

  private final TestDatabase database;
  private RefreshingNodes nodes;

  RefreshTokenNodesTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void start() throws IOException {
    nodes = new RefreshingNodes(database);
  }

  @AfterEach
  void stop() {
    nodes.close();
  }

  @Test
  void aCrowdOnBothNodesSendsItOnce() {
    nodes.pass(HOUR);
    nodes.server.hold();
    List<CompletableFuture<String>> asked = new ArrayList<>();
    for (int i = 0; i < CALLOUTS; i++) {
      asked.add(nodes.here.ask());
      asked.add(nodes.there.ask());
    }
    nodes.server.awaitExchanges(2);
    nodes.passLooks();
    assertThat(asked).noneMatch(CompletableFuture::isDone);
    nodes.server.release();
    nodes.await(asked);

    assertThat(asked).extracting(CompletableFuture::join).containsOnly("access-2");
    assertThat(nodes.rotating.sent()).containsExactly("typed", "refresh-1");
  }

  @Test
  void nodesInTurnGoOnFromTheOtherOnesRotation() {
    List<String> expected = new ArrayList<>(List.of("typed"));
    for (int i = 1; i < ROTATIONS; i++) {
      nodes.pass(HOUR);
      expected.add("refresh-" + i);
      assertThat((i % 2 == 0 ? nodes.here : nodes.there).token()).isEqualTo("access-" + (i + 1));
    }

    assertThat(nodes.rotating.sent()).isEqualTo(expected);
    assertThat(nodes.rotating.isAlive("access-" + ROTATIONS)).isTrue();
    assertThat(nodes.here.status().state()).isEqualTo(TokenState.ACTIVE);
  }

  /** The server rotated, and this node cannot write it. */
  private CompletableFuture<String> loseTheWriteOfHere() {
    nodes.rotating.change(
        answer -> {
          nodes.here.line.cut = true;
          return answer;
        });
    CompletableFuture<String> asked = nodes.here.ask();
    Eventually.holds(() -> nodes.here.line.cut && nodes.time.tasksAfter(RETRY) == 1);
    nodes.rotating.change(UnaryOperator.identity());
    return asked;
  }

  @Test
  void whatANodeCouldNotWriteIsWrittenLater() {
    nodes.pass(HOUR);
    CompletableFuture<String> asked = loseTheWriteOfHere();
    CompletableFuture<String> elsewhere = nodes.there.ask();
    nodes.time.pass(RETRY);
    Eventually.holds(() -> nodes.time.tasksAfter(RETRY) == 1);
    assertThat(asked).isNotDone();
    assertThat(elsewhere).isNotDone();
    assertThat(nodes.there.status().authorization().orElseThrow().inDoubtSince()).isPresent();
    nodes.here.line.cut = false;
    nodes.await(List.of(asked, elsewhere));

    assertThat(asked.join()).isEqualTo("access-2");
    assertThat(elsewhere.join()).isEqualTo("access-2");
    assertThat(nodes.there.status().authorization().orElseThrow().inDoubtSince()).isEmpty();
    nodes.pass(HOUR);
    assertThat(nodes.there.token()).isEqualTo("access-3");
    assertThat(nodes.rotating.sent()).containsExactly("typed", "refresh-1", "refresh-2");
  }

  @Test
  void aTokenThatIsOverWhenItsRefreshTokenIsWrittenServesNobody() {
    nodes.pass(HOUR);
    nodes.rotating.accessTokensLive(0);
    assertThat(loseTheWriteOfHere()).isNotDone();
    nodes.rotating.accessTokensLive(3600);
    nodes.time.pass(Duration.ofSeconds(15)); // the time that a token request has
    CompletableFuture<String> late = nodes.here.ask();
    Eventually.holds(() -> nodes.time.tasksAfter(RETRY) == 1);
    nodes.here.line.cut = false;
    nodes.time.pass(RETRY);
    Eventually.holds(
        () -> nodes.there.status().authorization().orElseThrow().inDoubtSince().isEmpty());
    nodes.pass(Duration.ofSeconds(6)); // such a server is asked every 5 seconds at most
    nodes.await(List.of(late));

    assertThat(late.join()).isEqualTo("access-3");
    assertThat(nodes.rotating.sent()).containsExactly("typed", "refresh-1", "refresh-2");
  }

  @Test
  void whatDiedWithANodeIsToldAsInDoubtAndLeftAlone() {
    nodes.pass(Duration.ofMinutes(50)); // renewed behind the callout
    assertThat(loseTheWriteOfHere().join()).isEqualTo("access-1");
    nodes.here.close();
    nodes.pass(Duration.ofMinutes(3)); // past the lease

    for (int i = 0; i < 3; i++) {
      assertThat(nodes.there.token()).isEqualTo("access-1");
      nodes.pass(Duration.ofMinutes(1));
    }
    Eventually.holds(
        () ->
            nodes.there.events.stream()
                .anyMatch(event -> event.type() == EventType.AUTHORIZATION_IN_DOUBT));
    assertThat(nodes.there.status().authorization().orElseThrow().inDoubtSince()).isPresent();
    assertThat(nodes.rotating.sent()).containsExactly("typed", "refresh-1");
    assertThat(nodes.rotating.isAlive("access-1")).isTrue();
  }

  @Test
  void anEditKeepsTheAuthorizationAndATypedOneReplacesIt() {
    nodes.here.edit(draft -> draft.scope("another"));
    nodes.passPoll();
    assertThat(nodes.there.token()).isEqualTo("access-2");
    assertThat(nodes.here.token()).isEqualTo("access-2");
    nodes.here.edit(draft -> draft.refreshToken(nodes.rotating.authorize("second")));
    nodes.passPoll();
    assertThat(nodes.there.token()).isEqualTo("access-3");
    assertThat(nodes.here.token()).isEqualTo("access-3");
    nodes.pass(HOUR);
    assertThat(nodes.here.token()).isEqualTo("access-4");

    assertThat(nodes.rotating.sent()).containsExactly("typed", "refresh-1", "second", "refresh-3");
  }

  @Test
  void nodesThatAreStartedAnewGoOnWithTheStoredOne() {
    nodes.restart();
    assertThat(nodes.here.token()).isEqualTo("access-1");
    assertThat(nodes.there.token()).isEqualTo("access-1");
    nodes.pass(HOUR);

    assertThat(nodes.there.token()).isEqualTo("access-2");
    assertThat(nodes.here.token()).isEqualTo("access-2");
    assertThat(nodes.rotating.sent()).containsExactly("typed", "refresh-1");
  }

  @Test
  void aRevocationEndsItOnBothNodesAndTheServerIsTold() {
    nodes.here.auth.tokens().revoke(nodes.id);
    nodes.passPoll();

    for (RefreshingNodes.Peer each : List.of(nodes.here, nodes.there)) {
      assertThatExceptionOfType(AuthorizationNeededException.class)
          .isThrownBy(() -> each.auth.callouts().authenticate("n", "POST", RefreshingNodes.TARGET));
      assertThat(each.status().state()).isEqualTo(TokenState.AUTHORIZATION_NEEDED);
    }
    assertThat(nodes.server.arrivedAt("/revoke"))
        .singleElement()
        .extracting(TokenServer.Arrived::body)
        .asString()
        .contains("token=refresh-1&", "token_type_hint=refresh_token");
    assertThat(nodes.rotating.sent()).containsExactly("typed");
  }
}
