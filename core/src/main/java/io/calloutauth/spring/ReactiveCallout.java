package io.calloutauth.spring;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutResponse;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/** One request of a WebClient as a callout, and whether its body can be sent again. */
final class ReactiveCallout {

  private static final int MOST_SHOWN = 64 * 1024;

  private final CalloutAuthenticator callouts;
  private final ClientRequest request;
  private final ExchangeFunction exchange;
  private volatile boolean streamed;

  ReactiveCallout(CalloutAuthenticator callouts, ClientRequest request, ExchangeFunction exchange) {
    this.callouts = callouts;
    this.request = request;
    this.exchange = exchange;
  }

  /** Sends it with credentials. */
  private Mono<ClientResponse> attempt(CalloutCredentials with) {
    ClientRequest signed =
        ClientRequest.from(request)
            .headers(headers -> with.applyTo(headers::set))
            .body(
                (message, context) ->
                    request.body().insert(new Watched(message, () -> streamed = true), context))
            .build();
    return exchange.exchange(signed);
  }

  /** Sends it with credentials, and once more while others are offered. */
  Mono<ClientResponse> send(CalloutCredentials with) {
    return attempt(with).flatMap(response -> read(with, response));
  }

  private Mono<ClientResponse> read(CalloutCredentials with, ClientResponse response) {
    int limit = Math.min(with.bodyLimit(), MOST_SHOWN);
    if (limit <= 0 || !mayTell(response)) {
      return next(with, response, ByteBuffer.allocate(0));
    }
    return BodyStart.read(response.bodyToFlux(DataBuffer.class), limit)
        .flatMap(start -> next(with, whole(response, start), start.bytes()));
  }

  private static ClientResponse whole(ClientResponse response, BodyStart start) {
    return response.mutate().body(begun -> start.whole()).build();
  }

  /** What is no JSON, such as a stream of events, says nothing to a rule. */
  private static boolean mayTell(ClientResponse response) {
    String type = response.headers().asHttpHeaders().getFirst("Content-Type");
    return type == null || type.toLowerCase(Locale.ROOT).contains("json");
  }

  private Mono<ClientResponse> next(
      CalloutCredentials used, ClientResponse response, ByteBuffer start) {
    CalloutResponse shown =
        CalloutResponse.of(response.statusCode().value(), response.headers()::header, start);
    return CalloutExchangeFilter.await(() -> callouts.afterResponseAsync(used, shown))
        .onErrorReturn(RuntimeException.class, Optional.empty())
        .flatMap(
            next ->
                next.isPresent() && !streamed
                    ? response.releaseBody().then(send(next.get()))
                    : Mono.just(response));
  }

  /** Sees how the body is written: one of unknown length is a stream, which may be over. */
  private static final class Watched extends ClientHttpRequestDecorator {

    private final Runnable atAStream;

    Watched(ClientHttpRequest message, Runnable atAStream) {
      super(message);
      this.atAStream = atAStream;
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
      if (getHeaders().getContentLength() < 0) {
        atAStream.run();
      }
      return super.writeWith(body);
    }

    @Override
    public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
      atAStream.run();
      return super.writeAndFlushWith(body);
    }
  }
}
