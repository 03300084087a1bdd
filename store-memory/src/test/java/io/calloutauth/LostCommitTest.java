package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.BindingRow;
import io.calloutauth.store.ChangeFeed.Changes;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.StoreException;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.MeddledStore;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cache that was filled from a commit which a failover loses before any poll tells of it. */
class LostCommitTest extends OneNode {

  private static final String BINDING = "BindingStore.find";
  private static final String PROVIDER = "ProviderStore.find";
  private static final Duration POLL = Duration.ofSeconds(5);

  private MeddledStore store;

  @Override
  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    server.answerByClient();
    ManualWorld time = new ManualWorld();
    store = new MeddledStore(MemoryStore.create(time.wallClock()));
    node = Node.over(store, time, server);
    node.bound(N);
  }

  @Test
  void servesALostBindingUntilThePollAndThenTheOneThatIsThere() {
    Provider second =
        node.auth.providers().create(node.settings("second").clientId("second").build());
    store.answer(BINDING, Optional.of(new BindingRow("acme", N, second.id().value())));
    assertThat(node.token(N)).startsWith("of-second-");

    store.answer(BINDING, null);
    assertThat(node.token(N)).startsWith("of-second-");
    node.pass(POLL);
    Eventually.holds(() -> node.token(N).startsWith("of-billing-"));
  }

  @Test
  void readsAnEditOfThisNodesOnceMoreThatNoPollTellsOf() {
    node.token(N);
    node.pass(POLL);
    node.token(N);
    node.awaitQuiet();
    ProviderId id = node.auth.providers().list(1).items().get(0).provider().id();
    Optional<ProviderRow> before = store.providers().find(new ProviderKey("acme", id.value()));
    store.answer("ChangeFeed.changesSince", new Changes(List.of(), "lost", false, false, false));
    int read = store.calls("TokenStore.find");
    node.edit(id, draft -> draft.name("renamed"));
    Eventually.holds(() -> store.calls("TokenStore.find") == read + 1);
    assertThat(node.auth.health().tokensHeld()).isOne();
    store.answer(PROVIDER, before);

    Eventually.holds(
        () -> {
          node.pass(POLL);
          return node.auth.health().tokensHeld() == 0;
        });
  }

  @Test
  void readsNothingOnceAFillWasReadAgain() {
    node.token(N);
    int filled = store.calls(BINDING);
    assertThat(node.token(N)).isNotNull();
    assertThat(store.calls(BINDING)).isEqualTo(filled);

    int before = store.calls(PROVIDER);
    node.pass(POLL);
    node.token(N);
    Eventually.holds(
        () -> store.calls(BINDING) == filled + 1 && store.calls(PROVIDER) == before + 1);
    for (int poll = 0; poll < 10; poll++) {
      node.pass(POLL);
      node.token(N);
    }

    assertThat(store.calls(BINDING)).isEqualTo(filled + 1);
    assertThat(store.calls(PROVIDER)).isEqualTo(before + 1);
  }

  @Test
  void servesWhileTheStoreIsDownAndReadsAgainAfterThePollThatFollows() {
    node.token(N);
    node.pass(POLL);
    StoreException down = new StoreException("the store is down", true, null);
    int filled = store.calls(BINDING);
    store.before(
        BINDING,
        0,
        () -> {
          throw down;
        });

    assertThat(node.token(N)).startsWith("of-billing-");
    Eventually.holds(() -> store.isOver("before " + BINDING));
    assertThat(node.token(N)).startsWith("of-billing-");
    assertThat(store.calls(BINDING)).isEqualTo(filled);

    Eventually.holds(
        () -> {
          node.pass(POLL);
          node.token(N);
          return store.calls(BINDING) == filled + 1;
        });
  }
}
