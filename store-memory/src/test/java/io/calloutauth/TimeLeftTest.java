package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.client.HttpTokenClient;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.testkit.ForwardingTokenClient;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.MeddledStore;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node that is held up once it has the lease, or breaks under it. */
@Timeout(60)
class TimeLeftTest {

  private static final String N = OneNode.N;

  private final ManualWorld time = new ManualWorld();
  private final MeddledStore store = new MeddledStore(MemoryStore.create(time.wallClock()));
  private final TimedClient client = new TimedClient();
  private TokenServer server;
  private Node node;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    node = Node.over(store, time, server, builder -> builder.client(client));
    node.bound(N);
  }

  @AfterEach
  void stop() {
    node.close();
    server.close();
  }

  @Test
  void asksNoServerThatHasLessThanTwoSecondsAndGivesTheLeaseBack() {
    store.after("TokenStore.lease", () -> time.pass(Duration.ofMillis(13_001)));

    assertThat(node.token(N)).isEqualTo("token-1");

    assertThat(client.deadlines).containsExactly(Duration.ofSeconds(15));
  }

  @Test
  void asksAServerThatHasTwoSeconds() {
    store.after("TokenStore.lease", () -> time.pass(Duration.ofSeconds(13)));

    assertThat(node.token(N)).isEqualTo("token-1");

    assertThat(client.deadlines).containsExactly(Duration.ofSeconds(2));
  }

  @Test
  void countsTheTimeThatReadingTakesToNoTokenRequest() {
    store.after("TokenStore.find", () -> time.pass(Duration.ofMillis(13_001)));

    assertThat(node.token(N)).isEqualTo("token-1");

    assertThat(client.deadlines).containsExactly(Duration.ofSeconds(15));
  }

  @Test
  void leavesTheShortestTimeOfARequestToASlowStoreToo() {
    Duration statement = Duration.ofMillis(600);
    store.after("TokenStore.find", () -> time.pass(statement));
    store.after("TokenStore.lease", () -> time.pass(statement));
    UnaryOperator<CalloutAuthBuilder> shortest =
        builder -> builder.client(client).requestTimeout(Duration.ofSeconds(3));

    try (Node other = Node.over(store, node.cipher, time, server, shortest)) {
      assertThat(other.token(N)).isEqualTo("token-1");
    }

    assertThat(client.deadlines).containsExactly(Duration.ofMillis(2_400));
  }

  @Test
  void leavesTheTimeOfARequestAtThreeSecondsOrMore() {
    CalloutAuthBuilder builder = CalloutAuth.builder(store);

    assertThatThrownBy(() -> builder.requestTimeout(Duration.ofMillis(2_999)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("requestTimeout must be at least 3 seconds");
    builder.requestTimeout(Duration.ofSeconds(3));
  }

  @Test
  void givesTheLeaseBackWhenItBreaksUnderIt() {
    store.before(
        "TokenStore.complete",
        0,
        () -> {
          throw new StackOverflowError("LEAK");
        });

    assertThat(node.refusal(N))
        .isInstanceOfSatisfying(
            TokenRequestException.class,
            told -> assertThat(told.error()).isEqualTo(TokenError.NODE_FAULT))
        .hasMessageNotContaining("LEAK");

    node.pass(Duration.ofSeconds(2));
    assertThat(node.token(N)).isEqualTo("token-2");
  }

  /** Notes how long each server was given. */
  private static final class TimedClient extends ForwardingTokenClient {

    private final List<Duration> deadlines = new CopyOnWriteArrayList<>();

    TimedClient() {
      super(HttpTokenClient.builder(PublicEndpoints.builder().allowLoopbackHttp().build()).build());
    }

    @Override
    public TokenResult fetch(RegisteredClient registered, GrantInput input, Duration deadline) {
      deadlines.add(deadline);
      return super.fetch(registered, input, Duration.ofSeconds(15));
    }
  }
}
