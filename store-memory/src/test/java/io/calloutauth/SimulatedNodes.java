package io.calloutauth;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.calloutauth.SimulatedFaults.Fault;
import io.calloutauth.client.TokenClient;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.seal.SecretCipher;
import io.calloutauth.store.Lease;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.StoredAuthorization;
import io.calloutauth.store.TokenRow;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.MeddledStore;
import io.calloutauth.testkit.RotatingServer;
import io.calloutauth.testkit.TokenServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Nodes of a cluster, one provider that owns an authorization, and what befalls them. Time is the
 * test's: no node is late because this machine is slow.
 */
final class SimulatedNodes implements SimulatedNode.Cluster, AutoCloseable {

  private static final Duration SLICE = Duration.ofMillis(250);

  /** After so long a write that is held is tried again. */
  private static final Duration AGAIN = Duration.ofMillis(500);

  private static final Duration UNTIL_ALL_HEARD = Duration.ofSeconds(15);

  /** A stage that is about to complete is nobody's wait. */
  private static final int LOOKS = 4;

  private final ManualWorld time = new ManualWorld();
  private final MeddledStore shared = new MeddledStore(MemoryStore.create(time.wallClock()));
  private final SecretCipher cipher = SealingKeys.ephemeral();
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final List<CompletableFuture<Void>> buried = new ArrayList<>();
  private final TokenServer server;
  private final RotatingServer rotating;
  private final SimulatedFaults faults;
  private final Provider provider;
  private int authorizations;
  private volatile boolean storeGoes;
  private volatile boolean storeIsDown;
  private volatile boolean failsOver;

  SimulatedNodes(int count, TokenServer server, RotatingServer rotating, SimulatedFaults faults) {
    this.server = server;
    this.rotating = rotating;
    this.faults = faults;
    for (int i = 0; i < count; i++) {
      nodes.add(new SimulatedNode(this::way, faults, this));
    }
    CalloutAuth auth = nodes.get(0).auth();
    this.provider = auth.providers().create(settings());
    auth.notifications().bind(OneNode.N, provider.id());
  }

  private ProviderSettings settings() {
    return ProviderSettings.refreshToken()
        .name("Zuora")
        .clientId("billing")
        .clientSecret("s3cret")
        .refreshToken(rotating.authorize("typed-0"))
        .tokenEndpoint(server.url("/token"))
        .anyOrigin()
        .build();
  }

  private BreakableStore way() {
    BreakableStore way = new BreakableStore(shared);
    way.down(storeIsDown);
    return way;
  }

  @Override
  public Node start(BreakableStore store, TokenClient client) {
    return Node.over(store, cipher, time, server, builder -> builder.client(client));
  }

  @Override
  public Fault takeArmed() {
    if (failsOver) {
      return Fault.FAILOVER_LOSES_WRITE;
    }
    boolean goes = storeGoes;
    storeGoes = false;
    return goes ? Fault.STORE_GOES : Fault.NONE;
  }

  @Override
  public void loseStore() {
    cutOff(true);
  }

  /** Tells whether the store is out of reach. */
  boolean isStoreDown() {
    return storeIsDown;
  }

  /** Cuts all nodes off the store, or ends that. */
  void cutOff(boolean cut) {
    storeIsDown = cut;
    nodes.forEach(node -> node.cutOff(cut));
  }

  /** Lets the store go between the next response and its write. */
  void storeGoesInTheNextRequest() {
    storeGoes = true;
  }

  /** Lets a failover forget the lease and the write of the next request. */
  void failOver() {
    TokenRow row = shared.tokens().find(key()).orElseThrow();
    long epoch = shared.providers().find(key()).orElseThrow().epoch();
    shared.answer("TokenStore.lease", new Lease(epoch, row.fence() + 1, faults.among(1 << 30)));
    shared.answer("TokenStore.complete", true);
    failsOver = true;
  }

  private void endFailover() {
    shared.answer("TokenStore.lease", null);
    shared.answer("TokenStore.complete", null);
    failsOver = false;
  }

  private ProviderKey key() {
    return new ProviderKey("acme", provider.id().value());
  }

  /** Lets time pass: a request that is under way takes no longer because this machine is slow. */
  void pass(Duration duration) {
    Duration left = duration;
    while (isHolding() && left.compareTo(SLICE) > 0) { // who holds a write has each half second
      settle();
      time.pass(SLICE);
      left = left.minus(SLICE);
    }
    settle();
    time.pass(left);
  }

  private boolean isHolding() {
    return !storeIsDown && nodes.stream().anyMatch(SimulatedNode::isHolding);
  }

  private void settle() {
    soon(this::isQuiet);
  }

  /** Waits as {@link Eventually} does, but at first in shorter steps: a year has millions. */
  private static void soon(BooleanSupplier condition) {
    boolean held = condition.getAsBoolean();
    for (int i = 0; i < 50 && !held; i++) {
      LockSupport.parkNanos(100_000);
      held = condition.getAsBoolean();
    }
    if (!held) {
      Eventually.holds(condition);
    }
  }

  /** Nothing runs: no token request, and no write that is held and due to be tried. */
  private boolean isQuiet() {
    long holders = nodes.stream().filter(SimulatedNode::isHolding).count();
    return nodes.stream().allMatch(SimulatedNode::isQuiet) && time.tasksAfter(AGAIN) >= holders;
  }

  /** Makes a callout on one of the nodes; null when that one died meanwhile. */
  @Nullable Throwable call() {
    SimulatedNode node = nodes.get(faults.among(nodes.size()));
    int failovers = faults.happened(Fault.FAILOVER_LOSES_WRITE);
    CompletableFuture<CalloutCredentials> asked = node.call();
    await(node, asked);
    settle(); // also what it has started behind it
    if (faults.happened(Fault.FAILOVER_LOSES_WRITE) > failovers) {
      endFailover();
    }
    nodes.stream().filter(SimulatedNode::isDead).forEach(dead -> buried.add(dead.restart()));
    return asked.isCompletedExceptionally() ? catchThrowable(asked::join).getCause() : null;
  }

  private void await(SimulatedNode node, CompletableFuture<?> asked) {
    AtomicInteger quietLooks = new AtomicInteger();
    soon(
        () -> {
          boolean over = asked.isDone() || node.isDead();
          if (!over && isQuiet() && quietLooks.incrementAndGet() % LOOKS == 0) {
            time.pass(SLICE);
          }
          return over;
        });
  }

  /**
   * Tells whether the authorization is over, and the store says so; not so for a node that did not
   * hear of a new one.
   */
  boolean isOver() {
    if (storeIsDown) {
      return false;
    }
    StoredAuthorization known = shared.tokens().find(key()).orElseThrow().authorization();
    return known.continuation() == null
        && known.number() >= shared.providers().find(key()).orElseThrow().authorization();
  }

  /** An administrator types the refresh token of another authorization. */
  void authorizeAnew() {
    authorizations++;
    String next = rotating.authorize("typed-" + authorizations);
    nodes.get(0).node().edit(provider.id(), draft -> draft.refreshToken(next));
    pass(UNTIL_ALL_HEARD);
  }

  /** Returns what the clock of all nodes shows. */
  Instant now() {
    return time.instant();
  }

  @Override
  public void close() {
    nodes.forEach(node -> node.node().close());
    buried.forEach(CompletableFuture::join);
  }
}
