package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CalloutAuthTest {

  private TokenServer server;
  private Node node;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    node = Node.start(server);
  }

  @AfterEach
  void stop() {
    node.close();
    server.close();
  }

  @Test
  void theMainPathWorksFromAProviderToACallout() {
    Provider crm = node.auth.providers().create(node.settings("CRM").build());
    assertThat(node.auth.tokens().obtain(crm.id()).state()).isEqualTo(TokenState.ACTIVE);
    assertThat(node.auth.tokens().test(crm.id()).passed()).isTrue();
    node.auth.notifications().bind("invoice-posted", crm.id());

    assertThat(node.token("invoice-posted")).isEqualTo("token-1");

    assertThatThrownBy(() -> node.auth.providers().delete(crm.id()))
        .isInstanceOfSatisfying(
            ProviderInUseException.class,
            inUse -> assertThat(inUse.notificationIds()).containsExactly("invoice-posted"));
    assertThat(node.auth.tokens().revoke(crm.id()).outcome())
        .isEqualTo(RevocationReport.Outcome.REVOKED);
    assertThat(node.token("invoice-posted")).isEqualTo("token-2");
    assertThat(node.auth.notifications().unbind("invoice-posted")).isTrue();
    node.auth.providers().delete(crm.id());
    assertThat(node.auth.providers().list(10).items()).isEmpty();
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @Test
  void aRefusedTokenIsRenewedOnceForTheCalloutThatMetThe401() {
    node.bound("invoice-posted");
    URI target = URI.create(Node.TARGET);
    CalloutCredentials first = node.auth.callouts().authenticate("invoice-posted", "POST", target);

    CalloutCredentials second =
        node.auth
            .callouts()
            .afterResponse(first, CalloutResponse.of(401, name -> List.of()))
            .orElseThrow();

    assertThat(Node.bearer(second)).isEqualTo("token-2");
    assertThat(
            node.auth.callouts().afterResponse(second, CalloutResponse.of(401, name -> List.of())))
        .isEmpty();
    assertThat(server.exchanges()).isEqualTo(2);
  }
}
