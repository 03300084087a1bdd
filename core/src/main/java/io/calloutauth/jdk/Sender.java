package io.calloutauth.jdk;

import io.calloutauth.CalloutAuthenticator;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What all callouts of one {@link CalloutHttpClient} share.
 *
 * @param authenticator gives the credentials and sees the responses
 * @param notificationId whose callouts they are
 * @param delegate sends them
 * @param nanos gives the time, as {@link System#nanoTime()} does
 */
record Sender(
    CalloutAuthenticator authenticator,
    String notificationId,
    HttpClient delegate,
    LongSupplier nanos) {

  /** Returns where the caller's code runs after a wait, so that no thread of ours runs it. */
  Executor executor() {
    return delegate.executor().orElseGet(() -> new CompletableFuture<>().defaultExecutor());
  }
}
