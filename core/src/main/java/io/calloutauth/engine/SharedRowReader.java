package io.calloutauth.engine;

import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.schedule.FairExecutor;
import io.calloutauth.schedule.FairQueue;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenRow;
import io.calloutauth.store.TokenStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A batch loader of shared token rows: what is asked for while a few reads are under way is read by
 * the next ones, many rows at once, and tenants take turns for their places in it. It takes none of
 * the places of token requests. Thread-safe; nothing of it runs on the threads of those who ask.
 */
final class SharedRowReader {

  /** How many reads are under way at once. */
  static final int PLACES = 4;

  /**
   * What was read.
   *
   * @param row the row; null when there is no such provider, or it could not be read
   * @param asked just before it was read
   * @param failure why it could not be read, or null when it was
   */
  record Reading(@Nullable TokenRow row, Moment asked, @Nullable Throwable failure) {

    /** Whatever a store throws of one row, it is that row's alone. */
    private Reading of(Ask ask) {
      return failure == null
          ? this
          : new Reading(row, asked, SharedRows.storeFailure("Provider " + ask.key().id(), failure));
    }
  }

  private record Ask(ProviderKey key, Consumer<Reading> then) {}

  private final SharedRows rows;
  private final Clocks clocks;
  private final Executor threads;
  private final FairExecutor tellers;
  private final FairQueue<Ask> waiting = new FairQueue<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private int reads;

  /**
   * Makes a reader.
   *
   * @param threads read rows: {@value #PLACES} at once
   * @param tellers run what goes on with a row
   */
  SharedRowReader(SharedRows rows, Clocks clocks, Executor threads, FairExecutor tellers) {
    this.rows = rows;
    this.clocks = clocks;
    this.threads = threads;
    this.tellers = tellers;
  }

  /**
   * Reads a row soon, unless the store is known to be down.
   *
   * @param anyway whether the store is asked even so
   * @param then goes on: with a row on a thread that it may block, and at once where there is
   *     nothing to read; throws nothing
   */
  void read(ProviderKey key, boolean anyway, Consumer<Reading> then) {
    StoreException known = anyway ? null : rows.findOutage();
    if (known == null) {
      read(key, then);
    } else {
      then.accept(new Reading(null, clocks.now(), known));
    }
  }

  /**
   * Reads a row soon.
   *
   * @param then goes on with it, on a thread that it may block; throws nothing
   */
  void read(ProviderKey key, Consumer<Reading> then) {
    underWay.incrementAndGet();
    Ask ask = new Ask(key, then);
    if (joins(ask)) {
      return;
    }
    try {
      threads.execute(this::readAll);
    } catch (RuntimeException | Error noThread) { // the machine is short of them, or it is over
      boolean waits = leaves(ask);
      stranded().forEach(each -> tell(each, new Reading(null, clocks.now(), noThread)));
      if (waits) {
        underWay.decrementAndGet();
        throw noThread;
      }
    }
  }

  /** Returns whether one of the reads that are under way goes on with it. */
  private synchronized boolean joins(Ask ask) {
    waiting.add(ask.key().tenant(), ask);
    boolean joins = reads == PLACES;
    reads += joins ? 0 : 1;
    return joins;
  }

  private synchronized boolean leaves(Ask ask) {
    reads--;
    return waiting.remove(ask.key().tenant(), ask);
  }

  /** Returns those who joined reads of which none got a thread. */
  private synchronized List<Ask> stranded() {
    return reads == 0 ? take(Integer.MAX_VALUE) : List.of();
  }

  private void readAll() {
    for (List<Ask> batch = next(); !batch.isEmpty(); batch = next()) {
      read(batch);
    }
  }

  private synchronized List<Ask> next() {
    List<Ask> batch = take(TokenStore.MOST_AT_ONCE);
    reads -= batch.isEmpty() ? 1 : 0;
    return batch;
  }

  private synchronized List<Ask> take(int most) {
    List<Ask> taken = new ArrayList<>();
    while (taken.size() < most && !waiting.isEmpty()) {
      taken.add(waiting.poll());
    }
    return taken;
  }

  private void read(List<Ask> batch) {
    Moment asked = clocks.now();
    try {
      Map<ProviderKey, TokenRow> found =
          rows.find(batch.stream().map(Ask::key).collect(Collectors.toSet()));
      batch.forEach(ask -> tell(ask, new Reading(found.get(ask.key()), asked, null)));
    } catch (RuntimeException | Error failure) {
      fail(batch, new Reading(null, asked, failure));
    }
  }

  /** A store that is down is so for all who wait; a row that cannot be read harms nobody else. */
  private void fail(List<Ask> batch, Reading failed) {
    boolean isDown = failed.failure() instanceof StoreException down && down.retryable();
    if (isDown) {
      batch.addAll(take(Integer.MAX_VALUE));
    }
    if (isDown || batch.size() == 1) {
      batch.forEach(ask -> tell(ask, failed.of(ask)));
    } else {
      batch.forEach(ask -> read(new ArrayList<>(List.of(ask))));
    }
  }

  /** To open a token may take its time: that is a turn of its tenant's. */
  private void tell(Ask ask, Reading reading) {
    try {
      tellers.of(ask.key().tenant()).execute(() -> hand(ask, reading));
    } catch (RuntimeException | Error noThread) {
      hand(ask, reading);
    }
  }

  /** What goes on with it is under way by then. */
  private void hand(Ask ask, Reading reading) {
    try {
      ask.then().accept(reading);
    } finally {
      underWay.decrementAndGet();
    }
  }

  /** Returns how many rows were asked for and not gone on with yet. */
  int underWay() {
    return underWay.get();
  }
}
