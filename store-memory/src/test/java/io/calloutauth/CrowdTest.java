package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.client.HttpTokenClient;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ForwardingTokenClient;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many exchanges at once, and many tokens. */
@Timeout(60)
class CrowdTest extends OneNode {

  private List<CompletableFuture<CalloutCredentials>> crowd(int count) {
    IntStream.range(0, count).forEach(i -> node.bound("n" + i));
    return IntStream.range(0, count).mapToObj(i -> node.later("n" + i)).toList();
  }

  @Test
  void sendsEightExchangesToOneHostAtOnceAndTheOthersAfterThem() {
    server.hold();
    List<CompletableFuture<CalloutCredentials>> callers = crowd(20);
    server.awaitExchanges(8);
    Eventually.holds(() -> node.auth.health().tokenRequestsWaiting() == 12);
    Eventually.holds(() -> node.auth.health().tokenRequestsRunning() == 8);
    assertThat(server.exchanges()).isEqualTo(8);
    server.release();

    callers.forEach(caller -> assertThat(Node.bearer(caller.join())).startsWith("token-"));
    assertThat(server.exchanges()).isEqualTo(20);
  }

  @Test
  void countsWaitingForAPlaceIntoTheExchangesDeadline() {
    server.hold();
    List<CompletableFuture<CalloutCredentials>> callers = crowd(9);
    server.awaitExchanges(8);
    Eventually.holds(() -> node.auth.health().tokenRequestsWaiting() == 1);

    node.pass(Duration.ofSeconds(15));

    Eventually.holds(() -> callers.stream().anyMatch(CompletableFuture::isDone));
    CompletableFuture<CalloutCredentials> late =
        callers.stream().filter(CompletableFuture::isDone).findAny().orElseThrow();
    assertThatThrownBy(late::join).hasCauseInstanceOf(TokenRequestException.class);
    assertThat(node.auth.health().tokenRequestsWaiting()).isZero();
    server.release();
    server.awaitExchanges(8);
    node.awaitQuiet();
    assertThat(server.exchanges()).isEqualTo(8);
  }

  @Test
  void neverHoldsUpACallerWhoseTokenIsUsable() {
    node.bound(N);
    node.token(N);
    node.pass(Duration.ofSeconds(3_100));
    server.hold();
    List<CompletableFuture<CalloutCredentials>> callers = crowd(20);
    server.awaitExchanges(9);

    for (int i = 0; i < 100; i++) {
      assertThat(node.later(N)).isCompleted();
    }

    server.release();
    callers.forEach(CompletableFuture::join);
  }

  @Test
  void doesNotLetOneTenantsCrowdHoldUpAnother() throws IOException {
    server.hold();
    List<CompletableFuture<CalloutCredentials>> callers = crowd(30);
    server.awaitExchanges(8);
    try (TokenServer elsewhere = new TokenServer()) {
      CalloutAuth beta = node.tenants.tenant("beta");
      String url = elsewhere.url("/token").replace("127.0.0.1", "localhost");
      Provider crm = beta.providers().create(node.settings("CRM").tokenEndpoint(url).build());
      beta.notifications().bind(N, crm.id());

      CalloutCredentials served =
          beta.callouts().authenticate(N, "POST", URI.create(Node.TARGET), Duration.ofSeconds(10));

      assertThat(Node.bearer(served)).isEqualTo("token-1");
    }
    server.release();
    callers.forEach(CompletableFuture::join);
  }

  @Test
  void holdsSoManyTokensAtMostAndForgetsTheLeastRecentlyUsed() {
    node.close();
    node = Node.start(server, builder -> builder.tokensHeld(20));
    node.bound("often");
    for (int i = 0; i < 100; i++) {
      node.bound("n" + i);
      node.token("n" + i);
      node.pass(Duration.ofSeconds(2));
      node.token("often");
    }

    assertThat(node.auth.health().tokensHeld()).isBetween(10, 22);
    assertThat(server.exchanges()).as("what was forgotten is in the store").isEqualTo(101);
  }

