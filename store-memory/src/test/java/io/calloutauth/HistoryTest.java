package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.engine.TokenListener.Kind;
import io.calloutauth.engine.TokenListener.Note;
import io.calloutauth.history.History;
import io.calloutauth.history.HistoryRecorder;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.micrometer.NodeMetrics;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.ContractRace;
import io.calloutauth.store.HistoryRow;
import io.calloutauth.store.HistoryStore.Period;
import io.calloutauth.store.Page;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Store;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator reads in the morning. */
class HistoryTest extends OneNode {

  private static final URI TARGET = URI.create(Node.TARGET);
  private static final History.Query ALL = History.Query.last(100);

  private static final TokenServer.Answer DOWN = new TokenServer.Answer(503, "down");

  private List<History.Entry> of(ProviderId id) {
    return written(node).ofProvider(id, ALL).items();
  }

  private List<History.Entry> of(String notificationId) {
    return written(node).ofNotification(notificationId, ALL).items();
  }

  /** Returns the history once a node has written all that waits. */
  private static History written(Node node) {
    node.awaitQuiet();
    node.time.pass(Duration.ofMillis(2_500));
    Eventually.holds(() -> node.tenants.health().historyWaiting() == 0);
    return node.auth.history();
  }

  private static List<String> types(List<History.Entry> entries) {
    return entries.stream().map(entry -> entry.type() + " " + entry.count()).toList();
  }

  private void assertNotSent(String notificationId) {
    assertThatThrownBy(() -> node.auth.callouts().authenticate(notificationId, "POST", TARGET))
        .isInstanceOf(CalloutAuthException.class);
  }

