package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.jdk.ScriptedAuthenticator;
import io.calloutauth.testkit.TargetServer;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The README's recipes for other HTTP clients, on the engine and a real receiver. */
class RecipesTest {

  private TokenServer server;
  private Node node;
  private TargetServer target;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    node = Node.start(server);
    node.bound("invoice-posted");
    target = TargetServer.refusingTheFirstToken();
  }

  @AfterEach
  void stop() {
    target.close();
    node.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void sendsTheCalloutOnceMoreAfterA401(RecipeClient client) throws IOException {
    RecipeClient.Post post = new RecipeClient.Post(target.uri("/orders"), "an order");

    assertThat(client.send(node.auth.callouts(), post)).isEqualTo("200 hello token-2");

    assertThat(target.tokens()).containsExactly("token-1", "token-2");
    assertThat(target.arrived).allMatch(request -> request.body().equals("an order"));
    assertThat(client.send(node.auth.callouts(), post)).isEqualTo("200 hello token-2");
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void returnsTheSecond401(RecipeClient client) throws IOException {
    target.answers = request -> new TargetServer.Answer(401, "never " + request.token());
    RecipeClient.Post post = new RecipeClient.Post(target.uri("/orders"), "an order");

    assertThat(client.send(node.auth.callouts(), post)).isEqualTo("401 never token-2");

    assertThat(target.tokens()).containsExactly("token-1", "token-2");
  }

  @ParameterizedTest
  @EnumSource
  void sendsOnceMoreAtMostAndShowsBothAnswers(RecipeClient client) throws IOException {
    target.answers = request -> new TargetServer.Answer(401, "never");
    ScriptedAuthenticator tireless = new ScriptedAuthenticator();

    client.send(blocking(tireless), new RecipeClient.Post(target.uri("/orders"), "an order"));

    assertThat(tireless.asked).containsExactly("invoice-posted POST /orders");
    assertThat(tireless.shown).containsExactly("token-1 401 Bearer", "token-2 401 Bearer");
    assertThat(tireless.applied).containsExactly("token-1", "token-2");
    assertThat(target.tokens()).containsExactly("token-1", "token-2");
  }

  /** Returns the same authenticator, but one that may block while it looks at an answer. */
  private static CalloutAuthenticator blocking(ScriptedAuthenticator scripted) {
    InvocationHandler handler =
        (proxy, method, with) ->
            method.getName().equals("afterResponse")
                ? scripted
                    .afterResponseAsync((CalloutCredentials) with[0], (CalloutResponse) with[1])
                    .toCompletableFuture()
                    .join()
                : method.invoke(scripted, with);
    return (CalloutAuthenticator)
        Proxy.newProxyInstance(
            RecipesTest.class.getClassLoader(),
            new Class<?>[] {CalloutAuthenticator.class},
            handler);
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE", "OK_HTTP"})
  void doesNotRepeatABodyThatCannotBeSentAgain(RecipeClient client) throws IOException {
    RecipeClient.Post post = new RecipeClient.Post(target.uri("/orders"), "an order").sentOnce();

    assertThat(client.send(node.auth.callouts(), post)).isEqualTo("401 first answer");

    assertThat(target.tokens()).containsExactly("token-1");
  }

  @ParameterizedTest
  @EnumSource
  void sendsNothingThatHasAnAuthorizationHeader(RecipeClient client) {
    RecipeClient.Post post =
        new RecipeClient.Post(target.uri("/orders"), "an order").with("authorization", "Basic x");

    assertThatThrownBy(() -> client.send(node.auth.callouts(), post))
        .hasStackTraceContaining("Authorization header already");

    assertThat(target.arrived).isEmpty();
    assertThat(server.exchanges()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void sendsNothingWithoutAToken(RecipeClient client) {
    server.answerTokens(n -> TokenServer.Answer.error(400, "invalid_client"));
    RecipeClient.Post post = new RecipeClient.Post(target.uri("/orders"), "an order");

    assertThatThrownBy(() -> client.send(node.auth.callouts(), post))
        .hasStackTraceContaining(TokenErrorException.class.getName());

    assertThat(target.arrived).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void followsNoRedirect(RecipeClient client) throws IOException {
    RecipeClient.Post post = new RecipeClient.Post(target.uri("/orders"), "an order");
    target.answers = request -> new TargetServer.Answer(307, "elsewhere");

    assertThat(client.send(node.auth.callouts(), post)).startsWith("307");

    assertThat(target.arrived).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void carriesTheFixedTokenOfAHostsOwnTests(RecipeClient client) throws IOException {
    RecipeClient.Post post = new RecipeClient.Post(target.uri("/orders"), "an order");

    assertThat(client.send(CalloutAuthenticator.fixed("token-7"), post))
        .isEqualTo("200 hello token-7");

    assertThat(target.tokens()).isEqualTo(List.of("token-7"));
  }
}
