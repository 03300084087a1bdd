package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.Intruder;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two of one node read a provider that another node edits in between. */
class ReadAtOnceTest {

  private static final String N = "n";
  private static final String SECOND = "https://second.example.com";

  private TokenServer server;
  private BreakableStore store;
  private Node node;
  private Node other;
  private Provider crm;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    ManualWorld time = new ManualWorld();
    store = new BreakableStore(MemoryStore.create(time.wallClock()));
    node = Node.over(store, time, server, CalloutAuthBuilder::allowTokenDisclosure);
    other = node.another();
    crm = node.boundToOrigins(N);
    assertThat(node.token(N)).isEqualTo("token-1");
  }

  @AfterEach
  void stop() {
    store.release();
    other.close();
    node.close();
    server.close();
  }

  private void movesToTheSecond() {
    node.edit(
        crm.id(),
        draft -> draft.clientSecret("another").noOrigins().origin(SECOND).origin(server.url("")));
  }

  /** Who can write to the database, and has no key; the epoch stays. */
  private void lendsItToTheSecond() {
    new Intruder(store).writes(crm, Map.of("origins", SECOND));
  }

  @Test
  void noTokenOfTheEarlierRowGoesWhereOnlyTheLaterOneLetsItGo() {
    CompletableFuture<Secret> late = lateReader(this::movesToTheSecond);

    assertThat(late.join().reveal()).isEqualTo("token-2");
  }

  @Test
  void noTokenGoesWhereARowOfTheSameEpochLetsItGoThatWasMadeWithoutAKey() {
    CompletableFuture<Secret> late = lateReader(this::lendsItToTheSecond);

    assertThatThrownBy(late::join).hasCauseInstanceOf(CalloutAuthException.class);
  }

  /**
   * Lets a callout and another reader read the provider at once, of whom the other has the row as
   * it is written in between, and comes last.
   */
  private CompletableFuture<Secret> lateReader(Runnable between) {
    CompletableFuture<Secret> late = new CompletableFuture<>();
    Runnable afterTheProvider =
        () -> {
          between.run();
          store.holds("find");
          late.completeAsync(this::tokenForTheSecond);
          Eventually.holds(store::isHolding);
        };
    Runnable afterTheBinding = () -> store.after("find", afterTheProvider);
    store.after("find", afterTheBinding);

    assertThat(other.token(N)).isEqualTo("token-1");
    store.release();
    return late;
  }

  private Secret tokenForTheSecond() {
    return other.auth.tokens().accessToken(crm.id(), URI.create(SECOND + "/orders"));
  }
}
