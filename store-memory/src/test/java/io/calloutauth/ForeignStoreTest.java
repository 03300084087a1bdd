package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.calloutauth.history.History;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.HistoryStore;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.LogCapture;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.RecordedLog;
import io.calloutauth.testkit.ThrowingStore;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A host's own store, or its driver, that throws what it should not is a store that is down. */
class ForeignStoreTest extends OneNode {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private ThrowingStore store;
  private ProviderId id;

  @Override
  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    ManualWorld time = new ManualWorld();
    store = new ThrowingStore(MemoryStore.create(time.wallClock()));
    node = Node.over(store, time, server);
    id = node.bound(N).id();
  }

  static List<Throwable> bareExceptions() {
    return List.of(
        new IllegalStateException("LEAK"),
        new IllegalArgumentException("LEAK"),
        new NullPointerException("LEAK"));
  }

  @ParameterizedTest
  @MethodSource("bareExceptions")
  void reachesACallerAsTheExceptionThatIsDocumented(Throwable thrown) {
    ProviderSettings draft = node.settings("another").build();
    Map<String, ThrowingCallable> calls =
        Map.ofEntries(
            Map.entry("find", () -> node.auth.providers().find(id)),
            Map.entry("list", () -> node.auth.providers().list(10)),
            Map.entry("create", () -> node.auth.providers().create(draft)),
            Map.entry("disable", () -> node.auth.providers().disable(id)),
            Map.entry("delete", () -> node.auth.providers().deleteAndDetach(id)),
            Map.entry("bind", () -> node.auth.notifications().bind("n2", id)),
            Map.entry("unbind", () -> node.auth.notifications().unbind(N)),
            Map.entry("bindings", () -> node.auth.notifications().list(10)),
            Map.entry("status", () -> node.auth.tokens().status(id)),
            Map.entry("obtain", () -> node.auth.tokens().obtain(id)),
            Map.entry("revoke", () -> node.auth.tokens().revoke(id)),
            Map.entry("callout", () -> node.token("n3")),
            Map.entry("tenants", () -> node.tenants.list(10)),
            Map.entry("purge", () -> node.tenants.purge("acme")),
            Map.entry("keys", () -> node.tenants.sealing().uses()),
            Map.entry(
                "build",
                () -> {
                  CalloutAuth built = CalloutAuth.builder(store).cipher(node.cipher).build();
                  built.close();
                }));
    store.throwsEverywhere(thrown);

    calls.forEach(
        (name, call) ->
            assertThatThrownBy(call)
                .as(name)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(thrown.getClass().getName())
                .hasMessageNotContaining("LEAK")
                .returns(true, failure -> ((StoreUnavailableException) failure).retryable()));
  }

  /** As one may that is written in Kotlin, say. */
  @Test
  void mayThrowACheckedExceptionThatNoSignatureTellsOf() {
    store.throwsAt("Store.purge", new SQLException("LEAK"));

    assertThatThrownBy(() -> node.tenants.purge("acme"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(SQLException.class.getName());
  }

  @Test
  void tellsAnOperatorOnceOfEachOperation() {
    List<String> told =
        RecordedLog.of(
            StoreGate.class.getName(),
            Level.WARN,
            () -> {
              store.throwsAt("ProviderStore.find", new IllegalStateException("LEAK"));
              for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> node.auth.providers().find(id));
              }
            });

    assertThat(told)
        .singleElement()
        .asString()
        .contains("ProviderStore.find", "IllegalStateException")
        .doesNotContain("LEAK");
  }

  @Test
  void refusesAPageOfHistoryThatStartsNowhereAsAnArgument() {
    HistoryStore history = new StoreGate(store).history();

    assertThatThrownBy(
            () -> history.list("acme", N, HistoryStore.Period.ALL, "where no page ended", 10))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void leavesAnErrorItsWay() {
    store.throwsAt("ProviderStore.find", new StackOverflowError("LEAK"));

    assertThatThrownBy(() -> node.auth.providers().find(id)).isInstanceOf(StackOverflowError.class);
  }

  @Test
  void doesNotFailAChangeThatIsMadeByNotTellingOfItsTransaction() {
    store.throwsAt("Store.joinsTransaction", new IllegalStateException("LEAK"));
    store.throwsAt("ChangeFeed.lastMark", new IllegalStateException("LEAK"));

    node.auth.notifications().bind("n2", id);

    assertThat(node.auth.notifications().find("n2")).isPresent();
    assertThat(node.events)
        .filteredOn(event -> event.type() == EventType.BINDING_MADE)
        .last()
        .returns(true, CalloutAuthEvent::proposed);
    assertThat(node.tenants.health().eventsDropped()).isOne();
  }

  @Test
  void takesNoTokenAwayFromCalloutsByFailingWhereAChangeIsRead() {
    node.token(N);
    try (Node other = node.another()) {
      other.edit(id, draft -> draft.name("renamed"));
      store.throwsAt("ProviderStore.find", new IllegalStateException("LEAK"));
      node.pass(Duration.ofSeconds(5));
      Eventually.holds(() -> node.auth.health().storeTrouble().isPresent());

      assertThat(node.token(N)).isEqualTo("token-1");
      assertThat(server.exchanges()).isEqualTo(1);
    }
  }

  @Test
  void isAskedOnceInFiveSecondsWhateverTokensAreDueForRenewal() {
    node.bound("n2");
    node.token(N);
    node.token("n2");
    node.pass(Duration.ofSeconds(3_100));
    store.throwsEverywhere(new IllegalStateException("LEAK"));
    int asked = store.asked("TokenStore.find");

    for (int i = 0; i < 100; i++) {
      node.token(N);
      node.awaitQuiet();
      node.token("n2");
      node.awaitQuiet();
    }

    assertThat(store.asked("TokenStore.find") - asked).isEqualTo(1);
  }

  @Test
  void losesNoHistory() {
    server.answerTokens(n -> new TokenServer.Answer(503, ""));
    assertThat(node.serves(N)).isFalse();
    store.throwsAt("HistoryStore.write", new IllegalStateException("LEAK"));
    node.time.pass(Duration.ofMillis(2_500));
    Eventually.holds(() -> store.asked("HistoryStore.write") > 0);
    store.throwsNothing();
    Eventually.holds(
        () -> {
          node.time.pass(Duration.ofSeconds(1));
          return node.tenants.health().historyWaiting() == 0;
        });

    assertThat(node.tenants.health().historyDropped()).isZero();
    assertThat(node.auth.history().ofProvider(id, History.Query.last(10)).items())
        .extracting(History.Entry::type)
        .contains("TOKEN_FAILED");
  }

  @Test
  void isWalkedThroughAnewForCredentialsThatEnd() {
    ending("first");
    store.throwsAt("ClaimStore.sweep", new IllegalStateException("LEAK"));
    look();
    assertThat(node.auth.health().credentialsEnding()).isOne();
    ending("second");

    look();

    assertThat(node.auth.health().credentialsEnding()).isEqualTo(2);
  }

  private void ending(String name) {
    String end = node.time.instant().plus(Duration.ofDays(20)).toString();
    node.auth.providers().create(node.settings(name).clientSecretExpiresAt(end).build());
  }

  private void look() {
    node.time.pass(HOUR);
    Eventually.holds(
        () -> {
          node.time.pass(PAUSE);
          return node.time.tasksAfter(HOUR) == 1 && node.time.tasksAfter(PAUSE) == 0;
        });
  }

  @Test
  void endsNoThreadThatLooksForIdleAuthorizations() {
    store.throwsAt("TokenStore.claimDue", new IllegalStateException("LEAK"));

    try (LogCapture log = LogCapture.start()) {
      node.time.pass(Duration.ofMinutes(1));

      Eventually.holds(
          () -> log.lines().stream().anyMatch(line -> line.contains("are not looked for")));
    }
  }
}
