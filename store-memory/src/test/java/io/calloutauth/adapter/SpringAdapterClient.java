package io.calloutauth.adapter;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.spring.CalloutRequestInterceptor;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** Spring's RestClient with its adapter, over two of the clients that it can send through. */
final class SpringAdapterClient implements AdapterClient {

  private final @Nullable PoolingHttpClientConnectionManager pool;
  private final RestClient client;

  private SpringAdapterClient(
      CalloutAuthenticator callouts,
      boolean byAttribute,
      ClientHttpRequestFactory factory,
      @Nullable PoolingHttpClientConnectionManager pool) {
    this.pool = pool;
    this.client =
        RestClient.builder()
            .requestFactory(factory)
            .requestInterceptor(
                byAttribute
                    ? CalloutRequestInterceptor.byAttribute(callouts)
                    : CalloutRequestInterceptor.of(callouts, NOTIFICATION))
            .build();
  }

  static AdapterClient onJdk(
      CalloutAuthenticator callouts, boolean byAttribute, boolean redirects) {
    return new SpringAdapterClient(callouts, byAttribute, new JdkClientHttpRequestFactory(), null);
  }

  static AdapterClient onApache(
      CalloutAuthenticator callouts, boolean byAttribute, boolean redirects) {
    PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager();
    return new SpringAdapterClient(
        callouts,
        byAttribute,
        new HttpComponentsClientHttpRequestFactory(
            HttpClients.custom().setConnectionManager(pool).disableRedirectHandling().build()),
        pool);
  }

  @Override
  public Received send(Post post) {
    RestClient.RequestBodySpec request =
        client
            .method(HttpMethod.valueOf(post.method()))
            .uri(post.target())
            .headers(headers -> post.headers().forEach(headers::add));
    if (post.notification() != null) {
      request.attribute(CalloutRequestInterceptor.NOTIFICATION, post.notification());
    }
    if (!post.method().equals("GET")) {
      request.body(post.bytes());
    }
    return request.exchange(
        (sent, response) ->
            new Received(
                response.getStatusCode().value(),
                new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8)));
  }

  @Override
  public int leased() {
    return pool == null ? -1 : pool.getTotalStats().getLeased();
  }

  @Override
  public int pooled() {
    return pool == null ? -1 : leased() + pool.getTotalStats().getAvailable();
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.close();
    }
  }
}
