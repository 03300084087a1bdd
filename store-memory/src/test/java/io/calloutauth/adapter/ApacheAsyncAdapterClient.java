package io.calloutauth.adapter;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.apache.CalloutAsyncExecHandler;
import io.calloutauth.apache.CalloutExecHandler;
import io.calloutauth.testkit.Eventually;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleResponseConsumer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.entity.AsyncEntityProducers;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.jspecify.annotations.Nullable;

/** Apache's asynchronous HttpClient 5 with its adapter. */
final class ApacheAsyncAdapterClient implements AdapterClient {

  private final PoolingAsyncClientConnectionManager pool =
      new PoolingAsyncClientConnectionManager();
  final CloseableHttpAsyncClient client;

  ApacheAsyncAdapterClient(CalloutAuthenticator callouts, boolean byAttribute, boolean redirects) {
    HttpAsyncClientBuilder builder =
        HttpAsyncClients.custom()
            .setConnectionManager(pool)
            .addExecInterceptorFirst(
                "callout-auth",
                byAttribute
                    ? CalloutAsyncExecHandler.byAttribute(callouts)
                    : CalloutAsyncExecHandler.of(callouts, NOTIFICATION));
    this.client = (redirects ? builder : builder.disableRedirectHandling()).build();
    client.start();
  }

  @Override
  public Received send(Post post) throws Exception {
    try {
      SimpleHttpResponse response = later(post).get();
      return new Received(
          response.getCode(), Objects.requireNonNullElse(response.getBodyText(), ""));
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof Exception cause ? cause : failed;
    }
  }

  Future<SimpleHttpResponse> later(Post post) {
    HttpClientContext context = HttpClientContext.create();
    if (post.notification() != null) {
      context.setAttribute(CalloutExecHandler.NOTIFICATION, post.notification());
    }
    return client.execute(request(post), SimpleResponseConsumer.create(), context, null);
  }

  private static AsyncRequestProducer request(Post post) {
    AsyncRequestBuilder request =
        AsyncRequestBuilder.create(post.method()).setUri(post.target()).setEntity(entity(post));
    post.headers().forEach(request::addHeader);
    return request.build();
  }

  private static @Nullable AsyncEntityProducer entity(Post post) {
    if (post.once()) {
      return new SentOnce(post.bytes());
    }
    return post.method().equals("GET")
        ? null
        : AsyncEntityProducers.create(post.bytes(), ContentType.TEXT_PLAIN);
  }

  /** A response is the caller's a moment before its connection is the pool's again. */
  @Override
  public int leased() {
    Eventually.holds(() -> pool.getTotalStats().getLeased() == 0);
    return pool.getTotalStats().getLeased();
  }

  @Override
  public int pooled() {
    return pool.getTotalStats().getLeased() + pool.getTotalStats().getAvailable();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  /** A body that says that it can be sent only once. */
  private static final class SentOnce extends BasicAsyncEntityProducer {

    SentOnce(byte[] bytes) {
      super(bytes, ContentType.TEXT_PLAIN, false);
    }

    @Override
    public boolean isRepeatable() {
      return false;
    }
  }
}
