package io.calloutauth.memory;

import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.LeaseResult;
import io.calloutauth.store.RevokeRequest;
import io.calloutauth.store.StoredFailure;
import io.calloutauth.store.StoredToken;
import io.calloutauth.store.TokenContent;
import io.calloutauth.store.TokenRequestOutcome;
import io.calloutauth.store.TokenRow;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One provider's token, and who may write it; guarded by its tenant's lock.
 *
 * <ol>
 *   <li>A lease is taken against the fence and owner that were read, and changes both: of all who
 *       read the same, one gets it.
 *   <li>A result is written under the fence and owner of its lease: who lost the lease, to time, to
 *       another epoch or to a revocation, writes nothing.
 *   <li>A lease that runs stops all others but those of another epoch. One that is over stops
 *       nobody, and one from the future, which a clock that stepped back leaves behind, is over.
 * </ol>
 */
final class MemoryToken {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final MemoryAuthorization authorization = new MemoryAuthorization();
  private long fence;
  private long epoch;
  private long owner;
  private Span lease = Span.NONE;
  private Span pause = Span.NONE;
  private @Nullable KeptToken token;
  private @Nullable KeptFailure failure;
  private @Nullable Instant revokedAt;
  private int format;

  private record KeptToken(Lease lease, TokenContent token, Instant from) {}

  private record KeptFailure(long epoch, TokenRequestOutcome.Failure failure, Instant since) {}

  LeaseResult lease(LeaseRequest request, Instant now) {
    boolean held = request.epoch() == epoch && lease.runs(now) && !request.takesOver();
    if (!isAs(request.readFence(), request.readOwner()) || held) {
      return LeaseResult.Refusal.HELD;
    }
    fence++;
    epoch = request.epoch();
    owner = RANDOM.nextLong();
    lease = new Span(now, request.duration());
    authorization.markDoubt(request.doubtAbout(), now);
    return new Lease(epoch, fence, owner);
  }

  boolean complete(Lease held, TokenRequestOutcome outcome, Instant now) {
    if (!isAs(held.fence(), held.owner())) {
      return false;
    }
    if (outcome.token() != null) {
      token = new KeptToken(held, outcome.token(), lease.from());
      revokedAt = null;
    }
    authorization.complete(outcome.continuation(), lease.from(), now);
    format = outcome.format();
    failure = outcome.failure() == null ? null : failed(held, outcome.failure(), now);
    pause = new Span(now, outcome.pause());
    release();
    return true;
  }

  boolean revoke(RevokeRequest request, Instant now) {
    if (!isAs(request.readFence(), request.readOwner())) {
      return false;
    }
    if (request.authorization() != 0) {
      authorization.end(request.authorization());
    }
    fence++;
    owner = RANDOM.nextLong();
    token = null;
    revokedAt = now;
    release();
    return true;
  }

  boolean putOffDue(TokenRow read, Duration due, Instant now) {
    return isAs(read.fence(), read.owner()) && authorization.putOffDue(due, now);
  }

  TokenRow row(Instant now) {
    return TokenRow.builder()
        .fence(fence)
        .owner(owner)
        .lease(epoch, lease.runs(now) ? lease.left(now) : Duration.ZERO)
        .token(token == null ? null : shown(token, now))
        .failure(failure == null ? null : shown(failure, now))
        .pause(pause.left(now))
        .sinceRevoked(revokedAt == null ? null : Span.since(revokedAt, now))
        .authorization(authorization.shown(now))
        .format(format)
        .build();
  }

  MemoryAuthorization authorization() {
    return authorization;
  }

  private boolean isAs(long readFence, long readOwner) {
    return readFence == fence && readOwner == owner;
  }

  private KeptFailure failed(Lease held, TokenRequestOutcome.Failure last, Instant now) {
    return new KeptFailure(held.epoch(), last, failure == null ? now : failure.since());
  }

  private void release() {
    lease = new Span(lease.from(), Duration.ZERO);
  }

  private static StoredToken shown(KeptToken kept, Instant now) {
    return StoredToken.of(kept.lease(), kept.token(), Duration.between(kept.from(), now));
  }

  private static StoredFailure shown(KeptFailure kept, Instant now) {
    return StoredFailure.of(kept.epoch(), kept.failure(), Span.since(kept.since(), now));
  }
}
