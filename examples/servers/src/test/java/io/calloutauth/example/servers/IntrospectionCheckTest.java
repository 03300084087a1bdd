package io.calloutauth.example.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntrospectionCheckTest {

  private static final DemoClient BILLING =
      DemoClient.builder("billing").scopes("orders.read", "orders.write").build();
  private static final DemoClient ASKING = DemoClient.builder("asking").build();

  private static AuthorizationServer server;

  private CalloutReceiver receiver;

  @BeforeAll
  static void startServer() {
    server =
        AuthorizationServer.start(
            AuthorizationServerOptions.builder().client(BILLING).client(ASKING).build());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void startReceiver() throws IOException {
    receiver = CalloutReceiver.start(asking(ASKING).build());
  }

  @AfterEach
  void stopReceiver() {
    receiver.close();
  }

  @Test
  void acceptsAnActiveTokenAndNamesItsClient() throws Exception {
    String token = Http.token(server, BILLING, "orders.read orders.write");

    assertThat(Http.callout(receiver, token).statusCode()).isEqualTo(204);

    assertThat(receiver.deliveries()).extracting(Delivery::clientId).containsExactly("billing");
  }

  @Test
  void refusesWhatTheServerDoesNotKnow() throws Exception {
    assertThat(Http.challenge(Http.callout(receiver, "garbage"))).contains("invalid_token");
  }

  @Test
  void refusesATokenThatItsClientRevoked() throws Exception {
    String token = Http.token(server, BILLING, "orders.write");

    Http.revoke(server, BILLING, token);

    assertThat(Http.callout(receiver, token).statusCode()).isEqualTo(401);
  }

  @Test
  void refusesATokenWithoutTheScope() throws Exception {
    for (String scope : new String[] {"orders.read", ""}) {
      var answer = Http.callout(receiver, Http.token(server, BILLING, scope));

      assertThat(answer.statusCode()).isEqualTo(403);
    }
  }

  @Test
  void isUnsureWhereTheServerDoesNotAnswerItsQuestions() throws Exception {
    DemoClient stranger = DemoClient.builder("stranger").build();

    try (var unknown = CalloutReceiver.start(asking(stranger).build())) {
      String token = Http.token(server, BILLING, "orders.write");

      assertThat(Http.callout(unknown, token).statusCode()).isEqualTo(503);
    }
  }

  private static ReceiverOptions.Builder asking(DemoClient client) {
    return ReceiverOptions.introspecting(server.introspectionEndpoint(), client)
        .requiredScope("orders.write");
  }
}
