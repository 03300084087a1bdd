package io.calloutauth.adapter;

import static io.calloutauth.adapter.AdapterClient.NOTIFICATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutResponse;
import io.calloutauth.TokenErrorException;
import io.calloutauth.micrometer.ContextAuthenticator;
import io.calloutauth.testkit.TokenServer;
import io.micrometer.context.ContextRegistry;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What follows a wait on a thread of the library finds the thread locals of whoever asked. */
@Timeout(60)
class ContextAuthenticatorTest extends AdapterTest {

  private static final String KEY = "io.calloutauth.test.trace";

  private final ThreadLocal<@Nullable String> trace = new ThreadLocal<>();
  private CalloutAuthenticator callouts;
  private URI orders;

  @BeforeEach
  void register() {
    ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, trace);
    callouts = ContextAuthenticator.of(node.auth.callouts());
    orders = target.uri("/orders");
  }

  @AfterEach
  void deregister() {
    trace.remove();
    ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
  }

  @Test
  void whatFollowsAWaitFindsTheCallersContext() throws Exception {
    server.hold();
    CompletableFuture<Seen> alice = seenBy("alice");
    CompletableFuture<Seen> bob = seenBy("bob");
    CompletableFuture<Seen> nobody = seenBy(null);
    server.awaitExchanges(1);
    server.release();

    assertThat(List.of(get(alice), get(bob)))
        .extracting(Seen::trace)
        .containsExactly("alice", "bob");
    assertThat(get(nobody).trace()).isNull();
    assertThat(get(alice).thread()).isNotEqualTo(Thread.currentThread());
  }

  @Test
  void whatFollowsAWaitForASuccessorDoesToo() throws Exception {
    CalloutCredentials refused = callouts.authenticate(NOTIFICATION, "POST", orders);
    server.hold();
    trace.set("alice");
    CompletableFuture<Seen> seen =
        seen(callouts.afterResponseAsync(refused, CalloutResponse.of(401, name -> List.of())));
    trace.remove();
    server.awaitExchanges(2);
    server.release();

    assertThat(get(seen).trace()).isEqualTo("alice");
  }

  @Test
  void aFailureStaysWhatItIs() {
    server.answerTokens(n -> TokenServer.Answer.error(400, "invalid_client"));

    Throwable failure =
        catchThrowable(
            () ->
                callouts
                    .authenticateAsync(NOTIFICATION, "POST", orders)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS));

    assertThat(failure)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TokenErrorException.class);
  }

  @Test
  void aStageThatIsDoneIsLeftAsItIs() {
    callouts.authenticate(NOTIFICATION, "POST", orders);

    assertThat(callouts.authenticateAsync(NOTIFICATION, "POST", orders).toCompletableFuture())
        .isCompleted();
    assertThat(ContextAuthenticator.of(callouts)).isSameAs(callouts);
  }

  private CompletableFuture<Seen> seenBy(@Nullable String caller) {
    trace.set(caller);
    try {
      return seen(callouts.authenticateAsync(NOTIFICATION, "POST", orders));
    } finally {
      trace.remove();
    }
  }

  private CompletableFuture<Seen> seen(CompletionStage<?> stage) {
    return stage
        .thenApply(value -> new Seen(trace.get(), Thread.currentThread()))
        .toCompletableFuture();
  }

  private static Seen get(CompletableFuture<Seen> seen) throws Exception {
    return seen.get(30, TimeUnit.SECONDS);
  }

  private record Seen(@Nullable String trace, Thread thread) {}
}
