package io.calloutauth;

import io.calloutauth.recipes.ApacheRecipe;
import io.calloutauth.recipes.OkHttpRecipe;
import io.calloutauth.recipes.SpringRestClientRecipe;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** The HTTP clients that there is a recipe for, each set up as its recipe says. */
enum RecipeClient {
  APACHE {
    @Override
    String send(CalloutAuthenticator callouts, Post post) throws IOException {
      ApacheRecipe recipe = new ApacheRecipe(callouts, NOTIFICATION);
      try (CloseableHttpClient client =
          HttpClients.custom()
              .disableRedirectHandling()
              .addExecInterceptorFirst("auth", recipe)
              .build()) {
        HttpPost request = new HttpPost(post.target);
        post.headers.forEach(request::addHeader);
        byte[] bytes = post.body.getBytes(StandardCharsets.UTF_8);
        request.setEntity(
            post.once
                ? new InputStreamEntity(new ByteArrayInputStream(bytes), ContentType.TEXT_PLAIN)
                : new StringEntity(post.body));
        return client.execute(
            request, answer -> answer.getCode() + " " + EntityUtils.toString(answer.getEntity()));
      }
    }
  },
  OK_HTTP {
    @Override
    String send(CalloutAuthenticator callouts, Post post) throws IOException {
      OkHttpRecipe recipe = new OkHttpRecipe(callouts, NOTIFICATION);
      OkHttpClient client =
          new OkHttpClient.Builder().followRedirects(false).addInterceptor(recipe).build();
      Request.Builder request =
          new Request.Builder().url(post.target.toString()).post(new OkBody(post));
      post.headers.forEach(request::addHeader);
      try (Response answer = client.newCall(request.build()).execute()) {
        return answer.code() + " " + answer.body().string();
      } finally {
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
      }
    }
  },
  SPRING_REST_CLIENT {
    @Override
    String send(CalloutAuthenticator callouts, Post post) {
      SpringRestClientRecipe recipe = new SpringRestClientRecipe(callouts, NOTIFICATION);
      RestClient client =
          RestClient.builder()
              .requestFactory(new JdkClientHttpRequestFactory())
              .requestInterceptor(recipe)
              .build();
      return client
          .post()
          .uri(post.target)
          .headers(headers -> post.headers.forEach(headers::add))
          .body(post.body)
          .exchange(
              (request, answer) ->
                  answer.getStatusCode().value()
                      + " "
                      + new String(answer.getBody().readAllBytes(), StandardCharsets.UTF_8));
    }
  };

  private static final String NOTIFICATION = "invoice-posted";

  /** Sends one callout of the notification {@code invoice-posted}; returns status and body. */
  abstract String send(CalloutAuthenticator callouts, Post post) throws IOException;

  /** A callout. */
  record Post(URI target, String body, Map<String, String> headers, boolean once) {

    Post(URI target, String body) {
      this(target, body, Map.of(), false);
    }

    Post with(String name, String value) {
      return new Post(target, body, Map.of(name, value), once);
    }

    /** Returns the same with a body that can be sent only once. */
    Post sentOnce() {
      return new Post(target, body, headers, true);
    }
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
      return post.once;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.writeString(post.body, StandardCharsets.UTF_8);
    }
  }
}
