package io.calloutauth.jdk;

import java.util.concurrent.CompletableFuture;

/**
 * The future of a callout. Cancelling it, or one derived from it, cancels what is under way, as
 * with the JDK's own client.
 */
final class CalloutFuture<T> extends CompletableFuture<T> {

  private final InFlight inFlight;

  CalloutFuture(InFlight inFlight) {
    this.inFlight = inFlight;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean underWay = !isDone();
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (underWay) {
      inFlight.cancel();
    }
    return cancelled;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CalloutFuture<>(inFlight);
  }
}
