package io.calloutauth.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutRefusedException;
import io.calloutauth.CalloutRefusedException.Reason;
import io.calloutauth.NoProviderBoundException;
import io.calloutauth.TokenErrorException;
import io.calloutauth.adapter.AdapterClient.Received;
import io.calloutauth.jdk.ScriptedAuthenticator;
import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.TargetServer.Answer;
import io.calloutauth.testkit.TokenServer;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When an adapter sends a callout, sends it once more, and does not send it. */
class AdaptersTest extends AdapterTest {

  @ParameterizedTest
  @EnumSource
  void sendsTheCalloutOnceMoreAfterA401(Adapter adapter) throws Exception {
    try (AdapterClient client = adapter.client(node.auth.callouts(), false, false)) {
      assertThat(client.send(order())).isEqualTo(new Received(200, "hello token-2"));
      assertThat(client.send(order())).isEqualTo(new Received(200, "hello token-2"));
    }

    assertThat(target.tokens()).containsExactly("token-1", "token-2", "token-2");
    assertThat(target.arrived).allMatch(request -> request.body().equals("an order"));
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void returnsTheSecond401(Adapter adapter) throws Exception {
    target.answers = request -> new Answer(401, "never " + request.token());

    assertThat(send(adapter, order())).isEqualTo(new Received(401, "never token-2"));

    assertThat(target.tokens()).containsExactly("token-1", "token-2");
  }

  @ParameterizedTest
  @EnumSource
  void returnsThe401WhenThereIsNoOtherToken(Adapter adapter) throws Exception {
    server.answerTokens(
        n ->
            n == 1
                ? TokenServer.Answer.token("token-1", 3600)
                : TokenServer.Answer.error(400, "no"));

    assertThat(send(adapter, order())).isEqualTo(new Received(401, "first answer"));

    assertThat(target.tokens()).containsExactly("token-1");
  }

  @ParameterizedTest
  @EnumSource
  void sendsOnceMoreAtMostAndShowsBothResponses(Adapter adapter) throws Exception {
    target.answers = request -> new Answer(401, "never");
    ScriptedAuthenticator tireless = new ScriptedAuthenticator();

    send(adapter, Blocking.of(tireless), order());

    assertThat(tireless.asked).containsExactly("invoice-posted POST /orders");
    assertThat(tireless.shown).containsExactly("token-1 401 Bearer", "token-2 401 Bearer");
    assertThat(tireless.applied).containsExactly("token-1", "token-2");
    assertThat(target.tokens()).containsExactly("token-1", "token-2");
  }

  @ParameterizedTest
  @EnumSource
  void returnsTheResponseThatTheAuthenticatorBreaksAt(Adapter adapter) throws Exception {
    ScriptedAuthenticator broken = new ScriptedAuthenticator();
    broken.atAnswer =
        () -> {
          throw new IllegalStateException("broken");
        };

    assertThat(send(adapter, Blocking.of(broken), order()).status()).isEqualTo(401);
    if (adapter.streamsBodies()) {
      assertThat(send(adapter, Blocking.of(broken), order().sentOnce()).status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @EnumSource
  void doesNotRepeatABodyThatCannotBeSentAgain(Adapter adapter) throws Exception {
    assumeTrue(adapter.streamsBodies());

    assertThat(send(adapter, order().sentOnce())).isEqualTo(new Received(401, "first answer"));

    assertThat(target.tokens()).containsExactly("token-1");
  }

  @ParameterizedTest
  @EnumSource
  void repeatsWhatHasNoBody(Adapter adapter) throws Exception {
    assertThat(send(adapter, order().fetched())).isEqualTo(new Received(200, "hello token-2"));

    assertThat(target.arrived).allMatch(request -> request.method().equals("GET"));
  }

  @ParameterizedTest
  @EnumSource
  void sendsNothingThatHasAnAuthorizationHeader(Adapter adapter) {
    assertThat(whyNotSent(adapter, order().with("authorization", "Basic x")))
        .isInstanceOfSatisfying(
            CalloutRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.HEADER_PRESENT));

    assertThatNothingWasSent();
    assertThat(server.exchanges()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void sendsNothingWithoutAToken(Adapter adapter) {
    server.answerTokens(n -> TokenServer.Answer.error(400, "invalid_client"));

    assertThat(whyNotSent(adapter, order())).isInstanceOf(TokenErrorException.class);

    assertThatNothingWasSent();
  }

  @ParameterizedTest
  @EnumSource
  void sendsNothingOnceTheProviderIsDeleted(Adapter adapter) throws Exception {
    Provider provider = node.bound("order-shipped");
    assertThat(send(adapter, order().of("order-shipped")).status()).isEqualTo(200);
    providers().deleteAndDetach(provider.id());
    int before = target.arrived.size();

    assertThat(whyNotSent(adapter, order().of("order-shipped")))
        .isInstanceOf(NoProviderBoundException.class);

    assertThat(target.arrived).hasSize(before);
  }

  @ParameterizedTest
  @EnumSource
  void takesTheNotificationFromTheRequest(Adapter adapter) throws Exception {
    node.bound("order-shipped");
    target.answers = request -> new Answer(200, request.token());

    try (AdapterClient client = adapter.client(node.auth.callouts(), true, false)) {
      assertThat(client.send(order().of("invoice-posted")).body()).isEqualTo("token-1");
      assertThat(client.send(order().of("order-shipped")).body()).isEqualTo("token-2");
      assertThat(client.send(order().of("invoice-posted")).body()).isEqualTo("token-1");
      target.arrived.clear();

      assertThat(reasonOf(catchThrowable(() -> client.send(order()))))
          .isInstanceOfSatisfying(
              CalloutRefusedException.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.NO_NOTIFICATION));
    }
    assertThatNothingWasSent();
  }

  @ParameterizedTest
  @EnumSource
  void followsNoRedirect(Adapter adapter) throws Exception {
    target.answers = request -> redirect();

    assertThat(send(adapter, order().fetched()).status()).isEqualTo(307);

    assertThat(target.arrived).hasSize(1);
  }

  private Answer redirect() {
    String elsewhere = target.uri("/elsewhere").toString().replace("127.0.0.1", "localhost");
    return new Answer(307, "elsewhere", Map.of("Location", elsewhere));
  }

  @ParameterizedTest
  @EnumSource
  void letsNoClientTakeTheTokenElsewhere(Adapter adapter) throws Exception {
    assumeTrue(adapter.knowsRedirects());
    target.answers =
        request -> request.uri().getPath().equals("/orders") ? redirect() : new Answer(200, "oh");

    try (AdapterClient client = adapter.client(node.auth.callouts(), false, true)) {
      Throwable thrown =
          catchThrowable(() -> assertThat(client.send(order().fetched()).status()).isEqualTo(307));
      if (thrown != null) {
        assertThat(reasonOf(thrown)).hasMessageContaining("redirects");
      }
    }
    assertThat(target.arrived).noneMatch(request -> request.uri().getPath().equals("/elsewhere"));
  }

  @ParameterizedTest
  @EnumSource
  void carriesTheFixedTokenOfAHostsOwnTests(Adapter adapter) throws Exception {
    CalloutAuthenticator fixed = CalloutAuthenticator.fixed("token-7");

    assertThat(send(adapter, fixed, order())).isEqualTo(new Received(200, "hello token-7"));
  }
}