  @Test
  void forgetsNoTokenThatIsWaitedFor() {
    node.close();
    node = Node.start(server, builder -> builder.tokensHeld(10));
    server.hold();
    List<CompletableFuture<CalloutCredentials>> callers = crowd(40);
    server.awaitExchanges(8);
    server.release();

    callers.forEach(caller -> assertThat(Node.bearer(caller.join())).startsWith("token-"));
    assertThat(server.exchanges()).isEqualTo(40);
  }

  @Test
  void forgetsFirstWhatWasUsedLongestAgo() {
    node.close();
    BreakableStore store = new BreakableStore(MemoryStore.create(node.time.wallClock()));
    node =
        Node.over(
            store, node.time, server, builder -> builder.tokensHeld(20).allowTokenDisclosure());
    List<ProviderId> ids = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ids.add(use("n" + i));
    }
    for (int i = 0; i < 10; i++) {
      node.pass(Duration.ofSeconds(2));
      if (i < 5) {
        node.token("n" + i);
      } else {
        disclosed(ids.get(i));
      }
    }
    for (int i = 20; i < 24; i++) {
      use("n" + i);
    }

    assertThat(node.auth.health().tokensHeld()).isLessThanOrEqualTo(22);
    store.down(true);
    assertThat(ids.subList(0, 10)).as("used lately").allMatch(this::disclosed);
    assertThat(disclosed(ids.get(10))).as("used longest ago").isFalse();
  }

  private boolean disclosed(ProviderId id) {
    try {
      node.auth.tokens().accessToken(id, URI.create(Node.TARGET));
      return true;
    } catch (StoreUnavailableException notHeld) {
      return false;
    }
  }

  private ProviderId use(String notification) {
    ProviderId id = node.bound(notification).id();
    node.pass(Duration.ofSeconds(2));
    node.token(notification);
    return id;
  }

  @Test
  void forgetsNothingWhoseExchangeRuns() {
    node.close();
    node = Node.start(server, builder -> builder.tokensHeld(10));
    server.hold();
    List<CompletableFuture<CalloutCredentials>> first = crowd(8);
    server.awaitExchanges(8);
    node.pass(Duration.ofSeconds(2));
    for (int i = 0; i < 12; i++) {
      node.bound("idle" + i);
      CompletableFuture<CalloutCredentials> asked = node.later("idle" + i);
      assertThat(asked).isNotDone();
      node.pass(Duration.ofMillis(500));
    }
    server.release();

    first.forEach(caller -> assertThat(Node.bearer(caller.join())).startsWith("token-"));
    server.awaitExchanges(20);
    node.awaitQuiet();
    assertThat(server.exchanges()).isEqualTo(20);
  }

  @Test
  void givesAnExchangeOnlyTheTimeThatWaitingForAPlaceLeft() {
    node.close();
    List<Duration> deadlines = new CopyOnWriteArrayList<>();
    node = Node.start(server, builder -> builder.client(new TimedClient(deadlines)));
    server.hold();
    List<CompletableFuture<CalloutCredentials>> callers = crowd(9);
    server.awaitExchanges(8);
    Eventually.holds(() -> node.auth.health().tokenRequestsWaiting() == 1);
    node.pass(Duration.ofSeconds(10));
    server.release();
    callers.forEach(CompletableFuture::join);

    assertThat(deadlines.subList(0, 8)).containsOnly(Duration.ofSeconds(15));
    assertThat(deadlines.get(8)).isEqualTo(Duration.ofSeconds(5));
  }

  /** The client, with a note of the deadline that each exchange has. */
  private static final class TimedClient extends ForwardingTokenClient {

    private final List<Duration> deadlines;

    TimedClient(List<Duration> deadlines) {
      super(HttpTokenClient.builder(PublicEndpoints.builder().allowLoopbackHttp().build()).build());
      this.deadlines = deadlines;
    }

    @Override
    public TokenResult fetch(RegisteredClient registered, GrantInput input, Duration deadline) {
      deadlines.add(deadline);
      return super.fetch(registered, input, deadline);
    }
  }
}
