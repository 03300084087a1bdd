package io.calloutauth.adapter;

import static io.calloutauth.adapter.AdapterClient.NOTIFICATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.calloutauth.adapter.AdapterClient.Post;
import io.calloutauth.testkit.EndlessTarget;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.junit.jupiter.api.Test;

/** A request of Apache's client that is aborted after it waited for a token. */
class ApacheAbortTest extends AdapterTest {

  /**
   * The wait was for the successor that there is not: what is aborted is the reading of the 401.
   */
  @Test
  void endsTheReadingOfAResponseThatCameAfterAWait() throws Exception {
    server.answerTokens(
        n ->
            n == 1
                ? TokenServer.Answer.token("token-1", 3600)
                : TokenServer.Answer.error(400, "no"));
    CountDownLatch reading = new CountDownLatch(1);
    try (EndlessTarget endless = new EndlessTarget(EndlessTarget.Body.STOPS);
        ApacheAdapterClient adapter = new ApacheAdapterClient(node.auth.callouts(), false, false)) {
      node.auth.callouts().authenticate(NOTIFICATION, "GET", endless.uri());
      server.hold();
      HttpUriRequestBase request =
          ApacheAdapterClient.request(new Post(endless.uri(), "").fetched());
      CompletableFuture<Throwable> thrown =
          CompletableFuture.supplyAsync(
              () ->
                  catchThrowable(
                      () ->
                          adapter.client.execute(
                              request,
                              response -> {
                                reading.countDown();
                                return response.getEntity().getContent().readAllBytes();
                              })));
      server.awaitExchanges(2);
      server.release();
      reading.await();

      request.abort();

      assertThat(thrown.get(20, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
      assertThat(adapter.leased()).isZero();
    }
  }
}
