package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.calloutauth.client.HttpTokenClient;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.provider.Provider;
import io.calloutauth.schedule.World;
import io.calloutauth.schedule.World.Timer;
import io.calloutauth.seal.Opened;
import io.calloutauth.seal.SealContext;
import io.calloutauth.seal.SealedText;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.seal.SecretCipher;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ForwardingTokenClient;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.RecordedLog;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What breaks inside the engine: it is told, and nothing is stuck. */
class EngineFaultsTest extends OneNode {

  private static final String LEAK = "LEAK of what was given";

  private final FaultyClient client = new FaultyClient();
  private final FaultyCipher cipher = new FaultyCipher();
  private Provider crm;

  @Override
  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    node = Node.start(server, builder -> builder.client(client).cipher(cipher));
    crm = node.bound(N);
  }

  static Stream<Supplier<Throwable>> faults() {
    return Stream.of(() -> new StackOverflowError(LEAK), () -> new IllegalStateException(LEAK));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isToldToAllWhoWaitForAnExchangeAndTheNextOneGoesOn(Supplier<Throwable> fault) {
    client.fault = fault;

    List<String> logged =
        RecordedLog.of(
            "io.calloutauth",
            Level.TRACE,
            () -> {
              CompletableFuture<CalloutCredentials> first = node.later(N);
              CompletableFuture<CalloutCredentials> second = node.later(N);
              assertOurFault(first);
              assertOurFault(second);
            });

    assertThat(logged).isNotEmpty().noneMatch(line -> line.contains("LEAK"));
    node.awaitQuiet();
    client.fault = null;
    node.pass(Duration.ofSeconds(2));
    assertThat(node.token(N)).isEqualTo("token-1");
  }

  @Test
  void ofLinkingIsLoggedWithItsStackAndIsNoMatterOfTime() {
    client.fault = () -> new NoClassDefFoundError("org/example/Missing");

    String logged =
        String.join(
            "\n",
            RecordedLog.withStacks(
                "io.calloutauth.engine",
                () -> {
                  assertThat(node.refusal(N))
                      .isInstanceOfSatisfying(
                          TokenRequestException.class,
                          told -> assertThat(told.error()).isEqualTo(TokenError.NODE_FAULT))
                      .returns(false, CalloutAuthException::retryable);
                  TestReport report = node.auth.providers().check(node.settings("A draft").build());
                  assertThat(report.passed()).isFalse();
                }));

    assertThat(logged).contains("NoClassDefFoundError: org/example/Missing", "FaultyClient.fetch");
  }

  @Test
  void ofATokenRequestIsAWarningOnceForEachChangeOfState() {
    server.answerTokens(
        n ->
            n <= 3
                ? new TokenServer.Answer(500, "")
                : n <= 5
                    ? TokenServer.Answer.error(400, "invalid_scope")
                    : TokenServer.Answer.token("t", 3600));

    List<String> logged =
        RecordedLog.of(
            "io.calloutauth.engine",
            Level.INFO,
            () -> {
              for (int n = 1; n <= 6; n++) {
                assertThat(node.serves(N)).isEqualTo(n == 6);
                node.pass(Duration.ofMinutes(20));
              }
            });

    assertThat(logged.stream().filter(line -> line.startsWith("WARN ")))
        .hasSize(2)
        .allMatch(line -> line.contains(crm.id().value()))
        .anyMatch(line -> line.contains("500"))
        .anyMatch(line -> line.contains("invalid_scope"));
    assertThat(logged).last().asString().startsWith("INFO ").contains("a token again");
  }

  private static void assertOurFault(CompletableFuture<CalloutCredentials> callout) {
    assertThat(callout)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            TokenRequestException.class,
            told -> {
              assertThat(told.error()).isEqualTo(TokenError.NODE_FAULT);
              assertThat(told.retryable()).isTrue();
            })
        .withMessageNotContaining("LEAK")
        .withMessageNotContaining("token endpoint")
        .withMessageContaining("on our side");
  }

  @Test
  void ofStartingAnExchangeIsToldAndTheNextOneGoesOn() {
    ManualWorld time = new ManualWorld();
    World world = time.world();
    FaultyTimer timer = new FaultyTimer(world.timer());
    try (Node faulty =
        Node.over(
            MemoryStore.create(time.wallClock()),
            time,
            server,
            builder -> builder.world(new World(world.clocks(), timer, world.random())))) {
      faulty.bound(N);
      timer.broken = Duration.ofSeconds(13);
      assertOurFault(faulty.later(N));

      timer.broken = Duration.ZERO;
      faulty.pass(Duration.ofSeconds(2));
      assertThat(faulty.token(N)).isEqualTo("token-1");
    }
  }

  @Test
  void ofSealingATokenKeepsItOnItsNodeOnly() {
    cipher.sealing = false;

    List<String> logged =
        RecordedLog.of(
            "io.calloutauth", Level.TRACE, () -> assertThat(node.token(N)).isEqualTo("token-1"));

    assertThat(node.token(N)).isEqualTo("token-1");
    assertThat(logged).noneMatch(line -> line.contains("LEAK"));
    ProviderKey key = new ProviderKey("acme", crm.id().value());
    assertThat(node.store.tokens().find(key).orElseThrow().token()).isNull();
    try (Node other = node.another()) {
      assertThat(other.token(N)).isEqualTo("token-2");
    }
  }

  @Test
  void ofOpeningASecretIsToldAndPasses() {
    cipher.opening = false;
    assertThat(node.refusal(N))
        .isInstanceOfSatisfying(
            TokenRequestException.class,
            told -> assertThat(told.error()).isEqualTo(TokenError.NODE_FAULT))
        .hasMessageNotContaining("LEAK")
        .hasMessageNotContaining("token endpoint");
    cipher.opening = true;
    node.pass(Duration.ofSeconds(2));

    assertThat(node.token(N)).isEqualTo("token-1");
  }

  @Test
  void ofFindingNoPlaceInTimeIsNotHeldAgainstTheServer() {
    server.hold();
    IntStream.range(0, 8).forEach(n -> node.bound("n-" + n));
    List<CompletableFuture<CalloutCredentials>> running =
        IntStream.range(0, 8).mapToObj(n -> node.later("n-" + n)).toList();
    server.awaitExchanges(8);
    CompletableFuture<CalloutCredentials> waiting = node.later(N);
    Eventually.holds(() -> node.auth.health().tokenRequestsWaiting() == 1);

    node.time.pass(Duration.ofSeconds(13)); // who has less than two seconds left starts nothing

    assertThat(waiting)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            TokenRequestException.class,
            told -> {
              assertThat(told.error()).isEqualTo(TokenError.NO_PLACE);
              assertThat(told.retryable()).isTrue();
            })
        .withMessageNotContaining("token endpoint");
    server.release();
    assertThat(running).allSatisfy(callout -> assertThat(callout.join()).isNotNull());
  }

  @Test
  void ofSealingLosesNoRevocationOfWhatIsSealedAlready() {
    node.token(N);
    server.answerRevocations(new TokenServer.Answer(503, ""));
    cipher.sealing = false;

    RevocationReport report = node.auth.tokens().revoke(crm.id());

    assertThat(report.outcome()).isEqualTo(RevocationReport.Outcome.NOT_TOLD);
    assertThat(node.auth.tokens().status(crm.id()).state()).isEqualTo(TokenState.REVOKED);
    node.pass(Duration.ofHours(1));
    Eventually.holds(() -> server.arrivedAt("/revoke").count() > 1);
  }

  @Test
  void ofSealingASecretStoresNothing() {
    cipher.sealing = false;

    assertThatThrownBy(() -> node.auth.providers().create(node.settings("other").build()))
        .isInstanceOf(IllegalStateException.class);

    assertThat(node.auth.providers().findByName("other")).isEmpty();
  }

  /** A timer that takes no task of one delay. */
  private static final class FaultyTimer implements Timer {

    private final Timer timer;
    private volatile Duration broken = Duration.ZERO;

    FaultyTimer(Timer timer) {
      this.timer = timer;
    }

    @Override
    public Runnable after(Duration delay, Runnable task) {
      if (delay.equals(broken)) {
        throw new IllegalStateException(LEAK);
      }
      return timer.after(delay, task);
    }

    @Override
    public void close() {
      timer.close();
    }
  }

  /** The client, with a fault in each exchange while there is one. */
  private static final class FaultyClient extends ForwardingTokenClient {

    private volatile @Nullable Supplier<Throwable> fault;

    FaultyClient() {
      super(HttpTokenClient.builder(PublicEndpoints.builder().allowLoopbackHttp().build()).build());
    }

    @Override
    public TokenResult fetch(RegisteredClient registered, GrantInput input, Duration deadline) {
      Supplier<Throwable> thrown = fault;
      if (thrown != null) {
        throwAnything(thrown.get());
      }
      return super.fetch(registered, input, deadline);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void throwAnything(Throwable fault) throws T {
      throw (T) fault;
    }
  }

  /** A key service that can fail. */
  private static final class FaultyCipher implements SecretCipher {

    private final SecretCipher cipher = SealingKeys.ephemeral();
    private volatile boolean sealing = true;
    private volatile boolean opening = true;

    @Override
    public SealedText seal(SealContext context, String plainText) {
      if (!sealing) {
        throw new IllegalStateException(LEAK);
      }
      return cipher.seal(context, plainText);
    }

    @Override
    public Opened open(SealContext context, String sealed) {
      if (!opening) {
        throw new IllegalStateException(LEAK);
      }
      return cipher.open(context, sealed);
    }

    @Override
    public List<String> keyIds() {
      return cipher.keyIds();
    }
  }
}
