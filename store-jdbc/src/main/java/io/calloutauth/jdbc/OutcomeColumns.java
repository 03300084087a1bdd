package io.calloutauth.jdbc;

import io.calloutauth.store.Continuation;
import io.calloutauth.store.ContinuationOutcome;
import io.calloutauth.store.Lease;
import io.calloutauth.store.TokenContent;
import io.calloutauth.store.TokenRequestOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a token row that a token request's outcome sets, all in one update. Not
 * thread-safe.
 */
final class OutcomeColumns {

  /** Ends an authorization: its number is the one value. */
  static final String ENDED =
      ", refresh_no = ?, refresh_kid = NULL, refresh_sealed = NULL, refresh_at = 0,"
          + " refresh_ends_at = 0, refresh_due_from = 0, refresh_due_at = 0, doubt_no = 0,"
          + " doubt_since = 0";

  private final StringBuilder assignments = new StringBuilder();
  private final List<@Nullable Object> values = new ArrayList<>();
  private final Lease lease;

  OutcomeColumns(Lease lease, TokenRequestOutcome outcome) {
    this.lease = lease;
    set("format = ?", outcome.format());
    token(outcome.token());
    failure(outcome.failure());
    continuation(outcome.continuation());
    set(
        ", last_attempt_at = ${now}, next_attempt_at = ${now} + ?, lease_until = 0",
        TokenWrites.millis(outcome.pause()));
  }

  /** Returns what stands after SET. */
  String assignments() {
    return assignments.toString();
  }

  /** Returns a copy of the values. */
  List<@Nullable Object> values() {
    return new ArrayList<>(values);
  }

  private void set(String columns, @Nullable Object... with) {
    assignments.append(columns);
    values.addAll(Arrays.asList(with));
  }

  private void token(@Nullable TokenContent token) {
    if (token == null) {
      return;
    }
    Limits.keyId(token.sealed().keyId());
    Limits.credential(token.credential());
    Limits.boundTo(token.boundTo());
    set(", sealed = ?, kid = ?", token.sealed().text(), token.sealed().keyId());
    set(
        ", token_epoch = ?, token_fence = ?, token_owner = ?",
        lease.epoch(),
        lease.fence(),
        lease.owner());
    set(
        ", issued_at = lease_from, expires_at = lease_from + ?, revoked_at = 0",
        token.lifetime().toMillis());
    set(", scope = ?, warnings = ?", token.scope(), JsonText.array(token.warnings()));
    set(", credential = ?, bound_to = ?", token.credential(), token.boundTo());
  }

  private void failure(TokenRequestOutcome.@Nullable Failure failure) {
    if (failure == null) {
      set(", failure = NULL, failure_epoch = 0, failing_since = 0, attempts = 0");
      return;
    }
    set(
        ", failure = ?, failure_epoch = ?, attempts = ?,"
            + " failing_since = CASE WHEN failing_since = 0 THEN ${now} ELSE failing_since END",
        failure.failure(),
        lease.epoch(),
        failure.attempts());
  }

  private void continuation(ContinuationOutcome outcome) {
    if (outcome instanceof Continuation next) {
      continuation(next);
    } else if (outcome instanceof ContinuationOutcome.Ended ended) {
      set(ENDED, ended.authorization());
    } else if (outcome == ContinuationOutcome.Stays.WITHOUT_DOUBT) {
      set(", doubt_no = 0, doubt_since = 0");
    }
  }

  private void continuation(Continuation next) {
    Limits.keyId(next.sealed().keyId());
    set(
        ", refresh_no = "
            + (next.authorizedBy() == null ? "?" : "greatest(?, ${now})")
            + ", refresh_kid = ?, refresh_sealed = ?, refresh_at = lease_from,"
            + " doubt_no = 0, doubt_since = 0",
        next.authorization(),
        next.sealed().keyId(),
        next.sealed().text());
    offset(", refresh_ends_at = ", next.endsIn());
    set(", refresh_due_from = lease_from");
    offset(", refresh_due_at = ", next.dueIn());
    if (next.authorizedBy() != null) {
      Limits.actor(next.authorizedBy());
      set(", authorized_by = ?, authorized_at = ${now}", next.authorizedBy());
    }
  }

  /** Counted from when it came, however long the outcome waited to be written. */
  private void offset(String column, @Nullable Duration length) {
    if (length == null) {
      set(column + "0");
    } else {
      set(column + "lease_from + ?", TokenWrites.millis(length));
    }
  }
}
