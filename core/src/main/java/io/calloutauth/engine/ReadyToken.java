package io.calloutauth.engine;

import io.calloutauth.engine.TokenVault.OpenedToken;
import io.calloutauth.oauth.GrantDetails;
import io.calloutauth.oauth.Secret;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.store.Lease;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A token that callouts may carry. Immutable; {@link #toString()} hides the token. */
final class ReadyToken {

  private static final String SCHEME = "Bearer ";

  // Transient: JSON libraries that read fields leave it out.
  private final transient String header;

  // Its validity, as numbers: a token lies on the way of every callout and is kept for long, and
  // objects between would cost both.
  private final long staleNanos;
  private final long staleMillis;
  private final long expiredNanos;
  private final long expiredMillis;

  private final ProviderEntry entry;

  // Its lease, as numbers likewise: its epoch is the entry's.
  private final long fence;
  private final long owner;
  private final GrantDetails grant;

  /** Makes a token of what was opened or issued. */
  ReadyToken(OpenedToken token, Validity validity, GrantDetails grant) {
    this.header = SCHEME + token.token().reveal();
    this.entry = token.entry();
    this.fence = token.lease().fence();
    this.owner = token.lease().owner();
    this.staleNanos = validity.stale().nanos();
    this.staleMillis = validity.stale().millis();
    this.expiredNanos = validity.expired().nanos();
    this.expiredMillis = validity.expired().millis();
    this.grant = Objects.requireNonNull(grant, "grant");
  }

  /** Returns the same token, due for renewal from another moment on. */
  ReadyToken staleFrom(Moment stale) {
    return new ReadyToken(opened(), new Validity(stale, expired()), grant);
  }

  /** Returns the value of the Authorization header (RFC 6750 section 2.1). */
  String header() {
    return header;
  }

  Secret token() {
    return Secret.of(header.substring(SCHEME.length()));
  }

  /** Returns it with the entry that it belongs to. */
  OpenedToken opened() {
    return OpenedToken.of(entry, token(), lease());
  }

  /** Returns from when on it is unusable. */
  Moment expired() {
    return new Moment(expiredNanos, expiredMillis);
  }

  /** Tells whether it may not be used any more. Allocates nothing. */
  boolean isExpired(long nanos, long millis) {
    return Moment.reached(expiredNanos, expiredMillis, nanos, millis);
  }

  /** Tells whether it is usable and not due for renewal. Allocates nothing. */
  boolean isFresh(long nanos, long millis) {
    return !Moment.reached(staleNanos, staleMillis, nanos, millis);
  }

  String providerId() {
    return entry.id();
  }

  /** Returns the lease under which it is stored: another one is another token's. */
  Lease lease() {
    return fence == 0 ? Lease.NONE : new Lease(entry.epoch(), fence, owner);
  }

  /**
   * Tells whether this token came after another. After a failover that lost commits, the later one
   * may have the lower fence.
   */
  boolean isLaterThan(ReadyToken other) {
    return !lease().equals(other.lease())
        && (fence > other.fence || expired().isAfter(other.expired()));
  }

  GrantDetails grant() {
    return grant;
  }

  boolean sameBearer(ReadyToken other) {
    return header.equals(other.header);
  }

  @Override
  public String toString() {
    return "ReadyToken[fence=" + fence + "]";
  }

  /**
   * The cache of one slot's token, as its routes carry it: a route caches the slot's own token and
   * no other, and none once the slot has another or none. Thread-safe.
   */
  static final class CarriedTokens {

    /**
     * One route's place in the cache.
     *
     * @param <C> what callouts carry
     */
    static class Place<C> {

      /** A racy cache: of two that carry one token either is as good. */
      private @Nullable C latest;

      private boolean dropped;

      /** Returns what callouts carry, or null when that is to be made. */
      final @Nullable C latest() {
        return latest;
      }
    }

    /** The first place, by itself: nearly every slot has one at most, and there are thousands. */
    private @Nullable Place<?> first;

    private @Nullable Set<Place<?>> others;
    private @Nullable ReadyToken current;

    /** Caches what carries a token, unless the place or the token is the slot's no more. */
    synchronized <C> void cache(Place<C> place, ReadyToken token, C carried) {
      if (token == current && !place.dropped) {
        place.latest = carried;
        add(place);
      }
    }

    private void add(Place<?> place) {
      if (first == null) {
        first = place;
      } else if (place != first) {
        others = others == null ? new HashSet<>() : others;
        others.add(place);
      }
    }

    /** Replaces the slot's token, by null for none: no route caches another from here on. */
    synchronized void replace(@Nullable ReadyToken token) {
      if (token != current) {
        clear();
      }
      current = token;
    }

    private void clear() {
      if (first != null) {
        first.latest = null;
      }
      if (others != null) {
        others.forEach(place -> place.latest = null);
      }
      first = null;
      others = null;
    }

    /** Empties a place that is no more, for good. */
    synchronized void drop(Place<?> place) {
      place.dropped = true;
      place.latest = null;
      if (place == first) {
        first = null;
      }
      if (others != null) {
        others.remove(place);
      }
    }
  }
}
