package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.Tarpit;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** However many administrators try endpoints that hang, callouts get their tokens. */
class CrowdOfAdministratorsTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration WHILE = Duration.ofSeconds(20);
  private static final int TENANTS = 8;
  private static final int EACH = 10;

  private final ExecutorService administrators = Executors.newCachedThreadPool();
  private TokenServer server;
  private Tarpit tarpit;
  private Node node;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    tarpit = new Tarpit();
    node = Node.start(server, Node.under(Tarpit.policy(), LONG));
  }

  @AfterEach
  void stop() {
    node.close();
    tarpit.close();
    server.close();
    administrators.shutdownNow();
  }

  private List<CompletableFuture<TestReport>> checks(String tenant) {
    ProviderSettings settings =
        node.settings("CRM").tokenEndpoint(tarpit.url("login." + tenant + ".example.com")).build();
    Providers providers = node.tenants.tenant(tenant).providers();
    return IntStream.range(0, EACH).mapToObj(n -> asks(() -> providers.check(settings))).toList();
  }

  private <T> CompletableFuture<T> asks(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, administrators);
  }

  private List<CompletableFuture<TestReport>> allCheck() {
    List<CompletableFuture<TestReport>> checks =
        IntStream.range(0, TENANTS).boxed().flatMap(n -> checks("noisy-" + n).stream()).toList();
    Eventually.holds(() -> tarpit.open() == 16 && node.time.tasks() >= TENANTS * EACH - 16);
    return checks;
  }

  @Test
  void oneTenantHasFourOfThePlaces() {
    checks("noisy");

    Eventually.holds(() -> tarpit.open() == 4 && node.time.tasks() >= EACH - 4);
    assertThat(asks(() -> node.auth.providers().check(node.settings("CRM").build())))
        .succeedsWithin(WHILE)
        .satisfies(report -> assertThat(report.passed()).isTrue());
    assertThat(tarpit.open()).isEqualTo(4);
  }

  @Test
  void calloutsGetTheirTokensBesideAllOfThem() {
    node.bound("invoice-posted");

    allCheck();

    assertThat(node.token("invoice-posted")).isEqualTo("token-1");
    assertThat(tarpit.open()).isEqualTo(16);
  }

  @Test
  void whoWaitsInVainIsTold() {
    List<CompletableFuture<TestReport>> checks = allCheck();

    node.time.pass(LONG);

    Eventually.holds(() -> checks.stream().filter(CompletableFuture::isDone).count() == 80 - 16);
    assertThat(checks.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
        .extracting(report -> report.steps().get(0).text())
        .containsOnly("No token was there in time");
  }

  @Test
  void aTokenIsDroppedBeforeTheServerCanBeTold() {
    ProviderId id = node.bound("invoice-posted").id();
    node.token("invoice-posted");
    allCheck();

    CompletableFuture<RevocationReport> revoked = asks(() -> node.auth.tokens().revoke(id));

    Eventually.holds(() -> node.auth.tokens().status(id).state() == TokenState.REVOKED);
    Eventually.holds(
        () -> {
          node.time.pass(LONG); // as soon as it waits for a place, in vain
          return revoked.isDone();
        });
    assertThat(revoked)
        .succeedsWithin(WHILE)
        .extracting(RevocationReport::outcome)
        .isEqualTo(RevocationReport.Outcome.NOT_TOLD);
  }

  @Test
  void closingEndsThemAll() {
    List<CompletableFuture<TestReport>> checks = allCheck();

    node.close();

    Eventually.holds(() -> checks.stream().allMatch(CompletableFuture::isDone));
  }
}
