package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ObjectGraph;
import io.calloutauth.testkit.TokenServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A token that is no provider's any more stays reachable in nothing but a host's own variables. */
class DroppedTokensTest extends NodeTest {

  private Provider bound(String... notifications) {
    Provider provider = created("CRM");
    for (String notification : notifications) {
      node.auth.notifications().bind(notification, provider.id());
    }
    return provider;
  }

  private boolean holds(String token) {
    node.awaitQuiet();
    return ObjectGraph.from(node.auth).texts().stream()
        .anyMatch(text -> text.value().contains(token));
  }

  /** The thread that did what a command asked for may have to end with it first. */
  private void awaitGone(String token) {
    Eventually.holds(() -> !holds(token));
  }

  @Test
  void aRevokedTokenIsGoneFromEveryRoute() {
    Provider provider = bound("a", "b");
    CalloutCredentials used = authenticated("a");
    assertThat(Node.bearer(authenticated("b"))).isEqualTo("token-1");
    assertThat(holds("token-1")).isTrue();

    node.auth.tokens().revoke(provider.id());

    awaitGone("token-1");
    assertThat(Node.bearer(used)).as("what the host holds itself").isEqualTo("token-1");
  }

  @Test
  void aRenewedTokenIsGoneFromTheRoutesThatWereNotUsedSince() {
    Provider provider = bound("a", "b");
    authenticated("a");
    authenticated("b");

    node.auth.tokens().obtain(provider.id());
    assertThat(node.token("a")).isEqualTo("token-2");

    awaitGone("token-1");
  }

  @Test
  void aTokenThatCameInPlaceOfARefusedOneIsGoneWithTheOthers() {
    Provider provider = bound("a");
    assertThat(node.answered(authenticated("a"), 401)).isPresent();
    assertThat(holds("token-2")).isTrue();

    node.auth.tokens().revoke(provider.id());

    awaitGone("token-2");
  }

  @Test
  void aTokenThatServesOnceIsNotKept() {
    server.answerTokens(n -> TokenServer.Answer.token("token-" + n, 0));
    bound("a");

    assertThat(node.token("a")).isEqualTo("token-1");

    awaitGone("token-1");
  }

  @Test
  void aRouteCarriesOneObjectForOneToken() {
    bound("a", "b");

    CalloutCredentials first = authenticated("a");

    assertThat(List.of(authenticated("a"), authenticated("a"))).allMatch(same -> same == first);
    assertThat(authenticated("b")).isNotSameAs(first);
    node.pass(Duration.ofMinutes(55)); // stale: a renewal starts behind
    assertThat(node.serves("a")).isTrue();
    assertThat(authenticated("a")).isNotSameAs(first);
  }
}
