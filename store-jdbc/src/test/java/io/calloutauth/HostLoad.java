package io.calloutauth;

import io.calloutauth.provider.ProviderId;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/**
 * The load of a host: threads that make callouts with and without waiting, show refusals, and
 * command tokens, until they hear that the node is closed. Each keeps what is not documented.
 */
@NullMarked
final class HostLoad {

  private static final int THREADS = 8;
  private static final URI TARGET = URI.create("https://api.example.com/orders");

  private final CalloutAuth auth;
  private final List<ProviderId> providers;
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<CompletableFuture<CalloutCredentials>> asked = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> undocumented = new ConcurrentLinkedQueue<>();

  /** Makes a load over providers, each bound to the notification of its number. */
  HostLoad(CalloutAuth auth, List<ProviderId> providers) {
    this.auth = auth;
    this.providers = providers;
    for (int n = 0; n < THREADS; n++) {
      int number = n;
      threads.add(new Thread(() -> work(number), "host-" + n));
    }
  }

  void start() {
    threads.forEach(Thread::start);
  }

  private void work(int number) {
    for (int step = number; !isClosed(() -> step(number)); step++) {
      int one = step % providers.size();
      if (isClosed(() -> useAndCommand(one))) {
        return;
      }
    }
  }

  private void step(int number) {
    int one = (number * 7 + asked.size()) % providers.size();
    asked.add(auth.callouts().authenticateAsync("n-" + one, "POST", TARGET).toCompletableFuture());
  }

  private void useAndCommand(int one) {
    CalloutCredentials used = auth.callouts().authenticate("n-" + one, "POST", TARGET);
    CalloutResponse refusal = CalloutResponse.of(401, name -> List.of());
    auth.callouts().afterResponse(used, refusal);
    if (one % 3 == 0) {
      auth.tokens().revoke(providers.get(one));
    } else if (one % 3 == 1) {
      auth.tokens().refresh(providers.get(one));
    }
  }

  private boolean isClosed(Runnable use) {
    try {
      use.run();
      return false;
    } catch (CalloutAuthClosedException closed) {
      return true;
    } catch (CalloutAuthException documented) {
      return false;
    } catch (RuntimeException | Error other) {
      undocumented.add(other);
      return true;
    }
  }

  /** Waits for all who asked; returns whether all of them were told. */
  boolean awaitEnd() throws InterruptedException {
    for (Thread thread : threads) {
      TimeUnit.SECONDS.timedJoin(thread, 30);
      if (thread.isAlive()) {
        return false;
      }
    }
    return asked.stream().allMatch(CompletableFuture::isDone);
  }

  /** Returns what anybody met beside tokens and documented exceptions. */
  List<Throwable> undocumented() {
    asked.forEach(this::judge);
    return List.copyOf(undocumented);
  }

  private void judge(CompletableFuture<CalloutCredentials> told) {
    try {
      told.join();
    } catch (CompletionException failed) {
      if (!(failed.getCause() instanceof CalloutAuthException)) {
        undocumented.add(failed);
      }
    }
  }
}
