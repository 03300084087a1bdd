package io.calloutauth.adapter;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.spring.CalloutExchangeFilter;
import java.util.Objects;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;

/** Spring's WebClient with its adapter, over the JDK's client. */
final class WebClientAdapterClient implements AdapterClient {

  final WebClient client;

  WebClientAdapterClient(CalloutAuthenticator callouts, boolean byAttribute, boolean redirects) {
    this.client =
        WebClient.builder()
            .clientConnector(new JdkClientHttpConnector())
            .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(-1))
            .filter(
                byAttribute
                    ? CalloutExchangeFilter.byAttribute(callouts)
                    : CalloutExchangeFilter.of(callouts, NOTIFICATION))
            .build();
  }

  @Override
  public Received send(Post post) {
    WebClient.RequestBodySpec request =
        client
            .method(HttpMethod.valueOf(post.method()))
            .uri(post.target())
            .headers(headers -> post.headers().forEach(headers::add));
    if (post.notification() != null) {
      request.attribute(CalloutExchangeFilter.NOTIFICATION, post.notification());
    }
    if (post.once()) {
      request.body(
          Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(post.bytes())), DataBuffer.class);
    } else if (!post.method().equals("GET")) {
      request.bodyValue(post.bytes());
    }
    return Objects.requireNonNull(
        request
            .exchangeToMono(
                response ->
                    response
                        .bodyToMono(String.class)
                        .defaultIfEmpty("")
                        .map(body -> new Received(response.statusCode().value(), body)))
            .block());
  }

  @Override
  public int leased() {
    return -1;
  }

  @Override
  public int pooled() {
    return -1;
  }

  @Override
  public void close() {}
}
