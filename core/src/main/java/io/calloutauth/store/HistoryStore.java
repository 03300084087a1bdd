package io.calloutauth.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps history: what happened to a tenant's providers and notifications, for whoever asks later.
 * Rows outlive their provider, and go by their age, by their number, and with their tenant. A
 * change's own row is written by {@link Store#recording}.
 *
 * <p>Thread-safe; every method may block, and joins the host's transaction where the store supports
 * that. No node hears of a row as a change. Times are the store's.
 *
 * @see Store
 */
public interface HistoryStore {

  /** Keeps nothing, and has nothing to show. */
  HistoryStore NONE =
      new HistoryStore() {
        @Override
        public void write(List<HistoryNote> notes, int most) {}

        @Override
        public void trim(ProviderKey provider, int most) {}

        @Override
        public Page<HistoryRow> list(
            ProviderKey provider, Period period, @Nullable String after, int limit) {
          return Page.of(List.of(), null);
        }

        @Override
        public Page<HistoryRow> list(
            String tenant,
            String notificationId,
            Period period,
            @Nullable String after,
            int limit) {
          return Page.of(List.of(), null);
        }

        @Override
        public int sweep(Duration age) {
          return 0;
        }
      };

  /**
   * A stretch of time.
   *
   * @param since its start, which belongs to it; null for no start
   * @param until its end, which does not; null for no end
   */
  record Period(@Nullable Instant since, @Nullable Instant until) {
    /** All time. */
    public static final Period ALL = new Period(null, null);
  }

  /**
   * Where a page of history ended, as {@link Page#next()} tells it.
   *
   * @param lastAt when the last row of it happened last, in milliseconds since 1970
   * @param number a number of that row's, which is higher than those of rows that were made before
   */
  record Position(long lastAt, long number) {

    /**
     * Reads a position.
     *
     * @throws IllegalArgumentException when the text is none
     */
    public static Position read(String text) {
      int colon = text.indexOf(':');
      try {
        return new Position(
            Long.parseLong(text.substring(0, Math.max(0, colon))),
            Long.parseLong(text.substring(colon + 1)));
      } catch (NumberFormatException other) {
        throw new IllegalArgumentException("no page of history ended there", other);
      }
    }

    /** Returns the text that is read back. */
    public String text() {
      return lastAt + ":" + number;
    }
  }

  /**
   * Writes what happened, in this order for each provider. What is about a provider that is not
   * there is left out. Nodes that count into one row at the same moment lose no count.
   *
   * @param most how many rows a provider may have after that, and as many that are about its
   *     notifications: those that happened last; all that is about no provider counts as one
   *     provider's
   */
  void write(List<HistoryNote> notes, int most);

  /**
   * Removes the rows of a provider, whether it is there or not, that are more than it may have.
   *
   * @param provider an empty id stands for what is about no provider
   * @param most how many it may have, as in {@link #write}
   */
  void trim(ProviderKey provider, int most);

  /**
   * Returns a page of what happened to a provider, be it deleted or not; the last row that happened
   * comes first. One that happens once more meanwhile comes to the first page.
   *
   * @param period what is listed happened in it, or before and after
   * @param after the {@link Page#next()} of the page before, or null for the first page
   * @param limit how many at most; at least 1
   * @throws IllegalArgumentException when no page ended there
   */
  Page<HistoryRow> list(ProviderKey provider, Period period, @Nullable String after, int limit);

  /** Returns a page of what happened to a notification, as that of a provider is. */
  Page<HistoryRow> list(
      String tenant, String notificationId, Period period, @Nullable String after, int limit);

  /**
   * Removes rows of all tenants that happened too long ago for the last time; maybe not all of them
   * at once.
   *
   * @return how many were removed; not 0 as long as there are more
   */
  int sweep(Duration age);
}
