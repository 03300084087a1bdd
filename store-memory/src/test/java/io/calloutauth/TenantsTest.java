package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.Page;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.TokenServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantsTest extends NodeTest {

  @Override
  public UnaryOperator<CalloutAuthBuilder> settings() {
    return CalloutAuthBuilder::allowTokenDisclosure;
  }

  private static final int CALLOUTS = 10_000;

  private CalloutAuth globex() {
    return node.tenants.tenant("globex");
  }

  private Provider boundIn(CalloutAuth tenant, String clientId) {
    Provider provider = tenant.providers().create(node.settings("CRM").clientId(clientId).build());
    tenant.notifications().bind("n", provider.id());
    return provider;
  }

  @Test
  void aTenantThatHasSomethingIsTheSameObjectEachTime() {
    boundIn(globex(), "globex");
    assertThat(globex().callouts().authenticate("n", "POST", TARGET)).isNotNull();

    assertThat(globex()).isSameAs(globex()).isNotSameAs(node.auth);
    assertThat(node.auth.providers()).isSameAs(node.auth.providers());
    assertThat(node.auth.callouts()).isSameAs(node.auth.callouts());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\0b", "a\u202eb", "\ud800"})
  void anIdThatCannotBeSeenIsRefused(String id) {
    refused(() -> node.tenants.tenant(id));
    refused(() -> node.tenants.purge(id));
  }

  @Test
  void anIdHasUpToSixtyFourCharacters() {
    assertThat(node.tenants.tenant("t".repeat(64))).isNotNull();
    refused(() -> node.tenants.tenant("t".repeat(65)));
    assertThat(node.tenants.tenant("Acme")).isNotSameAs(node.auth);
  }

  private static void refused(Runnable use) {
    assertThatThrownBy(use::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a tenant id must be 1 to 64 visible characters, without spaces");
  }

  @Test
  void anothersProviderIsTheSameAsNone() {
    Provider theirs = created("CRM");
    ProviderId id = theirs.id();

    assertThat(globex().providers().findByName("CRM")).isEmpty();
    assertThat(globex().providers().list(10).items()).isEmpty();
    missing(id, () -> globex().providers().check(theirs.toSettings()));
    assertThat(server.exchanges()).isZero();
  }

  /** Whatever takes an id, also what is added later, answers as if there were none. */
  @Test
  void noMethodThatTakesAnIdFindsAnothersProvider() throws Exception {
    Provider theirs = created("CRM");
    Map<Class<?>, Object> arguments =
        Map.of(
            ProviderId.class,
            theirs.id(),
            ProviderSettings.class,
            theirs.toSettings(),
            String.class,
            PageCursors.boundTo(theirs.id()).told(Page.of(List.of(), "n")).next().orElseThrow(),
            URI.class,
            TARGET,
            long.class,
            1L,
            int.class,
            10);
    int tried = 0;
    for (Object door : List.of(globex().providers(), globex().tokens(), globex().notifications())) {
      for (Method method : door.getClass().getInterfaces()[0].getMethods()) {
        if (List.of(method.getParameterTypes()).contains(ProviderId.class)) {
          assertThat(answer(door, method, arguments)).as(method.toString()).isNull();
          tried++;
        }
      }
    }
    assertThat(tried).isGreaterThanOrEqualTo(15);
    assertThat(server.exchanges()).isZero();
    assertThat(providers().find(theirs.id()).orElseThrow().version()).isEqualTo(1);
  }

  /** Returns what a method says of a provider; null when that is what it says of none. */
  private static @Nullable Object answer(
      Object door, Method method, Map<Class<?>, Object> arguments) throws Exception {
    Object[] values =
        Arrays.stream(method.getParameterTypes())
            .map(type -> Objects.requireNonNull(arguments.get(type), type.getName()))
            .toArray();
    try {
      Object answer = method.invoke(door, values);
      boolean nothing =
          answer.equals(Optional.empty()) || (answer instanceof Page<?> p && p.items().isEmpty());
      return nothing ? null : answer;
    } catch (InvocationTargetException failed) {
      return failed.getCause() instanceof ProviderNotFoundException ? null : failed.getCause();
    }
  }

  private static void missing(ProviderId id, Runnable use) {
    assertThatThrownBy(use::run)
        .isInstanceOf(ProviderNotFoundException.class)
        .hasMessage("There is no provider with the id " + id);
  }

  @Test
  void namesAreUniqueInTheirTenantOnly() {
    created("CRM");

    assertThat(boundIn(globex(), "other").name()).isEqualTo("CRM");
  }

  @Test
  void equalSettingsOfTwoTenantsShareNeitherTokenNorFailure() {
    server.answerTokens(
        n ->
            n == 1
                ? TokenServer.Answer.error(401, "invalid_client")
                : TokenServer.Answer.token("token-" + n, 3600));
    boundIn(node.auth, "same");
    boundIn(globex(), "same");

    assertThatThrownBy(() -> node.token("n")).isInstanceOf(TokenErrorException.class);
    assertThat(Node.bearer(globex().callouts().authenticate("n", "POST", TARGET)))
        .isEqualTo("token-2");
    assertThatThrownBy(() -> node.token("n")).isInstanceOf(TokenErrorException.class);
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @Test
  void everyOfManyInterleavedCalloutsCarriesItsOwnTenantsToken() {
    server.answerByClient();
    boundIn(node.auth, "acme");
    boundIn(globex(), "globex");
    List<CompletableFuture<String>> seen = new ArrayList<>();
    // The first tokens are there before time passes: patience is counted by the same clock.
    owner(node.auth, 1).join();
    owner(globex(), 1).join();

    for (int n = 0; n < CALLOUTS; n++) {
      seen.add(owner(n % 2 == 0 ? node.auth : globex(), n));
    }

    List<String> owners = seen.stream().map(CompletableFuture::join).toList();
    assertThat(IntStream.range(0, CALLOUTS).filter(n -> !owners.get(n).equals(expected(n))))
        .isEmpty();
    assertThat(server.exchanges()).isGreaterThan(2);
  }

  private static String expected(int n) {
    return n % 2 == 0 ? "of-acme" : "of-globex";
  }

  /** Continues on shared threads, and meets a 401 now and then, so that tokens change under way. */
  private CompletableFuture<String> owner(CalloutAuth tenant, int n) {
    if (n % 1_000 == 0) {
      node.pass(Duration.ofSeconds(31));
    }
    return tenant
        .callouts()
        .authenticateAsync("n", "POST", TARGET)
        .thenComposeAsync(used -> answered(tenant, used, n), ForkJoinPool.commonPool())
        .thenApplyAsync(used -> Node.bearer(used).replaceAll("-\\d+$", ""))
        .toCompletableFuture();
  }

  private static CompletableFuture<CalloutCredentials> answered(
      CalloutAuth tenant, CalloutCredentials used, int n) {
    return tenant
        .callouts()
        .afterResponseAsync(used, CalloutResponse.of(n % 97 == 0 ? 401 : 200, name -> List.of()))
        .thenApply(next -> next.orElse(used))
        .toCompletableFuture();
  }

  @Test
  void purgeRemovesTheWholeTenantAndNothingElse() {
    boundIn(node.auth, "acme");
    Provider theirs = boundIn(globex(), "globex");
    assertThat(node.token("n")).isEqualTo("token-1");
    CalloutAuth globex = globex();
    globex.callouts().authenticate("n", "POST", TARGET);

    node.tenants.purge("globex");

    assertThat(globex.providers().list(10).items()).isEmpty();
    assertThat(globex.notifications().find("n")).isEmpty();
    assertThatThrownBy(() -> globex.callouts().authenticate("n", "POST", TARGET))
        .isInstanceOf(NoProviderBoundException.class);
    missing(theirs.id(), () -> globex.tokens().status(theirs.id()));
    assertThat(node.token("n")).isEqualTo("token-1");
    assertThat(server.arrivedAt("/revoke")).isEmpty();
    node.tenants.purge("nobody");
    boundIn(globex, "again");
    assertThat(globex.callouts().authenticate("n", "POST", TARGET)).isNotNull();
  }

  @Test
  void purgeReachesOtherNodesWithinTenSeconds() {
    boundIn(node.auth, "acme");
    try (Node other = node.another()) {
      assertThat(other.token("n")).isEqualTo("token-1");

      node.tenants.purge("acme");
      other.pass(Duration.ofSeconds(10));

      Eventually.holds(() -> isUnbound(other));
    }
  }

  private static boolean isUnbound(Node node) {
    try {
      node.token("n");
      return false;
    } catch (NoProviderBoundException unbound) {
      return true;
    }
  }

  @Test
  void anActorSeesTheSameTenantAndIsNamedInItsEvents() {
    CalloutAuth alice = node.auth.as("alice");

    Provider made = alice.providers().create(node.settings("CRM").build());
    alice.notifications().bind("n", made.id());

    assertThat(node.token("n")).isEqualTo("token-1");
    assertThat(alice.callouts()).isSameAs(node.auth.callouts());
    assertThat(node.events)
        .filteredOn(event -> event.actor().isPresent())
        .allSatisfy(event -> assertThat(event.actor()).contains("alice"))
        .extracting(CalloutAuthEvent::type)
        .containsExactly(EventType.PROVIDER_CREATED, EventType.SECRET_SET, EventType.BINDING_MADE);
  }
}
