package io.calloutauth.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * An exchange that the token endpoint holds up, so that its node can be met in the midst of it.
 * Thread-safe.
 */
final class HeldExchange implements AutoCloseable {

  private final IntPredicate nodes;
  private final CompletableFuture<Integer> node = new CompletableFuture<>();
  private final CompletableFuture<Void> letGo = new CompletableFuture<>();

  /**
   * Waits for an exchange.
   *
   * @param nodes which nodes' exchanges will do
   */
  HeldExchange(IntPredicate nodes) {
    this.nodes = nodes;
  }

  boolean isFor(int asking) {
    return nodes.test(asking);
  }

  /** Holds up an exchange of a node. Blocks until it is let go. */
  void holdUp(int asking) {
    node.complete(asking);
    letGo.join();
  }

  /** Returns the node whose exchange is held up. Blocks until there is one. */
  int node() {
    return node.orTimeout(1, TimeUnit.MINUTES).join();
  }

  /** Lets the exchange go on. */
  @Override
  public void close() {
    letGo.complete(null);
  }
}
