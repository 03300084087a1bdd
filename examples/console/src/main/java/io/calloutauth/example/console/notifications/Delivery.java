package io.calloutauth.example.console.notifications;

import io.calloutauth.CalloutCredentials;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.jspecify.annotations.Nullable;

/** One attempt to deliver a callout: the request, and what of the answer matters here. */
final class Delivery {

  private static final Duration DEADLINE = Duration.ofSeconds(15);
  private static final String BODY = "{\"test\":true,\"text\":\"A test callout of the console\"}";

  private final CloseableHttpClient client;
  private final String method;
  private final URI target;

  Delivery(CloseableHttpClient client, String method, URI target) {
    this.client = client;
    this.method = method;
    this.target = target;
  }

  /**
   * Sends the callout once. Blocks for at most 15 s. The answer's body is not read: how long it is
   * and when it ends is up to a stranger.
   *
   * @param credentials what it is authenticated with, or null for nothing
   */
  Answer send(@Nullable CalloutCredentials credentials) throws IOException {
    HttpUriRequestBase request = new HttpUriRequestBase(method, target);
    if (!method.equals("GET")) {
      request.setEntity(new StringEntity(BODY, ContentType.APPLICATION_JSON));
    }
    if (credentials != null) {
      credentials.applyTo(request::setHeader);
    }
    var alarm = CompletableFuture.delayedExecutor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<Void> deadline = CompletableFuture.runAsync(request::cancel, alarm);
    try (ClassicHttpResponse response = client.executeOpen(null, request, null)) {
      return new Answer(response);
    } finally {
      deadline.cancel(false);
    }
  }

  /** What came back. Holds the headers only. */
  static final class Answer {

    private final int status;
    private final ClassicHttpResponse response;

    private Answer(ClassicHttpResponse response) {
      this.status = response.getCode();
      this.response = response;
    }

    int status() {
      return status;
    }

    List<String> headers(String name) {
      return Arrays.stream(response.getHeaders(name)).map(NameValuePair::getValue).toList();
    }
  }
}
