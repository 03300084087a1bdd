package io.calloutauth.memory;

import io.calloutauth.store.Continuation;
import io.calloutauth.store.ContinuationOutcome;
import io.calloutauth.store.Doubt;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.StoredAuthorization;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one token row knows of its authorization; guarded by its tenant's lock. */
final class MemoryAuthorization {

  private long number;
  private @Nullable Kept kept;
  private @Nullable Marked doubt;
  private @Nullable Given given;
  private @Nullable Span idle;

  private record Kept(Continuation continuation, Instant from) {}

  private record Marked(long authorization, Instant since) {}

  private record Given(String actor, Instant at) {}

  /** Marks the doubt about an authorization, unless it is there already; 0 is none. */
  void markDoubt(long authorization, Instant now) {
    boolean there = doubt != null && doubt.authorization() == authorization;
    if (authorization != 0 && !there) {
      doubt = new Marked(authorization, now);
    }
  }

  void complete(ContinuationOutcome outcome, Instant leaseFrom, Instant now) {
    if (outcome instanceof Continuation next) {
      keep(next, leaseFrom, now);
    } else if (outcome instanceof ContinuationOutcome.Ended ended) {
      end(ended.authorization());
    } else if (outcome == ContinuationOutcome.Stays.WITHOUT_DOUBT) {
      doubt = null;
    }
  }

  private void keep(Continuation next, Instant leaseFrom, Instant now) {
    boolean isNew = next.authorizedBy() != null;
    number = isNew ? Math.max(next.authorization(), now.toEpochMilli()) : next.authorization();
    kept = new Kept(next, leaseFrom);
    doubt = null;
    idle = next.dueIn() == null ? null : new Span(leaseFrom, next.dueIn());
    if (next.authorizedBy() != null) {
      given = new Given(next.authorizedBy(), now);
    }
  }

  void end(long authorization) {
    number = authorization;
    kept = null;
    doubt = null;
    idle = null;
  }

  /** Returns the sealed continuation that is not over; null when there is none. */
  @Nullable Sealed continuation(Instant now) {
    if (kept == null) {
      return null;
    }
    Duration endsIn = kept.continuation().endsIn();
    boolean isOver = endsIn != null && new Span(kept.from(), endsIn).isOver(now);
    return isOver ? null : kept.continuation().sealed();
  }

  /** Returns the number of the authorization that the row has. */
  long number() {
    return number;
  }

  /** Puts a sealed value in the place of the one that was read. */
  boolean reseal(Sealed read, Sealed now) {
    if (kept == null || !kept.continuation().sealed().equals(read)) {
      return false;
    }
    Continuation before = kept.continuation();
    Continuation next =
        Continuation.builder(before.authorization(), now)
            .endsIn(before.endsIn())
            .dueIn(before.dueIn())
            .build();
    kept = new Kept(next, kept.from());
    return true;
  }

  /** Returns whether the continuation is due at some time. */
  boolean isEverDue() {
    return idle != null;
  }

  /** Returns whether the continuation is due, and makes it due again only after a time. */
  boolean claimDue(Duration duration, Instant now) {
    boolean isDue = idle != null && idle.isOver(now);
    if (isDue) {
      idle = new Span(now, duration);
    }
    return isDue;
  }

  /** Makes a continuation that is due at some time due after another; returns false for others. */
  boolean putOffDue(Duration due, Instant now) {
    if (idle == null) {
      return false;
    }
    idle = new Span(now, due);
    return true;
  }

  StoredAuthorization shown(Instant now) {
    StoredAuthorization.Builder shown = StoredAuthorization.builder(number);
    if (kept != null) {
      Duration endsIn = kept.continuation().endsIn();
      shown
          .continuation(kept.continuation().sealed(), Duration.between(kept.from(), now))
          .endsIn(endsIn == null ? null : new Span(kept.from(), endsIn).left(now));
    }
    if (doubt != null) {
      shown.doubt(new Doubt(doubt.authorization(), Span.since(doubt.since(), now)));
    }
    if (given != null) {
      shown.authorized(given.actor(), Span.since(given.at(), now));
    }
    return shown.build();
  }
}
