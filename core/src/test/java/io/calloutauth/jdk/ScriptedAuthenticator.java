package io.calloutauth.jdk;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutResponse;
import io.calloutauth.TokenWaitException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands out token-1, token-2 and so on, the next one after each 401, and notes what it is asked.
 */
public final class ScriptedAuthenticator implements CalloutAuthenticator {

  public final List<String> shown = new CopyOnWriteArrayList<>();
  public final List<String> applied = new CopyOnWriteArrayList<>();
  final List<String> bodies = new CopyOnWriteArrayList<>();
  public final List<String> asked = new CopyOnWriteArrayList<>();
  final List<Duration> patience = new CopyOnWriteArrayList<>();
  final CountDownLatch tokenAwaited = new CountDownLatch(1);
  final CountDownLatch successorAwaited = new CountDownLatch(1);

  /** What a caller waits for before it gets a token, or a successor. */
  CompletableFuture<Void> token = CompletableFuture.completedFuture(null);

  public CompletableFuture<Void> successor = CompletableFuture.completedFuture(null);

  /** Runs when credentials are asked for, whether there will be any or not. */
  Runnable whenAsked = () -> {};

  /** Runs before credentials are given. */
  Runnable beforeToken = () -> {};

  /** Runs when an answer is shown. */
  public Runnable atAnswer = () -> {};

  boolean renews = true;
  public int bodyLimit;
  @Nullable String extraHeader;

  private final AtomicInteger current = new AtomicInteger(1);

  /** Starts with token-1 again. */
  void reset() {
    current.set(1);
  }

  private CalloutCredentials credentials(int number, boolean first) {
    return new Scripted(number, first);
  }

  @Override
  public CalloutCredentials authenticate(String notificationId, String method, URI target) {
    asked.add(notificationId + " " + method + " " + target.getPath());
    tokenAwaited.countDown();
    whenAsked.run();
    try {
      token.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TokenWaitException(true);
    } catch (ExecutionException e) {
      throw (RuntimeException) e.getCause();
    }
    beforeToken.run();
    return credentials(current.get(), true);
  }

  @Override
  public CalloutCredentials authenticate(
      String notificationId, String method, URI target, Duration most) {
    patience.add(most);
    return authenticate(notificationId, method, target);
  }

  @Override
  public CompletionStage<CalloutCredentials> authenticateAsync(
      String notificationId, String method, URI target) {
    asked.add(notificationId + " " + method + " " + target.getPath());
    tokenAwaited.countDown();
    whenAsked.run();
    return token.thenApply(
        ready -> {
          beforeToken.run();
          return credentials(current.get(), true);
        });
  }

  @Override
  public CompletionStage<CalloutCredentials> authenticateAsync(
      String notificationId, String method, URI target, Duration most) {
    patience.add(most);
    return authenticateAsync(notificationId, method, target);
  }

  @Override
  public Optional<CalloutCredentials> afterResponse(
      CalloutCredentials used, CalloutResponse response) {
    throw new AssertionError("the body of a 401 cannot be held back while this blocks");
  }

  @Override
  public Optional<CalloutCredentials> afterResponse(
      CalloutCredentials used, CalloutResponse response, Duration maxWait) {
    return afterResponse(used, response);
  }

  @Override
  public CompletionStage<Optional<CalloutCredentials>> afterResponseAsync(
      CalloutCredentials used, CalloutResponse response, Duration maxWait) {
    patience.add(maxWait);
    return afterResponseAsync(used, response);
  }

  @Override
  public CompletionStage<Optional<CalloutCredentials>> afterResponseAsync(
      CalloutCredentials used, CalloutResponse response) {
    Scripted with = (Scripted) used;
    String challenge = String.join(",", response.headers("www-authenticate"));
    shown.add(("token-" + with.number + " " + response.status() + " " + challenge).trim());
    bodies.add(StandardCharsets.UTF_8.decode(response.body()).toString());
    atAnswer.run();
    if (!refused(response) || !renews || !with.first) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    successorAwaited.countDown();
    return successor.thenApply(ready -> Optional.of(credentials(current.incrementAndGet(), false)));
  }

  private boolean refused(CalloutResponse response) {
    return response.status() == 401
        || (bodyLimit > 0 && bodies.get(bodies.size() - 1).contains("expired"));
  }

  /** The credentials of one attempt. */
  private final class Scripted implements CalloutCredentials {

    private final int number;
    private final boolean first;

    Scripted(int number, boolean first) {
      this.number = number;
      this.first = first;
    }

    @Override
    public void applyTo(BiConsumer<String, String> headers) {
      applied.add("token-" + number);
      headers.accept("Authorization", "Bearer token-" + number);
      if (extraHeader != null) {
        headers.accept("X-Extra", extraHeader);
      }
    }

    @Override
    public int bodyLimit() {
      return bodyLimit;
    }
  }
}
