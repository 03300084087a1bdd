package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A change that is stored, when the store or the provider is gone just after. */
class StoredChangesTest extends OneNode {

  private BreakableStore store;
  private Provider crm;

  @Override
  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    ManualWorld time = new ManualWorld();
    store = new BreakableStore(MemoryStore.create(time.wallClock()));
    node = Node.over(store, time, server);
    crm = node.bound(N);
  }

  private Providers providers() {
    return node.auth.providers();
  }

  private List<EventType> told(ProviderId id) {
    return node.events.stream()
        .filter(event -> event.providerId().filter(id::equals).isPresent())
        .map(CalloutAuthEvent::type)
        .toList();
  }

  private void isGoneAfter(String operation) {
    ProviderKey key = new ProviderKey("acme", crm.id().value());
    store.after(operation, () -> store.providers().deleteAndDetach(key));
  }

  @Test
  void aProviderIsCreatedThoughTheStoreIsDownJustAfter() {
    store.after("create", () -> store.down(true));

    Provider made = providers().create(node.settings("ERP").build());

    store.down(false);
    assertThat(told(made.id())).containsExactly(EventType.PROVIDER_CREATED, EventType.SECRET_SET);
    assertThat(providers().find(made.id()).orElseThrow())
        .usingRecursiveComparison()
        .isEqualTo(made);
  }

  @Test
  void aProviderShowsWhenItWasMadeAndWhenItWasChangedLast() {
    Instant made = node.time.instant();
    node.time.pass(Duration.ofHours(1));

    Provider edited = node.edit(crm.id(), draft -> draft.name("ERP"));

    assertThat(edited.createdAt()).isEqualTo(made);
    assertThat(edited.updatedAt()).isEqualTo(made.plus(Duration.ofHours(1)));
    node.time.pass(Duration.ofHours(1));
    assertThat(providers().find(crm.id()).orElseThrow().updatedAt()).isEqualTo(edited.updatedAt());
    assertThat(providers().disable(crm.id()).updatedAt()).isEqualTo(node.time.instant());
  }

  @Test
  void aProviderIsUpdatedThoughTheStoreIsDownJustAfter() {
    store.after("update", () -> store.down(true));

    Provider made = node.edit(crm.id(), draft -> draft.name("ERP"));

    store.down(false);
    assertThat(made.name()).isEqualTo("ERP");
    assertThat(providers().find(crm.id()).orElseThrow()).usingRecursiveComparison().isEqualTo(made);
  }

  @Test
  void aProviderIsUpdatedThoughItIsDeletedJustAfter() {
    isGoneAfter("update");

    assertThat(node.edit(crm.id(), draft -> draft.name("ERP")).version())
        .isGreaterThan(crm.version());
    assertThat(told(crm.id())).contains(EventType.PROVIDER_UPDATED);
  }

  @Test
  void aProviderIsShownAsItWasWrittenThoughSomebodyElseWroteItJustAfter() {
    store.after("update", () -> providers().disable(crm.id()));

    Provider made = node.edit(crm.id(), draft -> draft.name("ERP"));

    assertThat(made.version()).isGreaterThan(crm.version());
    assertThat(made.disabled()).isFalse();
  }

  @Test
  void aProviderIsDisabledThoughItIsDeletedJustAfter() {
    isGoneAfter("update");

    assertThat(providers().disable(crm.id()).disabled()).isTrue();
    assertThat(told(crm.id())).contains(EventType.PROVIDER_DISABLED);
  }

  @Test
  void aTokenIsObtainedThoughTheStoreIsDownJustAfter() {
    store.after("complete", () -> store.down(true));

    TokenStatus status = node.auth.tokens().obtain(crm.id());

    store.down(false);
    TokenStatus stored = node.auth.tokens().status(crm.id());
    assertThat(status.state()).isEqualTo(TokenState.ACTIVE);
    assertThat(status.expiresAt()).isEqualTo(stored.expiresAt());
    assertThat(status.scope()).isEqualTo(stored.scope());
  }
}
