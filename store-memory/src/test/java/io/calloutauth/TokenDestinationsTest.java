package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A token goes only to the servers that its own row of settings names, whoever edits meanwhile. */
class TokenDestinationsTest {

  private static final String N = "n";

  private TokenServer server;
  private TokenServer elsewhere;
  private BreakableStore store;
  private Node node;
  private Node other;
  private Provider crm;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    elsewhere = new TokenServer();
    elsewhere.answerTokens(n -> TokenServer.Answer.token("new-" + n, 3600));
    ManualWorld time = new ManualWorld();
    store = new BreakableStore(MemoryStore.create(time.wallClock()));
    node = Node.over(store, time, server);
    other = node.another();
    crm = node.bound(N);
    assertThat(other.token(N)).isEqualTo("token-1");
  }

  @AfterEach
  void stop() {
    other.close();
    node.close();
    elsewhere.close();
    server.close();
  }

  /** Moves the provider to another server: what this node does is not heard of by the other yet. */
  private void moves() {
    edit(
        draft ->
            draft
                .clientSecret("another")
                .tokenEndpoint(elsewhere.url("/token"))
                .revocationEndpoint(elsewhere.url("/revoke"))
                .testEndpoint(elsewhere.url("/me")));
  }

  private void edit(UnaryOperator<ProviderSettings.Builder> change) {
    node.edit(crm.id(), change);
  }

  private TestReport tested(Node by) {
    return by.auth.tokens().test(crm.id());
  }

  private void nothingOldArrivedElsewhere() {
    assertThat(elsewhere.arrivedAt("/me").map(TokenServer.Arrived::authorization))
        .allMatch(authorization -> authorization.startsWith("Bearer new-"));
    assertThat(elsewhere.arrivedAt("/revoke").map(TokenServer.Arrived::body))
        .noneMatch(body -> body.contains("token-1"));
  }

  @Test
  void aTestOnANodeThatDidNotHearOfAnEditTestsWhatWasSaved() {
    moves();

    assertThat(tested(other).passed()).isTrue();

    nothingOldArrivedElsewhere();
    assertThat(elsewhere.arrivedAt("/me")).hasSize(1);
    assertThat(server.arrivedAt("/me")).isEmpty();
  }

  @Test
  void aTestOfAnotherTestEndpointShowsItNoTokenFromBefore() {
    edit(draft -> draft.clientSecret("another").testEndpoint(elsewhere.url("/me")));

    tested(other);

    assertThat(elsewhere.arrivedAt("/me").map(TokenServer.Arrived::authorization))
        .containsExactly("Bearer token-2");
  }

  @Test
  void aTestOfAClientWithoutSecretShowsANewTestEndpointNoTokenFromBefore() {
    edit(draft -> draft.clientAuthentication(ClientAuthentication.NONE).clientSecret(""));
    assertThat(node.token(N)).isEqualTo("token-2");

    edit(draft -> draft.testEndpoint(elsewhere.url("/me")));
    tested(other);
    tested(node);

    assertThat(elsewhere.arrivedAt("/me").map(TokenServer.Arrived::authorization))
        .containsOnly("Bearer token-3");
  }

  @Test
  void anEditWhileATestIsOnItsWayStartsItOver() {
    store.after("find", this::moves); // right after the front has read the provider

    assertThat(tested(other).passed()).isTrue();

    nothingOldArrivedElsewhere();
    assertThat(elsewhere.arrivedAt("/me")).hasSize(1);
  }

  @Test
  void aRenameThatANodeDidNotHearOfCostsATestNoToken() {
    edit(draft -> draft.name("Another name"));

    assertThat(tested(other).passed()).isTrue();

    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void aRevocationOnANodeThatDidNotHearOfAnEditTellsTheNewServerNothingOld() {
    moves();

    assertThat(other.auth.tokens().revoke(crm.id()).outcome())
        .isEqualTo(RevocationReport.Outcome.NO_TOKEN);

    nothingOldArrivedElsewhere();
    assertThat(other.token(N)).isEqualTo("new-1");
  }

  @Test
  void aRevocationAtAnotherRevocationEndpointTellsItNoTokenFromBefore() {
    edit(draft -> draft.clientSecret("another").revocationEndpoint(elsewhere.url("/revoke")));

    other.auth.tokens().revoke(crm.id());
    node.auth.tokens().revoke(crm.id());

    assertThat(elsewhere.arrivedAt("/revoke")).isEmpty();
  }

  @Test
  void aRevocationThatMeetsAnEditTellsTheNewServerNothingOld() {
    store.after("find", this::moves); // right after the engine has read the provider

    other.auth.tokens().revoke(crm.id());

    nothingOldArrivedElsewhere();
  }

  @Test
  void aRenameThatANodeDidNotHearOfLeavesARevocationToBeTold() {
    edit(draft -> draft.name("Another name"));

    assertThat(other.auth.tokens().revoke(crm.id()).outcome())
        .isEqualTo(RevocationReport.Outcome.REVOKED);

    assertThat(server.arrivedAt("/revoke").map(TokenServer.Arrived::body))
        .singleElement()
        .asString()
        .contains("token=token-1");
  }
}
