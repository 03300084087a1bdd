package io.calloutauth.adapter;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.apache.CalloutExecHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;

/** Apache's classic HttpClient 5 with its adapter. */
final class ApacheAdapterClient implements AdapterClient {

  private final PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager();
  final CloseableHttpClient client;

  ApacheAdapterClient(CalloutAuthenticator callouts, boolean byAttribute, boolean redirects) {
    HttpClientBuilder builder =
        HttpClients.custom()
            .setConnectionManager(pool)
            .addExecInterceptorFirst(
                "callout-auth",
                byAttribute
                    ? CalloutExecHandler.byAttribute(callouts)
                    : CalloutExecHandler.of(callouts, NOTIFICATION));
    this.client = (redirects ? builder : builder.disableRedirectHandling()).build();
  }

  @Override
  public Received send(Post post) throws IOException {
    HttpClientContext context = HttpClientContext.create();
    if (post.notification() != null) {
      context.setAttribute(CalloutExecHandler.NOTIFICATION, post.notification());
    }
    return client.execute(
        request(post),
        context,
        response ->
            new Received(
                response.getCode(),
                response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity())));
  }

  static HttpUriRequestBase request(Post post) {
    HttpUriRequestBase request = new HttpUriRequestBase(post.method(), post.target());
    post.headers().forEach(request::addHeader);
    if (post.once()) {
      request.setEntity(
          new InputStreamEntity(new ByteArrayInputStream(post.bytes()), ContentType.TEXT_PLAIN));
    } else if (!post.method().equals("GET")) {
      request.setEntity(new ByteArrayEntity(post.bytes(), ContentType.TEXT_PLAIN));
    }
    return request;
  }

  @Override
  public int leased() {
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
}
