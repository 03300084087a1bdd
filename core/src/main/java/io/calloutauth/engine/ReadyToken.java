package io.calloutauth.engine;

import io.calloutauth.oauth.Secret;
import io.calloutauth.store.Lease;
import java.util.Objects;

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

  private final ProviderEntry row;

  // Its lease, as numbers likewise: its epoch is the row's.
  private final long fence;
  private final long owner;
  private final GrantDetails grant;

  /** Makes a token of what was opened or issued. */
  ReadyToken(OpenedToken token, Validity validity, GrantDetails grant) {
    this.header = SCHEME + token.token().reveal();
    this.row = token.row();
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

  /** Returns it with the row that it belongs to. */
  OpenedToken opened() {
    return OpenedToken.of(row, token(), lease());
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
    return row.id();
  }

  /** Returns the lease under which it is stored: another one is another token's. */
  Lease lease() {
    return fence == 0 ? Lease.NONE : new Lease(row.epoch(), fence, owner);
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
}
