package io.calloutauth.jdk;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.TokenWaitException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hands out token-1, token-2 and so on, the next one after each 401, and notes what it is asked.
 */
public final class ScriptedAuthenticator implements CalloutAuthenticator {

  public final List<String> shown = new CopyOnWriteArrayList<>();
  public final List<String> asked = new CopyOnWriteArrayList<>();
  final List<Duration> patience = new CopyOnWriteArrayList<>();
  final CountDownLatch tokenAwaited = new CountDownLatch(1);
  final CountDownLatch successorAwaited = new CountDownLatch(1);

  /** What a caller waits for before it gets a token, or a successor. */
  CompletableFuture<Void> token = CompletableFuture.completedFuture(null);

  CompletableFuture<Void> successor = CompletableFuture.completedFuture(null);

  /** Runs when credentials are asked for, whether there will be any or not. */
  Runnable whenAsked = () -> {};

  /** Runs before credentials are given. */
  Runnable beforeToken = () -> {};

  /** Runs when an answer is shown. */
  Runnable atAnswer = () -> {};

  boolean renews = true;
  boolean renewsToTheSame;
  @Nullable String extraHeader;

  private final AtomicInteger current = new AtomicInteger(1);

  private CalloutCredentials credentials(int number) {
    return headers -> {
      headers.accept("Authorization", "Bearer token-" + number);
      if (extraHeader != null) {
        headers.accept("X-Extra", extraHeader);
      }
    };
  }

  private static String tokenOf(CalloutCredentials credentials) {
    return CalloutHeaders.of(credentials).getOrDefault("authorization", "").replace("Bearer ", "");
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
    return credentials(current.get());
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
          return credentials(current.get());
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
      CalloutCredentials used, int status, Function<String, List<String>> headers) {
    throw new AssertionError("the body of a 401 cannot be held back while this blocks");
  }

  @Override
  public CompletionStage<Optional<CalloutCredentials>> afterResponseAsync(
      CalloutCredentials used, int status, Function<String, List<String>> headers) {
    String challenge = String.join(",", headers.apply("www-authenticate"));
    shown.add((tokenOf(used) + " " + status + " " + challenge).trim());
    atAnswer.run();
    if (status != 401 || !renews) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    successorAwaited.countDown();
    return successor.thenApply(ready -> Optional.of(credentials(next())));
  }

  private int next() {
    return renewsToTheSame ? current.get() : current.incrementAndGet();
  }
}
