package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.Tarpit;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hundred tenants whose token endpoints hang do not hold up the next one. */
class NoisyTenantsTest {

  private static final int NOISY = 100;

  /** How many start that nothing is known of: sixteen, and the first whose turn it is. */
  private static final int AT_ONCE = 17;

  private static final int SLOW = 16;
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration WHILE = Duration.ofSeconds(20);
  private static final String ORDER = "order-posted";
  private static final URI TARGET = URI.create(Node.TARGET);

  private TokenServer server;
  private Tarpit tarpit;
  private Node node;
  private final List<CalloutAuth> noisy = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    tarpit = new Tarpit();
    node = Node.start(server, Node.under(Tarpit.policy(), LONG));
    for (int i = 0; i < NOISY; i++) {
      noisy.add(noisyTenant(i));
    }
  }

  @AfterEach
  void stop() {
    node.close();
    tarpit.close();
    server.close();
  }

  private CalloutAuth noisyTenant(int number) {
    CalloutAuth auth = node.tenants.tenant("noisy-" + number);
    bindToTarpit(auth, ORDER, "login" + number + ".example.com");
    return auth;
  }

  private void bindToTarpit(CalloutAuth auth, String notification, String host) {
    Provider provider =
        auth.providers()
            .create(
                ProviderSettings.clientCredentials()
                    .name("tarpit " + host)
                    .tokenEndpoint(tarpit.url(host))
                    .clientId("billing")
                    .clientSecret("s3cret")
                    .anyOrigin()
                    .build());
    auth.notifications().bind(notification, provider.id());
  }

  private void allAsk() {
    noisy.forEach(auth -> ask(auth, ORDER));
  }

  private static void allAsk(Node other) {
    for (int i = 0; i < NOISY; i++) {
      ask(other.tenants.tenant("noisy-" + i), ORDER);
    }
  }

  private void awaitExchanges(int running) {
    Eventually.holds(
        () -> running() == running && tarpit.open() == running && waiting() == NOISY - running);
  }

  private int running() {
    return node.auth.health().tokenRequestsRunning();
  }

  private int waiting() {
    return node.auth.health().tokenRequestsWaiting();
  }

  @Test
  void aProviderThatAnsweredBeforeIsRenewedBesideAFloodOfNewTarpits() {
    node.bound("invoice-posted");
    CalloutAuthenticator callouts = node.auth.callouts();
    CalloutCredentials first = callouts.authenticate("invoice-posted", "POST", TARGET);

    allAsk();
    awaitExchanges(AT_ONCE);

    assertThat(
            callouts
                .afterResponse(first, CalloutResponse.of(401, name -> List.of()))
                .map(Node::bearer))
        .hasValue("token-2");
    assertThat(tarpit.open()).isEqualTo(AT_ONCE);
  }

  @Test
  void aProviderThatAnsweredAnotherNodeIsRenewedBesideAFloodOfNewTarpits() {
    node.bound("invoice-posted");
    node.token("invoice-posted");
    try (Node second = node.another()) {
      CalloutCredentials first = second.credentials("invoice-posted");
      allAsk(second);
      Eventually.holds(
          () ->
              tarpit.open() == AT_ONCE
                  && second.auth.health().tokenRequestsWaiting() == NOISY - AT_ONCE);

      assertThat(second.answered(first, 401).map(Node::bearer)).hasValue("token-2");
      assertThat(tarpit.open()).isEqualTo(AT_ONCE);
    }
  }

  @Test
  void aNewProviderGetsItsFirstTokenSoonBesideAFloodOfNewTarpits() {
    allAsk();
    Eventually.holds(() -> tarpit.open() == running() && running() + waiting() == NOISY);
    int before = waiting();
    node.bound("invoice-posted");
    CompletableFuture<CalloutCredentials> first = node.later("invoice-posted");
    Eventually.holds(() -> waiting() == before + 1);

    node.time.pass(LONG.dividedBy(16));

    assertThat(first.thenApply(Node::bearer)).succeedsWithin(WHILE).isEqualTo("token-1");
  }

  /** No time passes, so that no turn comes: there are places that were left free. */
  @Test
  void newProvidersGetTheirFirstTokensAtOnceBesideTheNewTarpitsOfOneTenant() {
    CalloutAuth one = noisy.get(0);
    for (int i = 0; i < 40; i++) {
      bindToTarpit(one, "n" + i, "many" + i + ".example.com");
      ask(one, "n" + i);
    }
    Eventually.holds(() -> tarpit.open() == running() && running() + waiting() == 40);
    int held = running();

    for (int i = 1; i <= 3; i++) {
      node.bound("invoice-posted-" + i);
      assertThat(node.token("invoice-posted-" + i)).isEqualTo("token-" + i);
    }
    Eventually.holds(() -> running() == held);
  }

  @Test
  void aNewProviderGetsItsFirstTokenBesideTarpitsThatAreKnown() {
    tarpit.hangUp(true);
    allAsk();
    Eventually.holds(() -> node.tenants.health().failing().size() == NOISY);
    tarpit.hangUp(false);
    node.pass(Duration.ofMinutes(2));
    node.bound("invoice-posted");

    allAsk();
    awaitExchanges(SLOW);

    assertThat(node.token("invoice-posted")).isEqualTo("token-1");
    assertThat(tarpit.open()).isEqualTo(SLOW);
  }

  @Test
  void anotherNodeKnowsTheTarpitsFromTheSharedRows() {
    tarpit.hangUp(true);
    allAsk();
    Eventually.holds(() -> node.tenants.health().failing().size() == NOISY);
    tarpit.hangUp(false);
    node.pass(Duration.ofMinutes(2));
    node.bound("invoice-posted");

    try (Node second = node.another()) {
      allAsk(second);
      Eventually.holds(
          () ->
              tarpit.open() == SLOW && second.auth.health().tokenRequestsWaiting() == NOISY - SLOW);

      assertThat(second.token("invoice-posted")).isEqualTo("token-1");
      assertThat(tarpit.open()).isEqualTo(SLOW);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a tarpit
  private static void ask(CalloutAuth auth, String notification) {
    auth.callouts().authenticateAsync(notification, "POST", TARGET);
  }

  @Test
  void closingEndsTheExchangesWithTarpits() {
    allAsk();
    awaitExchanges(AT_ONCE);

    node.close();

    Eventually.holds(() -> tarpit.open() == 0);
  }
}
