package io.calloutauth.engine;

import io.calloutauth.schedule.Clocks.Moment;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The cache's list of writes that wait for the commit of a host's transaction, of one tenant. Until
 * then the store shows what was before them, and that may be over at any moment: it is read again
 * after a second.
 *
 * <ol>
 *   <li>A write ends when a read shows it, or shows another binding than the first read did: until
 *       the commit nobody else can change the row. Or after 15 minutes, as a rollback is never
 *       heard of. That a change of its subject is heard of ends nothing: the token may have been
 *       revoked meanwhile, and what was heard of once is read again later.
 *   <li>More writes than a bound are kept as one, of everything the tenant has.
 * </ol>
 *
 * Thread-safe.
 */
final class UncommittedWrites {

  /** How long what was read serves. */
  static final Duration READ_AGAIN = Duration.ofSeconds(1);

  /** The longest transaction of a host's that is waited for. */
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private static final int MOST = 10_000;

  private final Map<String, Write<String>> bindings = new HashMap<>();
  private final Map<String, Write<Long>> providers = new HashMap<>();
  private final Map<String, Moment> readAgain = new HashMap<>();
  private @Nullable Moment purgedUntil;
  private @Nullable Moment overfullUntil;

  /** One write; what a read must show for it to be committed. */
  private record Write<S>(Predicate<S> shown, Moment until) {

    static <S> Write<S> of(Predicate<S> shown, Moment now) {
      return new Write<>(shown, now.plus(LONGEST));
    }
  }

  /** Tells a binding that was written, or another one than was read first. */
  private static final class OtherBinding implements Predicate<String> {

    private final String written;
    private @Nullable String first;

    OtherBinding(String written) {
      this.written = written;
    }

    @Override
    public boolean test(String read) {
      if (first == null) {
        first = read;
      }
      return read.equals(written) || !read.equals(first);
    }
  }

  /**
   * Notes that a notification was bound.
   *
   * @param providerId the provider; empty when it is bound to none now
   */
  synchronized void addBinding(String notificationId, String providerId, Moment now) {
    add(bindings, notificationId, Write.of(new OtherBinding(providerId), now), now);
  }

  /**
   * Notes that a provider was written.
   *
   * @param version its version since then; 0 when it was deleted
   */
  synchronized void addProvider(String providerId, long version, Moment now) {
    Predicate<Long> shown = read -> version == 0 ? read == 0 : read >= version;
    add(providers, providerId, Write.of(shown, now), now);
  }

  /** Notes that everything was removed. */
  synchronized void addPurge(Moment now) {
    purgedUntil = now.plus(LONGEST);
  }

  private <S> void add(Map<String, Write<S>> writes, String id, Write<S> write, Moment now) {
    if (bindings.size() + providers.size() < MOST || writes.containsKey(id)) {
      writes.put(id, write);
    } else {
      overfullUntil = now.plus(LONGEST);
    }
  }

  /**
   * Takes in what was read of a binding, and returns whether that may be over at any moment.
   *
   * @param providerId the provider; empty when it is bound to none
   */
  synchronized boolean isPassing(String notificationId, String providerId, Moment now) {
    return isPassing(bindings, notificationId, providerId, now);
  }

  /**
   * Takes in what was read of a provider, and returns whether that may be over at any moment.
   *
   * @param version its version; 0 when there is none
   */
  synchronized boolean isPassing(String providerId, long version, Moment now) {
    boolean passing = isPassing(providers, providerId, version, now);
    if (passing) {
      readAgain.put(providerId, now.plus(READ_AGAIN));
    } else {
      readAgain.remove(providerId);
    }
    return passing;
  }

  private <S> boolean isPassing(Map<String, Write<S>> writes, String id, S read, Moment now) {
    Write<S> write = writes.get(id);
    if (write != null && (reached(write.until, now) || write.shown.test(read))) {
      writes.remove(id);
      write = null;
    }
    return write != null || isAllPassing(now);
  }

  /**
   * Takes in what was read of a binding, and returns when it is to be read again; null when a
   * change will tell.
   *
   * @param providerId the provider; empty when it is bound to none
   */
  synchronized @Nullable Moment readAgain(String notificationId, String providerId, Moment now) {
    return isPassing(notificationId, providerId, now) ? now.plus(READ_AGAIN) : null;
  }

  /** Returns whether a notification is bound to a provider by a write that waits. */
  synchronized boolean isBinding(String notificationId) {
    Write<String> write = bindings.get(notificationId);
    return write != null
        && write.shown() instanceof OtherBinding binding
        && !binding.written.isEmpty();
  }

  /** Returns when a provider is to be read again; null when a change will tell. */
  synchronized @Nullable Moment readAgain(String providerId, Moment now) {
    return isPassing(providerId, now) ? now.plus(READ_AGAIN) : null;
  }

  /** Returns whether what was read of a provider may be over at any moment. */
  synchronized boolean isPassing(String providerId, Moment now) {
    Write<Long> write = providers.get(providerId);
    return (write != null && !reached(write.until, now)) || isAllPassing(now);
  }

  /** Returns whether a provider is to be read again before it is used. */
  synchronized boolean isDue(String providerId, Moment now) {
    Moment again = readAgain.get(providerId);
    return isPassing(providerId, now) && (again == null || reached(again, now));
  }

  /** Hears that the tenant was purged. */
  synchronized void hearPurge() {
    purgedUntil = null;
  }

  /** Drops what is over. */
  synchronized void sweep(Moment now) {
    bindings.values().removeIf(write -> reached(write.until, now));
    providers.values().removeIf(write -> reached(write.until, now));
    readAgain.values().removeIf(again -> reached(again, now));
    if (!isAllPassing(now)) {
      purgedUntil = null;
      overfullUntil = null;
    }
  }

  synchronized boolean isEmpty() {
    return bindings.isEmpty()
        && providers.isEmpty()
        && purgedUntil == null
        && overfullUntil == null;
  }

  private boolean isAllPassing(Moment now) {
    return isBefore(purgedUntil, now) || isBefore(overfullUntil, now);
  }

  private static boolean isBefore(@Nullable Moment until, Moment now) {
    return until != null && !reached(until, now);
  }

  private static boolean reached(Moment moment, Moment now) {
    return moment.reached(now.nanos(), now.millis());
  }
}
