package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a host's own pages of tenants, bindings and providers are made from. */
class ListsTest extends NodeTest {

  private Notifications notifications() {
    return node.auth.notifications();
  }

  private Provider created(String name, String clientId, String tokenEndpoint) {
    return providers()
        .create(node.settings(name).clientId(clientId).tokenEndpoint(tokenEndpoint).build());
  }

  @Test
  void aTenantsBindingsAreListedWithTheDetachedOnes() {
    ProviderId kept = created("kept").id();
    ProviderId gone = created("gone").id();
    notifications().bind("b", kept);
    notifications().bind("a", gone);
    notifications().bind("c", gone);
    providers().deleteAndDetach(gone);
    CalloutAuth other = node.tenants.tenant("other");
    other.notifications().bind("b", other.providers().create(node.settings("CRM").build()).id());

    List<Binding> all = allOf(after -> page(after, notifications()::list, notifications()::list));

    assertThat(all).extracting(Binding::notificationId).containsExactly("a", "b", "c");
    assertThat(all)
        .extracting(Binding::providerId)
        .containsExactly(Optional.empty(), Optional.of(kept), Optional.empty());
    assertThat(
            allOf(
                after -> page(after, notifications()::listDetached, notifications()::listDetached)))
        .containsExactly("a", "c");
  }

  @Test
  void tenantsAreListedWhileTheyHaveSomething() {
    for (String tenant : List.of("b", "a", "c")) {
      node.tenants.tenant(tenant).providers().create(node.settings("CRM").build());
    }
    node.tenants.purge("c");
    node.tenants.tenant("nothing").providers().list(1);

    assertThat(allOf(after -> page(after, node.tenants::list, node.tenants::list)))
        .containsExactly("a", "b");
  }

  @Test
  void oneProviderIsReadAsAListShowsIt() {
    Provider provider = node.bound("n");
    node.auth.tokens().obtain(provider.id());

    ProviderSummary summary = providers().findSummary(provider.id()).orElseThrow();

    assertThat(summary.provider().name()).isEqualTo(provider.name());
    assertThat(summary.token().state()).isEqualTo(TokenState.ACTIVE);
    assertThat(summary.bindings()).isEqualTo(1);
    assertThat(providers().findSummary(new ProviderId("other"))).isEmpty();
  }

  @Test
  void providersAreFoundByClientIdEndpointAndState() {
    created("a", "billing", "https://one.example.com/token");
    created("b", "Billing", "https://two.example.com/token");
    ProviderId c = created("c", "billing", "https://two.example.com/oauth/token").id();
    providers().disable(c);

    assertThat(found(ProviderQuery.all())).containsExactly("a", "b", "c");
    assertThat(found(ProviderQuery.all().clientId("billing"))).containsExactly("a", "c");
    assertThat(found(ProviderQuery.all().endpoint("TWO.example"))).containsExactly("b", "c");
    assertThat(found(ProviderQuery.all().endpoint(server.url("/me")))).hasSize(3);
    assertThat(found(ProviderQuery.all().endpoint("/revoke").clientId("Billing")))
        .containsExactly("b");
    assertThat(found(ProviderQuery.all().state(TokenState.DISABLED))).containsExactly("c");
    assertThat(found(ProviderQuery.all().state(TokenState.ACTIVE))).isEmpty();
    assertThat(found(ProviderQuery.all().clientId("billing").state(TokenState.NONE)))
        .containsExactly("a");
  }

  @Test
  void providersThatNoNotificationUsesAreFound() {
    ProviderId used = created("used", "billing", "https://one.example.com/token").id();
    ProviderId unbound = created("unbound", "billing", "https://one.example.com/token").id();
    created("never", "sales", "https://one.example.com/token");
    notifications().bind("a", used);
    notifications().bind("b", used);
    notifications().bind("c", unbound);
    assertThat(found(ProviderQuery.all().unused())).containsExactly("never");

    notifications().unbind("a");
    notifications().unbind("c");

    assertThat(found(ProviderQuery.all().unused())).containsExactly("never", "unbound");
    assertThat(found(ProviderQuery.all().unused().clientId("billing"))).containsExactly("unbound");
    assertThat(found(ProviderQuery.all().unused().state(TokenState.NONE).endpoint("one")))
        .containsExactly("never", "unbound");
    assertThat(found(ProviderQuery.all().state(TokenState.NONE)))
        .containsExactly("never", "unbound", "used");
    String ofUnused = providers().search(ProviderQuery.all().unused(), 1).next().orElseThrow();
    refused(() -> providers().search(ProviderQuery.all(), ofUnused, 1));
  }

  @Test
  void aSearchReadsOnUntilItsPageIsFull() {
    for (int i = 0; i < 600; i++) {
      created("p" + i, i % 300 == 299 ? "rare" : "common", "https://one.example.com/token");
    }

    assertThat(found(ProviderQuery.all().clientId("rare"))).containsExactly("p299", "p599");
    assertThat(providers().search(ProviderQuery.all().clientId("common"), 598).items())
        .hasSize(598);
  }

  @Test
  void aPageOfOneListStartsNoOther() {
    ProviderId id = created("a").id();
    created("b");
    notifications().bind("n", id);
    notifications().bind("m", id);
    String ofAll = notifications().list(1).next().orElseThrow();
    String ofSearch = providers().search(ProviderQuery.all(), 1).next().orElseThrow();
    ProviderQuery another = ProviderQuery.all().clientId("billing");

    refused(() -> notifications().listDetached(ofAll, 1));
    refused(() -> notifications().list(id, ofAll, 1));
    refused(() -> node.tenants.list(ofAll, 1));
    refused(() -> providers().list(ofSearch, 1));
    refused(() -> providers().search(another, ofSearch, 1));
    refused(() -> notifications().list("bogus", 1));
    refused(() -> notifications().listDetached("bogus", 1));
    refused(() -> node.tenants.list("bogus", 1));
    refused(() -> providers().search(another, "bogus", 1));
    refused(() -> notifications().list(0));
    refused(() -> node.tenants.list(1_001));
    refused(() -> providers().search(another, 0));
  }

  private static void refused(Runnable list) {
    assertThatThrownBy(list::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("page");
  }

  private List<String> found(ProviderQuery query) {
    return allOf(
            after ->
                after == null ? providers().search(query, 1) : providers().search(query, after, 1))
        .stream()
        .map(summary -> summary.provider().name())
        .toList();
  }

  private interface Next<T> {
    Page<T> list(String after, int limit);
  }

  private static <T> Page<T> page(
      @Nullable String after, Function<Integer, Page<T>> first, Next<T> next) {
    return after == null ? first.apply(1) : next.list(after, 1);
  }

  private static <T> List<T> allOf(Function<@Nullable String, Page<T>> list) {
    List<T> seen = new ArrayList<>();
    @Nullable String after = null;
    do {
      Page<T> page = list.apply(after);
      seen.addAll(page.items());
      after = page.next().orElse(null);
    } while (after != null);
    return seen;
  }
}
