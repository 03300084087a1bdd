package io.calloutauth.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.jdk.ScriptedAuthenticator;
import io.calloutauth.spring.CalloutExchangeFilter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferWrapper;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.PooledDataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A WebClient's call that is cancelled while it is open whether it is sent once more. */
class CancelledExchangeTest {

  private final AtomicInteger read = new AtomicInteger();
  private final AtomicInteger released = new AtomicInteger();
  private final AtomicInteger over = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void itsFirstResponseIsCutOffAndNotLeftOpen(int bodyLimit) {
    ScriptedAuthenticator callouts = new ScriptedAuthenticator();
    callouts.bodyLimit = bodyLimit;
    callouts.successor = new CompletableFuture<>();
    var call =
        CalloutExchangeFilter.of(callouts, "invoice-posted")
            .filter(post(), refusing(parts().doOnCancel(over::incrementAndGet)))
            .subscribe(response -> {});
    assertThat(callouts.shown).containsExactly("token-1 401");
    assertThat(over).hasValue(0);

    call.dispose();

    assertThat(over).hasValue(1);
    assertThat(released).hasValue(read.get());
    assertThat(callouts.successor).isNotCancelled();
  }

  private static ClientRequest post() {
    return ClientRequest.create(HttpMethod.POST, URI.create("https://api.example.com/")).build();
  }

  @Test
  void whatWasReadOfABodyThatDoesNotEndIsReleased() {
    ScriptedAuthenticator callouts = new ScriptedAuthenticator();
    callouts.bodyLimit = 1_000;
    AtomicInteger cancelled = new AtomicInteger();
    Flux<DataBuffer> body =
        Flux.concat(parts(), Flux.never()).doOnCancel(cancelled::incrementAndGet);
    var call =
        CalloutExchangeFilter.of(callouts, "invoice-posted")
            .filter(post(), refusing(body))
            .subscribe(response -> {});
    assertThat(read).hasValue(3);
    assertThat(released).hasValue(0);

    call.dispose();

    assertThat(cancelled).hasValue(1);
    assertThat(released).hasValue(3);
    assertThat(callouts.shown).isEmpty();
  }

  private Flux<DataBuffer> parts() {
    return Flux.just("{\"a\":", "\"b\"", "}")
        .<DataBuffer>map(Counted::new)
        .doOnNext(part -> read.incrementAndGet());
  }

  private static ExchangeFunction refusing(Flux<DataBuffer> body) {
    return request ->
        Mono.just(
            ClientResponse.create(HttpStatus.UNAUTHORIZED)
                .header("Content-Type", "application/json")
                .body(body)
                .build());
  }

  /** A buffer of a pool, which misses it until it is released. */
  private final class Counted extends DataBufferWrapper implements PooledDataBuffer {

    private boolean allocated = true;

    Counted(String text) {
      super(DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public boolean isAllocated() {
      return allocated;
    }

    @Override
    public PooledDataBuffer retain() {
      return this;
    }

    @Override
    public PooledDataBuffer touch(Object hint) {
      return this;
    }

    @Override
    public boolean release() {
      allocated = false;
      return released.incrementAndGet() > 0;
    }
  }
}