  @Test
  void tellsOfANightInWhichAServerFailedInOneRowAndThenOfItsEnd() {
    Provider crm = node.bound(N);
    server.answerTokens(n -> DOWN);
    Instant before = node.time.instant();
    for (int i = 0; i < 60; i++) {
      assertNotSent(N);
      written(node); // else time would pass between the clock's readings for a row
      node.pass(Duration.ofMinutes(5));
    }
    List<History.Entry> failing = of(crm.id());
    History.Entry failed =
        failing.stream().filter(e -> e.type().equals("TOKEN_FAILED")).findFirst().orElseThrow();
    assertThat(failing).filteredOn(e -> e.type().equals("TOKEN_FAILED")).hasSize(1);
    assertThat(failed.count()).isEqualTo(server.exchanges()).isGreaterThan(10);
    assertThat(failed.succeeded()).isFalse();
    assertThat(failed.firstAt()).isBetween(before, before.plusSeconds(60));
    assertThat(Duration.between(failed.firstAt(), failed.lastAt()))
        .isGreaterThan(Duration.ofHours(4));
    assertThat(failed.correlationId())
        .contains(node.auth.tokens().status(crm.id()).failure().orElseThrow().correlationId());
    assertThat(of(N))
        .filteredOn(e -> e.type().equals("CALLOUT_NOT_SENT"))
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.count()).isEqualTo(60);
              assertThat(e.detail()).startsWith("TokenRequest: ");
              assertThat(e.correlationId()).isEqualTo(failed.correlationId());
              assertThat(e.providerName()).contains(crm.name());
            });

    server.answerTokens(n -> TokenServer.Answer.token("token-" + n, 3600));
    node.pass(Duration.ofHours(1));
    node.token(N);

    assertThat(types(of(crm.id())).get(0)).isEqualTo("TOKEN_OBTAINED 1");
  }

  @Test
  void countsTheFailuresOfTwoNodesInOneRowThatEitherEnds() {
    Provider crm = node.bound(N);
    try (Node other = node.another()) {
      server.answerTokens(n -> DOWN);
      for (int i = 0; i < 20; i++) {
        for (Node each : List.of(node, other)) {
          assertThatThrownBy(() -> each.token(N)).isInstanceOf(CalloutAuthException.class);
          each.awaitQuiet();
        }
        node.pass(Duration.ofMinutes(20));
      }
      written(other);
      assertThat(of(crm.id()))
          .filteredOn(e -> e.type().equals("TOKEN_FAILED"))
          .singleElement()
          .satisfies(e -> assertThat(e.count()).isEqualTo(server.exchanges()));

      server.answerTokens(n -> TokenServer.Answer.token("token-" + n, 3600));
      node.pass(Duration.ofHours(1));
      other.token(N);
      written(other);
      assertThat(types(of(crm.id()))).contains("TOKEN_OBTAINED 1");
    }
  }

  @Test
  void keepsNoRowOf100000Renewals() {
    Store store = node.store; // what is about a provider that is not there is left out
    ManualWorld time = node.time;
    HistoryRecorder recorder =
        new HistoryRecorder(store.history(), Duration.ofDays(90), time.world());
    EventQueue queue = new EventQueue(List.of());
    Events events =
        new Events(
            CalloutAuth.builder(store),
            queue,
            time.world().clocks(),
            new ProposedChanges(store, queue, time.world().clocks()),
            recorder);
    Provider crm = node.bound(N);
    ProviderKey key = new ProviderKey("acme", crm.id().value());
    for (int i = 0; i < 100_000; i++) {
      events.happened(key, "CRM", i == 0 ? Kind.OBTAINED : Kind.RENEWED, Note.NONE);
      if (i % 10_000 == 0) {
        time.pass(Duration.ofMillis(2_500));
      }
      assertThat(recorder.waiting()).isLessThanOrEqualTo(2);
    }
    time.pass(Duration.ofMillis(2_500));
    Eventually.holds(() -> recorder.waiting() == 0);

    assertThat(store.history().list(key, Period.ALL, null, 1_000).items())
        .extracting(HistoryRow::kind)
        .containsExactly("BINDING_MADE", "PROVIDER_CREATED");
    assertThat(recorder.dropped()).isZero();
    recorder.close();
  }

  @Test
  void tellsOfChangesWithActorAndFields() {
    CalloutAuth alice = node.auth.as("alice");
    Provider crm = alice.providers().create(node.settings("CRM").build());
    Provider edited =
        node.auth
            .as("bob\n")
            .providers()
            .update(
                crm.id(), crm.version(), crm.toSettings().toBuilder().scope("orders.read").build());
    alice.notifications().bind(N, crm.id());
    alice.providers().disable(crm.id());
    alice.providers().enable(crm.id());
    assertThatExceptionOfType(StaleProviderException.class)
        .isThrownBy(() -> alice.providers().update(crm.id(), crm.version(), edited.toSettings()));
    alice.notifications().unbind(N);
    alice.notifications().bind(N, crm.id());
    alice.providers().deleteAndDetach(crm.id());

    List<History.Entry> entries = of(crm.id());
    assertThat(entries)
        .extracting(History.Entry::type)
        .containsExactly(
            "PROVIDER_DELETED",
            "BINDING_DETACHED",
            "BINDING_MADE",
            "PROVIDER_ENABLED",
            "PROVIDER_DISABLED",
            "BINDING_MADE",
            "PROVIDER_UPDATED",
            "PROVIDER_CREATED");
    assertThat(entries.get(6).actor()).contains("bob?");
    assertThat(entries.get(6).changedFields()).containsExactly("scope");
    assertThat(entries.get(0).providerName()).contains("CRM");
    assertThat(entries.get(0).toMap())
        .containsEntry("actor", "alice")
        .containsEntry("type", "PROVIDER_DELETED")
        .containsEntry("count", 1L)
        .doesNotContainKey("correlation_id");
    assertThat(of(N))
        .extracting(History.Entry::type)
        .containsExactly("BINDING_DETACHED", "BINDING_MADE", "BINDING_REMOVED", "BINDING_MADE");
    assertThat(node.tenants.tenant("globex").history().ofProvider(crm.id(), ALL).items()).isEmpty();

    node.tenants.purge("acme");
    assertThat(of(crm.id())).isEmpty();
    assertThat(of(N)).isEmpty();
  }

  @Test
  void tellsOfCalloutsOfANotificationThatNobodyBoundOnceForAllThatFailAlike() throws Exception {
    for (int round = 0; round < 10; round++) {
      ContractRace.among(
          50,
          i -> {
            assertNotSent("nobody");
            return i;
          });
    }

    assertThat(of("nobody"))
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.count()).isEqualTo(500);
              assertThat(e.detail()).isEqualTo("NoProviderBound: UNBOUND");
            });
    assertThatIllegalArgumentException().isThrownBy(() -> of("with a space"));
  }

  @Test
  void tellsOfTestsAndRevocations() {
    Provider crm = node.bound(N);
    CalloutAuth alice = node.auth.as("alice");
    alice.tokens().test(crm.id());
    node.pass(Duration.ofSeconds(10));
    alice.tokens().test(crm.id());
    alice.tokens().revoke(crm.id());

    List<History.Entry> entries = of(crm.id());
    assertThat(types(entries)).contains("TOKEN_REVOKED 1", "TOKEN_TESTED 2");
    assertThat(entries)
        .filteredOn(e -> e.type().startsWith("TOKEN_"))
        .extracting(e -> e.actor().orElse(""))
        .containsOnly("alice");
  }

  @Test
  void pagesThroughARangeOfTime() {
    Provider crm = node.bound(N);
    for (int i = 0; i < 5; i++) {
      node.auth.providers().disable(crm.id());
      node.pass(Duration.ofMinutes(1));
      node.auth.providers().enable(crm.id());
      node.pass(Duration.ofMinutes(1));
    }
    History history = written(node);
    Page<History.Entry> first = history.ofProvider(crm.id(), History.Query.last(4));
    String next = first.next().orElseThrow();
    Page<History.Entry> second = history.ofProvider(crm.id(), History.Query.last(4).after(next));

    assertThat(first.items().get(3).lastAt()).isAfter(second.items().get(0).lastAt());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> history.ofNotification(N, History.Query.last(4).after(next)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> history.ofProvider(crm.id(), ALL.after("0:0")));
    assertThatIllegalArgumentException().isThrownBy(() -> History.Query.last(0));
    Instant since = second.items().get(0).firstAt();
    assertThat(history.ofProvider(crm.id(), ALL.since(since)).items()).hasSize(5);
    assertThat(history.ofProvider(crm.id(), ALL.until(since)).items()).hasSize(7);
  }

  @Test
  void keepsNothingWhereTheHostWantsNone() {
    try (Node off =
        Node.over(
            MemoryStore.create(node.time.wallClock()),
            node.time,
            server,
            CalloutAuthBuilder::withoutHistory)) {
      Provider crm = off.bound(N);
      assertThatThrownBy(() -> off.token("nobody")).isInstanceOf(NoProviderBoundException.class);

      assertThat(off.auth.history().ofProvider(crm.id(), ALL).items()).isEmpty();
      assertThat(off.store.history().list("acme", "nobody", Period.ALL, null, 9).items()).isEmpty();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CalloutAuth.builder(node.store).history(Duration.ofHours(23)));
  }

  @Test
  void dropsAndCountsWhatFindsNoRoomWhileTheStoreIsDownAndHarmsNoCallout() {
    BreakableStore store = new BreakableStore(MemoryStore.create(node.time.wallClock()));
    try (Node here = Node.over(store, node.time, server)) {
      here.bound(N);
      here.token(N);
      written(here);
      assertThatThrownBy(() -> here.token("known")).isInstanceOf(NoProviderBoundException.class);
      store.down(true);
      for (int i = 0; i < 10_100; i++) {
        String unknown = "n" + i;
        assertThatThrownBy(() -> here.token(unknown)).isInstanceOf(CalloutAuthException.class);
      }
      here.pass(Duration.ofMinutes(2));
      here.awaitQuiet();
      assertThat(here.token(N)).isEqualTo("token-1");
      assertThat(here.tenants.health().historyDropped()).isBetween(100L, 102L);
      SimpleMeterRegistry meters = new SimpleMeterRegistry();
      new NodeMetrics(here.tenants::health).bindTo(meters);
      assertThat(meters.get("callout.auth.history.dropped").functionCounter().count())
          .isBetween(100.0, 102.0);
      assertThat(meters.get("callout.auth.history.waiting").gauge().value()).isPositive();

      store.down(false);
      Eventually.holds( // an attempt that still failed is made again after a minute
          () -> {
            here.pass(Duration.ofMinutes(1));
            return here.tenants.health().historyWaiting() == 0;
          });
      History history = here.auth.history();
      assertThat(history.ofNotification("n10050", ALL).items()).isEmpty();
      assertThat(here.tenants.health().historyDropped()).isBetween(100L, 102L);
    }
  }

  @Test
  void writesWhatWaitsWhenItIsClosed() {
    assertNotSent("nobody");

    node.close();

    assertThat(node.store.history().list("acme", "nobody", Period.ALL, null, 9).items()).hasSize(1);
  }

  @Test
  void removesWhatIsTooOld() {
    assertNotSent("nobody");
    assertThat(of("nobody")).hasSize(1);

    node.pass(Duration.ofDays(89));
    assertThat(of("nobody")).hasSize(1);
    node.pass(Duration.ofDays(2));

    Eventually.holds(() -> of("nobody").isEmpty());
  }
}
