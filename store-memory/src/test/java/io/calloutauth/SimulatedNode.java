package io.calloutauth;

import io.calloutauth.SimulatedFaults.Fault;
import io.calloutauth.client.HttpTokenClient;
import io.calloutauth.client.TokenClient;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.testkit.BreakableStore;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** One node of a cluster and its own way to the store, which die together and start again. */
final class SimulatedNode implements SimulatedFaults.Victim {

  /** What nodes have in common. */
  interface Cluster {

    /** Starts a node. */
    Node start(BreakableStore store, TokenClient client);

    /** Takes what is to befall the next token request for another reason than chance. */
    Fault takeArmed();

    /** The store is out of reach from now on. */
    void loseStore();
  }

  private final Supplier<BreakableStore> stores;
  private final Function<BreakableStore, Node> starter;
  private final Cluster cluster;
  private volatile BreakableStore store;
  private volatile boolean dead;
  private Node node;

  SimulatedNode(Supplier<BreakableStore> stores, SimulatedFaults faults, Cluster cluster) {
    PublicEndpoints policy = PublicEndpoints.builder().allowLoopbackHttp().build();
    this.stores = stores;
    this.cluster = cluster;
    this.starter =
        way -> cluster.start(way, faults.over(HttpTokenClient.builder(policy).build(), this));
    this.store = stores.get();
    this.node = starter.apply(store);
  }

  CalloutAuth auth() {
    return node.auth;
  }

  Node node() {
    return node;
  }

  boolean isDead() {
    return dead;
  }

  /** Tells whether no token request is under way here. */
  boolean isQuiet() {
    return dead || node.auth.health().tokenRequestsRunning() == 0;
  }

  /** Tells whether a write is held here, or a token request waits. */
  boolean isHolding() {
    return !dead && node.auth.health().tokenRequestsWaiting() > 0;
  }

  CompletableFuture<CalloutCredentials> call() {
    return node.auth
        .callouts()
        .authenticateAsync(OneNode.N, "POST", URI.create(Node.TARGET))
        .toCompletableFuture();
  }

  /** Cuts a node that lives off the store, or ends that. */
  void cutOff(boolean cut) {
    if (!dead) {
      store.down(cut);
    }
  }

  private void die() {
    store.down(true); // what it holds dies with it
    dead = true;
  }

  /** Starts a node in the place of the dead one, of which nobody hears any more. */
  CompletableFuture<Void> restart() {
    CompletableFuture<Void> buried = CompletableFuture.runAsync(node::close);
    store = stores.get();
    node = starter.apply(store);
    dead = false;
    return buried;
  }

  @Override
  public Fault takeArmed() {
    return cluster.takeArmed();
  }

  @Override
  public Object strike(Fault fault, Callable<Object> send) throws Exception {
    if (fault == Fault.DIES_BEFORE_SENDING) {
      die();
      return SimulatedFaults.withoutResponse();
    }
    if (fault == Fault.DIES_AFTER_WRITING) {
      store.after("complete", this::die);
    }
    Object result = send.call();
    if (fault == Fault.DIES_BEFORE_WRITING) {
      die();
    } else if (fault == Fault.STORE_GOES) {
      cluster.loseStore();
    }
    return fault == Fault.RESPONSE_LOST ? SimulatedFaults.withoutResponse() : result;
  }
}
