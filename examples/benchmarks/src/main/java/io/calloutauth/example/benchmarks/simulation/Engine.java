package io.calloutauth.example.benchmarks.simulation;

import io.calloutauth.CalloutAuth;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.engine.RouteToken;
import io.calloutauth.engine.TenantTokens;
import io.calloutauth.engine.TokenEngine;
import io.calloutauth.engine.TokenEngine.Activity;
import io.calloutauth.engine.TokenEngineBuilder;
import io.calloutauth.engine.TokenOutcome.CalloutOutcome;
import io.calloutauth.example.benchmarks.subject.CalloutAuthSubject;
import io.calloutauth.example.benchmarks.subject.Setting;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.Vault;
import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.World;
import io.calloutauth.schedule.World.Timer;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** The token engine of one node, without a network or a database. Thread-safe. */
public final class Engine implements AutoCloseable {

  private static final long SHORTLY = 20_000;
  private static final String TENANT = "default";
  private static final URI ENDPOINT = URI.create("https://login.example.com/oauth2/token");

  private final TokenEngine<Carried> engine;
  private final TenantTokens<Carried> tokens;

  /**
   * Starts an engine.
   *
   * @param held how many providers it may hold tokens of
   */
  public Engine(InstantClient client, World world, int held) {
    SealingKeys keys = keys();
    this.engine =
        new TokenEngineBuilder(
                new CopyingStore(template(keys)),
                client,
                PublicEndpoints.builder().build(),
                new Vault(new ConstantCipher(keys)))
            .world(world)
            .tokensHeld(held)
            .build(Carried::new);
    this.tokens = engine.tenant(TENANT);
  }

  /** Returns the machine's clocks with a timer that forgets: nothing is done later. */
  public static World withoutTimer() {
    return new World(
        Clocks.system(), new Forgetful(), () -> ThreadLocalRandom.current().nextDouble());
  }

  private static final class Carried extends RouteToken {

    Carried(Seed seed) {
      super(seed);
    }
  }

  private static final class Forgetful implements Timer {

    @Override
    public Runnable after(Duration delay, Runnable task) {
      return () -> {};
    }

    @Override
    public void close() {}
  }

  /** Returns keys as a host would have them: their ids are part of what is kept. */
  private static SealingKeys keys() {
    String bits = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);
    return SealingKeys.parse(
        "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"2026-11\",\"k\":\"%s\"}]}".formatted(bits));
  }

  /** Returns a row as the library itself writes it. */
  private static ProviderRow template(SealingKeys keys) {
    MemoryStore store = MemoryStore.create();
    try (CalloutAuth auth = CalloutAuth.builder(store).cipher(keys).build()) {
      Provider made =
          auth.providers().create(CalloutAuthSubject.provider(Setting.single(ENDPOINT), 0));
      return store.providers().find(new ProviderKey(TENANT, made.id().toString())).orElseThrow();
    }
  }

  /** Has the first tokens of some notifications' providers fetched, all at once. */
  public void obtain(Collection<String> notificationIds) {
    List<CompletableFuture<CalloutOutcome<Carried>>> outcomes =
        notificationIds.stream().map(id -> tokens.request(id, Setting.TARGET)).toList();
    for (CompletableFuture<CalloutOutcome<Carried>> outcome : outcomes) {
      if (outcome.join().credentials() == null) {
        throw new IllegalStateException("no token: " + outcome.join());
      }
    }
  }

  /** Makes a callout of a notification that has a usable token; a stale one is renewed behind. */
  public void use(String notificationId) {
    if (tokens.findHeld(notificationId, Setting.TARGET) == null) {
      throw new IllegalStateException("there is no usable token");
    }
  }

  /** Waits until nothing is under way. */
  public void settle() {
    for (Activity now = engine.activity();
        now.running() + now.waiting() > 0;
        now = engine.activity()) {
      LockSupport.parkNanos(SHORTLY);
    }
  }

  /** Returns how many providers' tokens are held. */
  public int held() {
    return engine.activity().tokensHeld();
  }

  @Override
  public void close() {
    engine.close();
  }
}
