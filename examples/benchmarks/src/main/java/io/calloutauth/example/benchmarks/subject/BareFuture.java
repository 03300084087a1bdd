package io.calloutauth.example.benchmarks.subject;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One future that the first caller starts and all wait for: the least that a stampede can cost. */
final class BareFuture implements Subject {

  private final AtomicReference<@Nullable CompletableFuture<TokenRequest.Token>> future =
      new AtomicReference<>();
  private final TokenRequest request;

  BareFuture(Setting setting) {
    this.request =
        new TokenRequest(setting.tokenEndpoint(), Setting.clientId(0), setting.timeout());
  }

  @Override
  public void authenticate(String notificationId, BiConsumer<String, String> headers) {
    CompletableFuture<TokenRequest.Token> mine = new CompletableFuture<>();
    CompletableFuture<TokenRequest.Token> first = future.compareAndExchange(null, mine);
    if (first == null) {
      send(mine);
    }
    TokenRequest.Token token = (first == null ? mine : first).join();
    headers.accept("Authorization", "Bearer " + token.value());
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what it completes is waited for
  private void send(CompletableFuture<TokenRequest.Token> mine) {
    request
        .sendAsync()
        .whenComplete(
            (token, failure) -> {
              if (failure == null) {
                mine.complete(token);
              } else {
                mine.completeExceptionally(failure);
              }
            });
  }

  @Override
  public void close() {}
}
