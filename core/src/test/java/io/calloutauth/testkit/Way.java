package io.calloutauth.testkit;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The ways of sending that {@link HttpClient} has. */
public enum Way {
  SEND,
  ASYNC,
  ASYNC_WITH_PUSHES;

  public <T> HttpResponse<T> send(HttpClient client, HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return switch (this) {
      case SEND -> client.send(request, handler);
      case ASYNC -> await(client.sendAsync(request, handler));
      case ASYNC_WITH_PUSHES ->
          await(client.sendAsync(request, handler, (initiating, pushed, acceptor) -> {}));
    };
  }

  private static <T> T await(CompletableFuture<T> future) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException problem) {
        throw problem;
      }
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      throw new AssertionError(e);
    }
  }
}
