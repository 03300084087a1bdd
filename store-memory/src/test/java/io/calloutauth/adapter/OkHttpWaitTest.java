package io.calloutauth.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** A call that waits for its token can be cancelled, and waits no longer than its timeout. */
class OkHttpWaitTest extends AdapterTest {

  @Test
  void cancellingTheCallEndsItsWait() {
    server.hold();
    OkHttpAdapterClient adapter = new OkHttpAdapterClient(node.auth.callouts(), false, false);
    Call call = adapter.client.newCall(OkHttpAdapterClient.request(order()));
    CompletableFuture<Throwable> thrown =
        CompletableFuture.supplyAsync(() -> catchThrowable(call::execute));
    server.awaitExchanges(1);

    call.cancel();

    assertThat(thrown.join()).isInstanceOf(IOException.class).hasMessage("Canceled");
    assertThatNothingWasSent();
    server.release();
    adapter.close();
  }

  @Test
  void theCallsTimeoutEndsItsWait() {
    server.hold();
    OkHttpAdapterClient adapter = new OkHttpAdapterClient(node.auth.callouts(), false, false);
    OkHttpClient hasty = adapter.client.newBuilder().callTimeout(Duration.ofMillis(200)).build();

    Throwable thrown =
        catchThrowable(() -> hasty.newCall(OkHttpAdapterClient.request(order())).execute());

    assertThat(thrown).isInstanceOf(IOException.class);
    assertThatNothingWasSent();
    server.release();
    adapter.close();
  }
}
