package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.provider.Vault;
import io.calloutauth.schedule.FairExecutor;
import io.calloutauth.schedule.World;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.LeaseResult;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.RevokeRequest;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenRequestOutcome;
import io.calloutauth.store.TokenRow;
import io.calloutauth.store.TokenStore;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.ScarceThreads;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SharedRowReaderTest {

  private final Deque<Runnable> threads = new ArrayDeque<>();
  private final CountingRows rows = new CountingRows();
  private final SharedRowReader reader = reader(threads::add);
  private final List<SharedRowReader.Reading> readings = new ArrayList<>();

  private SharedRowReader reader(Executor threads) {
    World world = new ManualWorld().world();
    SharedRows shared =
        new SharedRows(rows, new TokenVault(new Vault(SealingKeys.ephemeral())), world.clocks());
    return new SharedRowReader(
        shared, world.clocks(), threads, new FairExecutor(threads, 32, () -> {}));
  }

  private void read(String tenant, int id) {
    reader.read(new ProviderKey(tenant, "p" + id), readings::add);
  }

  private void runAll() {
    while (!threads.isEmpty()) {
      threads.removeFirst().run();
    }
  }

  @Test
  void twentyThousandRowsThatAreAskedForAtOnceAreReadInBatches() {
    for (int i = 0; i < 20_000; i++) {
      read("t" + i % 7, i);
    }

    runAll();

    assertThat(readings).hasSize(20_000).allMatch(reading -> reading.row() != null);
    assertThat(rows.queries).hasSize(20_000 / TokenStore.MOST_AT_ONCE);
  }

  @Test
  void aTenantsRowIsInTheNextBatchWhateverCrowdWaits() {
    for (int i = 0; i < 20_000; i++) {
      read("crowd", i);
    }
    read("acme", 0);

    runAll();

    assertThat(rows.queries.get(0)).contains(new ProviderKey("acme", "p0"));
  }

  @Test
  void oneRowIsReadAtOnce() {
    read("acme", 1);
    runAll();

    assertThat(rows.queries).containsExactly(List.of(new ProviderKey("acme", "p1")));
  }

  @Test
  void allWhoWaitHearThatTheStoreIsDown() {
    StoreException down = new StoreException("down", true, null);
    rows.failure = down;
    for (int i = 0; i < 250; i++) {
      read("acme", i);
    }
    runAll();
    assertThat(rows.queries).hasSizeLessThan(4);
    rows.failure = null;
    read("acme", 1);
    runAll();

    assertThat(readings).hasSize(251);
    assertThat(readings.subList(0, 250)).allMatch(reading -> reading.failure() == down);
    assertThat(readings.get(250).failure()).isNull();
  }

  @Test
  void aRowThatCannotBeReadHarmsNoOther() {
    rows.unreadable = new ProviderKey("acme", "p7");
    for (int i = 0; i < 50; i++) {
      read("acme", i);
    }
    runAll();

    assertThat(readings).hasSize(50);
    assertThat(readings).filteredOn(reading -> reading.failure() != null).hasSize(1);
    assertThat(readings).filteredOn(reading -> reading.row() != null).hasSize(49);
    assertThat(reader.underWay()).isZero();
  }

  @Test
  void whoAskedForARowWithoutAThreadHearsOfItAndTheNextIsRead() {
    ScarceThreads scarce = new ScarceThreads();
    SharedRowReader over = reader(scarce);
    scarce.failNext(1);
    List<Throwable> thrown = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      try {
        over.read(new ProviderKey("acme", "p" + i), readings::add);
      } catch (InternalError noThread) {
        thrown.add(noThread);
      }
    }

    assertThat(thrown).hasSize(1);
    assertThat(readings).hasSize(5);
  }

  /** Each read finds no thread, and the next one is asked for just before that is known. */
  @Test
  void whoJoinedReadsOfWhichNoneGotAThreadHearsOfItToo() {
    List<Throwable> thrown = new ArrayList<>();
    InternalError noThread = new InternalError("no thread");
    AtomicInteger started = new AtomicInteger();
    SharedRowReader[] over = new SharedRowReader[1];
    over[0] =
        reader(
            task -> {
              int before = started.getAndIncrement();
              if (before >= SharedRowReader.PLACES) {
                task.run();
                return;
              }
              askFor(over[0], before + 1, thrown);
              throw noThread;
            });
    askFor(over[0], 0, thrown);

    assertThat(thrown).hasSize(SharedRowReader.PLACES).containsOnly(noThread);
    assertThat(readings).hasSize(1).allMatch(reading -> reading.failure() == noThread);
    assertThat(over[0].underWay()).isZero();
  }

  private void askFor(SharedRowReader over, int id, List<Throwable> thrown) {
    try {
      over.read(new ProviderKey("acme", "p" + id), readings::add);
    } catch (InternalError noThread) {
      thrown.add(noThread);
    }
  }

  /** Rows of whoever is asked for; counts the queries. */
  private static final class CountingRows implements TokenStore {

    private final List<List<ProviderKey>> queries = new ArrayList<>();
    private @Nullable StoreException failure;
    private @Nullable ProviderKey unreadable;

    @Override
    public Map<ProviderKey, TokenRow> find(Collection<ProviderKey> keys) {
      queries.add(List.copyOf(keys));
      if (failure != null) {
        throw failure;
      }
      if (unreadable != null && keys.contains(unreadable)) {
        throw new IllegalStateException("unreadable");
      }
      Map<ProviderKey, TokenRow> found = new HashMap<>();
      keys.forEach(key -> found.put(key, TokenRow.EMPTY));
      return found;
    }

    @Override
    public Optional<TokenRow> find(ProviderKey key) {
      throw new AssertionError("read alone");
    }

    @Override
    public LeaseResult lease(ProviderKey key, LeaseRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean complete(ProviderKey key, Lease lease, TokenRequestOutcome outcome) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean revoke(ProviderKey key, RevokeRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ProviderKey> claimDue(Duration duration, Set<String> notOf) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean putOffDue(ProviderKey key, TokenRow read, Duration due) {
      throw new UnsupportedOperationException();
    }
  }
}
