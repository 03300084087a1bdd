package io.calloutauth.spring;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutResponse;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/** One request of a WebClient as a callout, and whether its body can be sent again. */
final class ReactiveCallout {

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
    int limit = with.bodyLimit(response.headers().asHttpHeaders().getFirst("Content-Type"));
    if (limit == 0) {
      return next(with, response, ByteBuffer.allocate(0));
    }
    return BodyStart.read(response.bodyToFlux(DataBuffer.class), limit)
        .flatMap(start -> next(with, whole(response, start), start.bytes()));
  }

  private static ClientResponse whole(ClientResponse response, BodyStart start) {
    return response.mutate().body(begun -> start.whole()).build();
  }

  private Mono<ClientResponse> next(
      CalloutCredentials used, ClientResponse response, ByteBuffer start) {
    CalloutResponse shown =
        CalloutResponse.of(response.statusCode().value(), response.headers()::header, start);
    return CalloutExchangeFilter.await(() -> callouts.afterResponseAsync(used, shown))
        .onErrorReturn(RuntimeException.class, Optional.empty())
        .doOnCancel(() -> cutOff(response).subscribe())
        .flatMap(
            next ->
                next.isPresent() && !streamed
                    ? cutOff(response).then(send(next.get()))
                    : Mono.just(response));
  }

  /** Ends a response that nobody reads: what is yet to come of its body may have no end. */
  private static Mono<Void> cutOff(ClientResponse response) {
    return response
        .body(BodyExtractors.toDataBuffers())
        .takeUntilOther(Mono.empty())
        .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
        .then();
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
