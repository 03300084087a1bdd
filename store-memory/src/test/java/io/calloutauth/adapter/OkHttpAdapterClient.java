package io.calloutauth.adapter;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.okhttp.CalloutInterceptor;
import io.calloutauth.okhttp.CalloutTag;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** OkHttp with its adapter. */
final class OkHttpAdapterClient implements AdapterClient {

  final OkHttpClient client;

  OkHttpAdapterClient(CalloutAuthenticator callouts, boolean byTag, boolean redirects) {
    this.client =
        new OkHttpClient.Builder()
            .followRedirects(redirects)
            .addInterceptor(
                byTag
                    ? CalloutInterceptor.byTag(callouts)
                    : CalloutInterceptor.of(callouts, NOTIFICATION))
            .build();
  }

  @Override
  public Received send(Post post) throws IOException {
    try (Response response = client.newCall(request(post)).execute()) {
      return new Received(response.code(), response.body().string());
    }
  }

  static Request request(Post post) {
    Request.Builder request = new Request.Builder().url(post.target().toString());
    post.headers().forEach(request::addHeader);
    if (post.notification() != null && !post.notification().isEmpty()) {
      request.tag(CalloutTag.class, CalloutTag.of(post.notification()));
    }
    boolean bodiless = post.method().equals("GET");
    return request.method(post.method(), bodiless ? null : new OkBody(post)).build();
  }

  @Override
  public int leased() {
    return pooled() - client.connectionPool().idleConnectionCount();
  }

  @Override
  public int pooled() {
    return client.connectionPool().connectionCount();
  }

  @Override
  public void close() {
    client.connectionPool().evictAll();
    client.dispatcher().executorService().shutdown();
  }

  private static final class OkBody extends RequestBody {

    private final Post post;

    OkBody(Post post) {
      this.post = post;
    }

    @Override
    public @Nullable MediaType contentType() {
      return MediaType.parse("text/plain");
    }

    @Override
    public boolean isOneShot() {
      return post.once();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.write(post.bytes());
    }
  }
}
