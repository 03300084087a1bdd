package io.calloutauth.adapter;

import static io.calloutauth.adapter.AdapterClient.NOTIFICATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.adapter.AdapterClient.Post;
import io.calloutauth.testkit.EndlessTarget;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.TargetServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the asynchronous client of Apache's has of its own: waits without a thread, and cancels. */
@Timeout(60)
class ApacheAsyncTest extends AdapterTest {

  @Test
  void holdsUpNoThreadWhileATokenIsAwaited() throws Exception {
    target.answers = request -> new Answer(200, request.token());
    server.hold();
    try (ApacheAsyncAdapterClient adapter = adapter()) {
      List<Future<SimpleHttpResponse>> responses = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        responses.add(adapter.later(order()));
      }
      server.awaitExchanges(1);
      assertThat(responses).noneMatch(Future::isDone);
      server.release();

      for (Future<SimpleHttpResponse> response : responses) {
        assertThat(response.get(30, TimeUnit.SECONDS).getBodyText()).isEqualTo("token-1");
      }
    }
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void sendsNothingThatWasCancelledWhileItWaited() throws Exception {
    server.hold();
    try (ApacheAsyncAdapterClient adapter = adapter()) {
      Future<SimpleHttpResponse> cancelled = adapter.later(order());
      Future<SimpleHttpResponse> goesOn = adapter.later(order());
      server.awaitExchanges(1);

      assertThat(cancelled.cancel(true)).isTrue();
      server.release();

      assertThat(goesOn.get(30, TimeUnit.SECONDS).getBodyText()).isEqualTo("hello token-2");
      assertThat(adapter.leased()).isZero();
    }
    assertThat(target.tokens()).containsExactly("token-1", "token-2");
  }

  @Test
  void endsARefusedResponseThatIsCancelledWhileASuccessorIsAwaited() throws Exception {
    try (EndlessTarget endless = new EndlessTarget(EndlessTarget.Body.STOPS);
        ApacheAsyncAdapterClient adapter = adapter()) {
      node.auth.callouts().authenticate(NOTIFICATION, "GET", endless.uri());
      server.hold();
      Future<SimpleHttpResponse> cancelled = adapter.later(new Post(endless.uri(), "").fetched());
      server.awaitExchanges(2);

      cancelled.cancel(true);

      assertThat(adapter.leased()).isZero();
      server.release();
      Eventually.holds(() -> node.auth.health().tokenRequestsRunning() == 0);
    }
  }

  private ApacheAsyncAdapterClient adapter() {
    return new ApacheAsyncAdapterClient(node.auth.callouts(), false, false);
  }
}
