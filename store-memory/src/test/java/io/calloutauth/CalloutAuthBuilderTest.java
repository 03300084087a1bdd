package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.calloutauth.jdk.CalloutHttpClient;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.Provider;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.SwitchedStore;
import io.calloutauth.testkit.TargetServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalloutAuthBuilderTest extends NodeTest {

  private static CalloutAuthBuilder builder() {
    return CalloutAuth.builder(MemoryStore.create());
  }

  @Test
  void aDurableStoreWithoutKeysDoesNotStart() {
    SwitchedStore durable = new SwitchedStore(MemoryStore.create());

    for (ThrowingCallable start :
        List.<ThrowingCallable>of(
            () -> CalloutAuth.builder(durable).build(),
            () -> CalloutAuth.builder(durable).buildForTenants())) {
      assertThatThrownBy(start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cipher(SealingKeys.parse(...))");
    }
    CalloutAuth.builder(durable).cipher(SealingKeys.ephemeral()).build().close();
  }

  @Test
  void aStoreThatIsNotDurableNeedsNoKeys() {
    try (CalloutAuth auth = builder().build()) {
      assertThat(auth.health().keyIds()).hasSize(1);
      assertThat(auth.health().relaxations()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, 86_401, Long.MAX_VALUE})
  void aTimeIsPositiveAndNamedWhenItIsNot(long seconds) {
    Duration time = Duration.ofSeconds(seconds);

    bad("connectTimeout", () -> builder().connectTimeout(time));
    bad("requestTimeout", () -> builder().requestTimeout(time));
    bad("maxWait", () -> builder().maxWait(time));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void aNumberIsAtLeastOneAndNamedWhenItIsNot(int number) {
    bad("tokensHeld", () -> builder().tokensHeld(number));
    bad("providersPerTenant", () -> builder().providersPerTenant(number));
  }

  @Test
  void aSettingMayBeAtItsLimit() {
    Duration day = Duration.ofDays(1);

    builder()
        .connectTimeout(day)
        .requestTimeout(day)
        .maxWait(day)
        .tokensHeld(1)
        .providersPerTenant(1)
        .build()
        .close();
    bad("connectTimeout", () -> builder().connectTimeout(day.plusNanos(1)));
  }

  private static void bad(String setting, ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(setting + " must be ");
  }

  @Test
  void closingTwiceIsNoError() {
    CalloutAuth auth = builder().build();

    auth.close();
    auth.close();
  }

  @Test
  void afterCloseEveryQuestionForATokenIsAnsweredAtOnce() throws Exception {
    Provider provider = node.bound("held");
    node.auth.notifications().bind("never-asked", provider.id());
    CalloutCredentials used = authenticated("held");
    node.close();

    closed(() -> node.token("held"));
    closed(() -> node.token("never-asked"));
    closed(() -> node.auth.tokens().obtain(provider.id()));
    closed(() -> node.auth.tokens().revoke(provider.id()));
    closed(() -> node.tenants.tenant("new").tokens().obtain(provider.id()));
    assertThat(node.auth.callouts().afterResponse(used, CalloutResponse.of(401, name -> List.of())))
        .isEmpty();
    assertThat(node.auth.tokens().test(provider.id()).steps().get(0).text()).contains("closed");
    assertThat(providers().check(node.settings("x").build()).steps().get(0).text())
        .contains("closed");
    HttpClient client =
        CalloutHttpClient.of(node.auth.callouts(), "held", HttpClient.newHttpClient());
    HttpRequest request = HttpRequest.newBuilder(TARGET).build();
    assertThat(catchThrowable(() -> client.send(request, BodyHandlers.discarding())))
        .hasCauseInstanceOf(CalloutAuthClosedException.class);
    assertThat(server.exchanges()).isEqualTo(1);
  }

  private static void closed(ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOfSatisfying(
            CalloutAuthClosedException.class, now -> assertThat(now.retryable()).isTrue())
        .hasMessageContaining("closed");
  }

  @Test
  void closeAnswersEverybodyWhoWaits() {
    server.hold();
    List<CompletableFuture<CalloutCredentials>> waiting = new ArrayList<>();
    IntStream.range(0, 40)
        .mapToObj(n -> "n-" + n)
        .peek(node::bound)
        .map(id -> node.auth.callouts().authenticateAsync(id, "GET", TARGET))
        .forEach(stage -> waiting.add(stage.toCompletableFuture()));
    server.awaitExchanges(8);

    node.close();

    for (CompletableFuture<CalloutCredentials> each : waiting) {
      Eventually.holds(each::isDone);
      assertThat(catchThrowable(each::join)).hasCauseInstanceOf(CalloutAuthClosedException.class);
    }
  }

  @Test
  void closeLeavesTheStoreAndTheHostsClientAlone() throws Exception {
    node.bound("n");
    HttpClient delegate = HttpClient.newHttpClient();
    assertThat(CalloutHttpClient.of(node.auth.callouts(), "n", delegate)).isNotNull();
    try (Node other = node.another();
        TargetServer target = new TargetServer(request -> new TargetServer.Answer(200, "ok"))) {
      node.close();

      assertThat(other.token("n")).isEqualTo("token-1");
      assertThat(providers().list(10).items()).hasSize(1);
      HttpRequest request = HttpRequest.newBuilder(target.uri("/")).build();
      assertThat(delegate.send(request, BodyHandlers.ofString()).body()).isEqualTo("ok");
    }
  }

  @Test
  void oneBuilderMayBuildTwice() {
    CalloutAuthBuilder builder = builder();
    try (CalloutAuth one = builder.build()) {
      builder.build().close();
      assertThat(one.providers().list(1).items()).isEmpty();
    }
  }
}
