package io.calloutauth.memory;

import io.calloutauth.store.Continuation;
import io.calloutauth.store.ContinuationOutcome;
import io.calloutauth.store.Doubt;
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
    number = next.authorization();
    kept = new Kept(next, leaseFrom);
    doubt = null;
    if (next.authorizedBy() != null) {
      given = new Given(next.authorizedBy(), now);
    }
  }

  void end(long authorization) {
    number = authorization;
    kept = null;
    doubt = null;
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
