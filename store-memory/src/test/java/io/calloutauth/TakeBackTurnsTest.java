package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.AuthorizationError;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.RecordedLog;
import io.calloutauth.testkit.Tarpit;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one tenant's codes brought and is taken back at a server that hangs. */
@Timeout(60)
class TakeBackTurnsTest extends AuthorizingNode {

  private static final int NOISY = 16;

  /** A tenant has half of what the others leave. */
  private static final int HANG = 8;

  private Tarpit tarpit;
  private BreakableStore store;

  @BeforeEach
  void startUnderATarpit() throws IOException {
    node.close();
    ManualWorld time = node.time;
    store = new BreakableStore(MemoryStore.create(time.wallClock()));
    tarpit = new Tarpit();
    node =
        Node.over(
            store,
            time,
            server,
            b ->
                Node.under(Tarpit.policy(), Duration.ofMinutes(5))
                    .apply(b)
                    .longestClose(Duration.ofSeconds(5)));
    server.answerTokens(n -> token(n, "")); // no refresh token
  }

  @AfterEach
  void closeTarpit() {
    tarpit.close();
  }

  private Provider issuing(CalloutAuth auth, String revocationEndpoint) {
    return auth.providers()
        .create(
            node.settings("CRM")
                .grantType(GrantType.AUTHORIZATION_CODE)
                .revocationEndpoint(revocationEndpoint)
                .authorizationRequests(a -> a.endpoint(server.url("/authorize")))
                .build());
  }

  private void takesBack(CalloutAuth auth, Provider provider) {
    node.time.pass(Duration.ofSeconds(7)); // within the limits of commands
    String state =
        parameters(auth.authorizations().begin(provider.id(), callback(provider), LOGIN))
            .getOrDefault("state", "");
    assertThat(
            auth.authorizations().complete(back(provider, "code=c&state=" + state), LOGIN).error())
        .contains(AuthorizationError.NO_REFRESH_TOKEN);
  }

  private void flood() {
    CalloutAuth noisy = node.tenants.tenant("noisy");
    Provider hanging = issuing(noisy, tarpit.url("login.example.com"));
    for (int n = 0; n < NOISY; n++) {
      takesBack(noisy, hanging);
    }
    Eventually.holds(() -> tarpit.open() == HANG);
  }

  @Test
  void holdsUpNoRevocationOfAnother() {
    Provider other = node.bound("order-shipped");
    assertThat(node.token("order-shipped")).isNotEmpty();
    flood();

    CompletableFuture<RevocationReport> revoked =
        CompletableFuture.supplyAsync(() -> node.auth.tokens().revoke(other.id()));

    assertThat(revoked)
        .succeedsWithin(Duration.ofSeconds(20))
        .extracting(RevocationReport::outcome)
        .isEqualTo(RevocationReport.Outcome.REVOKED);
    assertThat(tarpit.open()).isEqualTo(HANG);
  }

  @Test
  void holdsUpNothingThatAnotherTakesBack() {
    Provider other = issuing(node.auth, server.url("/revoke"));
    flood();

    takesBack(node.auth, other);

    Eventually.holds(() -> server.arrivedAt("/revoke").count() == 1);
    assertThat(tarpit.open()).isEqualTo(HANG);
  }

  @Test
  void keepsNoRefreshTokenThatIsHeldFromBeingWrittenAtTheClose() {
    flood();
    issueRefreshTokens();
    Provider provider =
        node.auth
            .providers()
            .create(
                node.settings("Zuora")
                    .grantType(GrantType.REFRESH_TOKEN)
                    .refreshToken("typed")
                    .build());
    node.auth.notifications().bind(N, provider.id());
    store.breaks("complete");
    CompletableFuture<CalloutCredentials> asked = node.later(N);
    Eventually.holds(() -> node.time.tasksAfter(Duration.ofMillis(500)) == 1); // for its next try

    store.breaks("");
    node.close();

    Eventually.holds(asked::isDone);
    assertThat(row(provider).authorization().continuation()).isNotNull();
  }

  @Test
  void isToldOfWhereItsTurnDoesNotComeBeforeTheClose() {
    flood();

    List<String> told = RecordedLog.of("io.calloutauth", Level.WARN, node::close);

    assertThat(told)
        .filteredOn(line -> line.contains("this node was closed"))
        .hasSize(NOISY - HANG)
        .noneMatch(line -> line.contains("token-"));
  }
}
