package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.TokenServer.Arrived;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What administrators do while an exchange runs. */
@Timeout(60)
class EpochTest extends OneNode {

  private Provider crm;

  @BeforeEach
  void bind() {
    crm = node.bound(N);
  }

  private CompletableFuture<CalloutCredentials> heldCallout() {
    server.hold();
    CompletableFuture<CalloutCredentials> callout = node.later(N);
    server.awaitExchanges(1);
    return callout;
  }

  @Test
  void anEditDropsWhatTheExchangeBringsAndItsWaitersGetTheNewOne() {
    CompletableFuture<CalloutCredentials> callout = heldCallout();

    node.edit(crm.id(), draft -> draft.scope("orders.read"));
    server.release();

    assertThat(Node.bearer(callout.join())).isEqualTo("token-2");
    assertThat(node.token(N)).isEqualTo("token-2");
    assertThat(server.arrivedAt("/token").map(Arrived::body))
        .last()
        .asString()
        .contains("orders.read");
  }

  @Test
  void anEditDropsTheTokenThatIsHeld() {
    node.token(N);

    node.edit(crm.id(), draft -> draft.clientId("another"));

    assertThat(node.token(N)).isEqualTo("token-2");
  }

  @Test
  void aRenameLeavesTokenAndExchangeAlone() {
    CompletableFuture<CalloutCredentials> callout = heldCallout();
    node.edit(crm.id(), draft -> draft.name("Another name"));
    server.release();
    assertThat(Node.bearer(callout.join())).isEqualTo("token-1");

    node.edit(crm.id(), draft -> draft.name("Yet another"));

    assertThat(node.token(N)).isEqualTo("token-1");
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void aDisabledProviderFailsClosedWithoutAnExchangeUntilItIsEnabled() {
    node.token(N);
    node.auth.providers().disable(crm.id());

    assertThat(node.refusal(N)).isInstanceOf(ProviderDisabledException.class);
    assertThat(server.exchanges()).isEqualTo(1);
    node.auth.providers().enable(crm.id());
    assertThat(node.token(N)).isEqualTo("token-2");
  }

  @Test
  void aProviderThatIsDisabledWhileItsExchangeRunsFailsItsWaiters() {
    CompletableFuture<CalloutCredentials> callout = heldCallout();

    node.auth.providers().disable(crm.id());
    server.release();

    assertThat(callout)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(ProviderDisabledException.class);
  }

  @Test
  void aRevocationDropsWhatTheExchangeBrings() {
    CompletableFuture<CalloutCredentials> callout = heldCallout();

    node.auth.tokens().revoke(crm.id());
    server.release();

    assertThat(Node.bearer(callout.join())).isEqualTo("token-2");
    assertThat(node.token(N)).isEqualTo("token-2");
  }

  @Test
  void aTokenThatComesForADeletedProviderIsGivenBack() {
    CompletableFuture<CalloutCredentials> callout = heldCallout();

    node.auth.providers().deleteAndDetach(crm.id());
    server.release();

    assertThat(callout)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(NoProviderBoundException.class);
    node.awaitQuiet();
    assertThat(server.arrivedAt("/revoke").map(Arrived::body))
        .singleElement()
        .asString()
        .contains("token-1");
  }
}
