package io.calloutauth;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.calloutauth.Sealing.ResealReport;
import io.calloutauth.Sealing.ResealReport.UnopenedSecrets;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SecretCipher;
import io.calloutauth.store.KeyUse;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.StoreException;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.LogCapture;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.MeddledStore;
import io.calloutauth.testkit.TestKeys;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an old key sealed is sealed anew, whatever goes on meanwhile. */
class ResealingTest {

  private final ManualWorld time = new ManualWorld();
  private final BreakableStore base = new BreakableStore(MemoryStore.create(time.wallClock()));
  private final MeddledStore store = new MeddledStore(base);
  private TokenServer server;
  private Node before;
  private Node node;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    before = Node.over(store, TestKeys.of("old"), time, server);
    node = Node.over(store, TestKeys.of("new", "old"), time, server);
  }

  @AfterEach
  void stop() {
    before.close();
    node.close();
    server.close();
  }

  @Test
  void afterItTheOldKeyIsNotNeededAnyMore() {
    Provider crm = before.auth.providers().create(full("CRM").build());
    before.tenants.tenant("other").providers().create(full("ERP").build());
    assertThat(node.tenants.sealing().uses()).containsExactly(new KeyUse("old", 6, 0, 0));

    ResealReport report = reseal(node);

    assertThat(report).isEqualTo(new ResealReport(6, 0, List.of(), uses("new", 6)));
    assertThat(report.needs("old")).isFalse();
    assertThat(report.needs("new")).isTrue();
    try (Node after = node.another(TestKeys.of("new"))) {
      assertThat(after.auth.tokens().obtain(crm.id()).state()).isEqualTo(TokenState.ACTIVE);
      TokenServer.Arrived request = server.arrivedAt("/token").findFirst().orElseThrow();
      assertThat(request.body()).contains("key=s3cret-parameter");
      assertThat(request.authorization()).isEqualTo(basic("billing:s3cret%20of%20CRM"));
    }
    assertThat(reseal(node).resealed()).isZero();
  }

  @Test
  void aNodeWarnsOfKeysThatItDoesNotHaveWhenItIsBuilt() {
    before.auth.providers().create(full("CRM").build());
    node.auth.providers().create(full("ERP").build());

    assertThat(warnings(TestKeys.of("newest")))
        .singleElement(as(STRING))
        .contains("sealing keys are not given: [new, old]");
    assertThat(warnings(TestKeys.of("newest", "old", "new"))).isEmpty();
  }

  private List<String> warnings(SecretCipher keys) {
    try (LogCapture log = LogCapture.start();
        Node built = node.another(keys)) {
      assertThat(built.auth.health().keyIds()).contains("newest");
      return log.lines().stream().filter(line -> line.contains("sealing keys are not")).toList();
    }
  }

  @Test
  void disturbsNobodyWhoUsesOrEditsAProvider() {
    Provider crm = node.bound("n");
    Provider old = before.bound("m");
    assertThat(node.token("n")).isEqualTo("token-1");
    assertThat(before.token("m")).isEqualTo("token-2");

    assertThat(reseal(node).resealed()).isEqualTo(1);
    node.pass(Duration.ofSeconds(10));

    assertThat(node.token("n")).isEqualTo("token-1");
    assertThat(node.token("m")).isEqualTo("token-2");
    assertThat(before.token("m")).isEqualTo("token-2");
    assertThat(server.exchanges()).isEqualTo(2);
    node.auth.providers().update(old.id(), old.version(), old.toSettings());
    node.auth.providers().update(crm.id(), crm.version(), crm.toSettings());
  }

  /** One of a refresh token that is there, and one of an authorization that is under way. */
  @Test
  void takesAuthorizationsAlong() {
    server.answerTokens(n -> AuthorizingNode.token(n, "\"refresh-" + n + "\""));
    Provider crm =
        before
            .auth
            .providers()
            .create(
                before
                    .settings("CRM")
                    .grantType(GrantType.AUTHORIZATION_CODE)
                    .authorizationRequests(a -> a.endpoint(server.url("/authorize")))
                    .build());
    assertThat(completed(before, crm, begun(before, crm)).isDone()).isTrue();
    String pending = begun(before, crm);

    assertThat(reseal(node).resealed()).isEqualTo(3);

    assertThat(node.auth.sealing().uses())
        .containsExactly(new KeyUse("new", 1, 2, 0), new KeyUse("old", 0, 0, 1));
    try (Node after = node.another(TestKeys.of("new"))) {
      assertThat(completed(after, crm, pending).isDone()).isTrue();
    }
  }

  private static String begun(Node at, Provider provider) {
    URI callback = AuthorizingNode.callback(provider);
    return AuthorizingNode.parameters(
            at.auth.authorizations().begin(provider.id(), callback, AuthorizingNode.LOGIN))
        .getOrDefault("state", "");
  }

  private static Authorizations.Result completed(Node at, Provider provider, String state) {
    URI back = AuthorizingNode.back(provider, "code=c&state=" + state);
    return at.auth.authorizations().complete(back, AuthorizingNode.LOGIN);
  }

  @Test
  void leavesTokensToTheirEnd() {
    before.bound("n");
    before.token("n");
    assertThat(reseal(node).uses())
        .containsExactly(new KeyUse("new", 1, 0, 0), new KeyUse("old", 0, 0, 1));

    time.pass(Duration.ofHours(1));

    assertThat(node.auth.sealing().uses()).containsExactly(new KeyUse("new", 1, 0, 0));
  }

  @Test
  void goesOnWhereAnotherRunWasKilled() {
    create(250);
    CompletableFuture<ResealReport> killed = node.auth.sealing().reseal();
    Eventually.holds(() -> time.tasks() > 0);
    assertThat(node.auth.sealing().uses())
        .containsExactly(new KeyUse("new", 100, 0, 0), new KeyUse("old", 150, 0, 0));
    node.close();

    assertThatThrownBy(() -> done(killed))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(CalloutAuthClosedException.class);
    try (Node next = node.another()) {
      CompletableFuture<ResealReport> rest = next.auth.sealing().reseal();
      Eventually.holds(
          () -> {
            time.pass(Duration.ofMillis(50));
            return rest.isDone();
          });
      assertThat(done(rest)).isEqualTo(new ResealReport(150, 0, List.of(), uses("new", 250)));
    }
  }

  @Test
  void runsOnceOnANodeAtATime() {
    before.bound("n");
    List<CompletableFuture<ResealReport>> others = new CopyOnWriteArrayList<>();
    store.beforeReplacing(key -> others.add(node.tenants.sealing().reseal()));

    ResealReport report = reseal(node);

    assertThat(report.resealed()).isEqualTo(1);
    assertThat(others)
        .singleElement()
        .satisfies(other -> assertThat(done(other)).isEqualTo(report));
  }

  @Test
  void sharesTheWorkWithAnotherNodeThatDoesItToo() {
    create(40);
    try (Node other = node.another()) {
      CompletableFuture<ResealReport> here = node.auth.sealing().reseal();
      CompletableFuture<ResealReport> there = other.auth.sealing().reseal();

      assertThat(done(here).resealed() + done(there).resealed()).isEqualTo(40);
      assertThat(node.auth.sealing().uses()).isEqualTo(uses("new", 40));
    }
  }

  @Test
  void losesToAnEditAtTheSameMoment() {
    Provider crm = before.bound("n");
    store.beforeReplacing(
        key -> {
          Provider read = before.auth.providers().find(crm.id()).orElseThrow();
          ProviderSettings edit =
              read.toSettings().toBuilder()
                  .clientId("edited")
                  .clientSecret("edited s3cret")
                  .build();
          before.auth.providers().update(crm.id(), read.version(), edit);
        });

    ResealReport report = reseal(node);

    assertThat(report).isEqualTo(new ResealReport(0, 1, List.of(), uses("old", 1)));
    assertThat(report.passedOver()).isEqualTo(1);
    assertThat(report.needs("old")).isTrue();
    store.beforeReplacing(key -> {});
    assertThat(reseal(node).resealed()).isEqualTo(1);
    node.auth.tokens().obtain(crm.id());
    assertThat(server.arrivedAt("/token").findFirst().orElseThrow().authorization())
        .isEqualTo(basic("edited:edited%20s3cret"));
  }

  @Test
  void passesOverWhatIsLockedForLong() {
    ProviderKey held = key(before.bound("n"));
    before.bound("m");
    store.beforeReplacing(
        key -> {
          if (key.equals(held)) {
            throw new StoreException("locked", true, null);
          }
        });

    assertThat(reseal(node))
        .isEqualTo(
            new ResealReport(
                1, 1, List.of(), List.of(new KeyUse("new", 1, 0, 0), new KeyUse("old", 1, 0, 0))));
  }

  @Test
  void namesTheKeyThatIsMissingAndTheProvidersThatNeedIt() {
    Provider crm = before.bound("n");
    try (Node without = node.another(TestKeys.of("new"))) {
      without.bound("m");

      ResealReport report = reseal(without);

      assertThat(report.resealed()).isZero();
      assertThat(report.unopened()).containsExactly(new UnopenedSecrets("old", true, 1));
      assertThat(report.needs("old")).isTrue();
      Eventually.holds(
          () ->
              without.events.stream()
                  .anyMatch(
                      event ->
                          event.type() == EventType.VALUE_UNOPENED
                              && event.providerId().equals(Optional.of(crm.id()))
                              && event.detail().equals("old")));
    }
  }

  @Test
  void doesNotSealAnewWhatWasTamperedWith() {
    ProviderKey key = key(before.bound("n"));
    ProviderRow row = store.providers().find(key).orElseThrow();
    Map<String, String> settings = new HashMap<>(row.content().settings());
    settings.put("token_endpoint", "https://login.attacker.example/token");
    ProviderContent changed = row.content().toBuilder().settings(settings).build();
    store.providers().update(key, row.version(), NewNumber.NONE, changed);

    ResealReport report = reseal(node);

    assertThat(report.unopened()).containsExactly(new UnopenedSecrets("old", false, 1));
    assertThat(store.providers().find(key).orElseThrow().content().secrets())
        .isEqualTo(row.content().secrets());
  }

  @Test
  void saysThatTheStoreIsDown() {
    create(10);
    for (String part : List.of("keyUses", "sealedWith")) {
      base.breaks(part);
      assertDown();
    }
    base.breaks("");
    store.beforeReplacing(
        key -> {
          throw new StoreException("down", true, null);
        });
    assertDown();
    store.beforeReplacing(key -> {});
    assertThat(reseal(node).resealed()).isEqualTo(10);
  }

  private static ResealReport reseal(Node node) {
    return done(node.auth.sealing().reseal());
  }

  private static ResealReport done(CompletableFuture<ResealReport> run) {
    return run.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private void create(int providers) {
    for (int i = 0; i < providers; i++) {
      before.auth.providers().create(before.settings("CRM " + i).build());
    }
  }

  private ProviderSettings.Builder full(String name) {
    return before
        .settings(name)
        .noOrigins()
        .origin("https://api.example.com")
        .origin(server.url("/me").replace("/me", ""))
        .requests(r -> r.parameter("key", "s3cret-parameter").header("X-Key", "s3cret-header"));
  }

  private static ProviderKey key(Provider provider) {
    return new ProviderKey("acme", provider.id().toString());
  }

  private static List<KeyUse> uses(String keyId, long secrets) {
    return List.of(new KeyUse(keyId, secrets, 0, 0));
  }

  private static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  private void assertDown() {
    assertThatThrownBy(() -> reseal(node)).hasCauseInstanceOf(StoreUnavailableException.class);
  }
}
