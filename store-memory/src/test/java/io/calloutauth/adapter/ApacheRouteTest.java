package io.calloutauth.adapter;

import static io.calloutauth.adapter.AdapterClient.NOTIFICATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.calloutauth.CalloutRefusedException;
import io.calloutauth.CalloutRefusedException.Reason;
import io.calloutauth.apache.CalloutAsyncExecHandler;
import io.calloutauth.apache.CalloutExecHandler;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.async.methods.SimpleResponseConsumer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clients of Apache's connect to a request's route, whatever its URL says. */
@Timeout(60)
class ApacheRouteTest extends AdapterTest {

  private static final String HTTPS = "https://api.example.com/orders";

  private HttpHost receiver() {
    return new HttpHost("http", "127.0.0.1", target.uri("/").getPort());
  }

  private static HttpRoute direct(HttpHost host) {
    return new HttpRoute(host, null, host.getSchemeName().equals("https"));
  }

  /** A proxy that an https request is sent through as it is. */
  private HttpRoute throughProxy(HttpHost host) {
    return new HttpRoute(host, null, receiver(), false);
  }

  private int send(HttpHost host, String url, HttpRoutePlanner planner) throws Exception {
    try (CloseableHttpClient client =
        HttpClients.custom()
            .setRoutePlanner(planner)
            .addExecInterceptorFirst("c", CalloutExecHandler.of(node.auth.callouts(), NOTIFICATION))
            .build()) {
      return client.execute(
          host, ClassicRequestBuilder.get(url).build(), response -> response.getCode());
    }
  }

  private int sendAsync(HttpHost host, String url, HttpRoutePlanner planner) throws Exception {
    SimpleHttpRequest request = SimpleRequestBuilder.get(url).build();
    try (CloseableHttpAsyncClient client =
        HttpAsyncClients.custom()
            .setRoutePlanner(planner)
            .addExecInterceptorFirst(
                "c", CalloutAsyncExecHandler.of(node.auth.callouts(), NOTIFICATION))
            .build()) {
      client.start();
      return client
          .execute(
              host,
              SimpleRequestProducer.create(request),
              SimpleResponseConsumer.create(),
              null,
              null,
              null)
          .get(30, TimeUnit.SECONDS)
          .getCode();
    }
  }

  private void assertRoutedElsewhere(ThrowingCallable sending) {
    assertThat(reasonOf(catchThrowable(sending)))
        .isInstanceOfSatisfying(
            CalloutRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.ROUTED_ELSEWHERE));
    assertThatNothingWasSent();
    assertThat(server.exchanges()).isZero();
  }

  @Test
  void sendsNothingToAnotherHostThanTheOneOfTheUrl() {
    assertRoutedElsewhere(() -> send(receiver(), HTTPS, (host, context) -> direct(host)));
    assertRoutedElsewhere(() -> sendAsync(receiver(), HTTPS, (host, context) -> direct(host)));
  }

  @Test
  void sendsNothingWhereARoutePlannerLeadsElsewhere() {
    HttpHost listed = new HttpHost("https", "api.example.com", 443);

    assertRoutedElsewhere(() -> send(listed, HTTPS, (host, context) -> direct(receiver())));
    assertRoutedElsewhere(() -> sendAsync(listed, HTTPS, (host, context) -> direct(receiver())));
  }

  @Test
  void sendsNothingThatAProxyWouldRead() {
    HttpHost listed = new HttpHost("https", "api.example.com", 443);

    assertRoutedElsewhere(() -> send(listed, HTTPS, (host, context) -> throughProxy(host)));
    assertRoutedElsewhere(() -> sendAsync(listed, HTTPS, (host, context) -> throughProxy(host)));
  }

  @Test
  void sendsWhatNamesTheHostAsTheUrlDoes() throws Exception {
    assertThat(send(receiver(), "/orders", (host, context) -> direct(host))).isEqualTo(200);
    assertThat(sendAsync(receiver(), "/orders", (host, context) -> direct(host))).isEqualTo(200);
  }
}
