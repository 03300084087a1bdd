package io.calloutauth.jdbc;

import io.calloutauth.store.Claim;
import io.calloutauth.store.ClaimStore;
import io.calloutauth.store.ProviderKey;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps claims in a table, in transactions that are never the host's.
 *
 * <ol>
 *   <li>A claim that ran out is taken over by one conditional update; the first of its name is made
 *       by an insertion that the primary key decides.
 *   <li>One that was taken in the future, as a clock that stepped back leaves it, ran out.
 *   <li>A row is made while its provider is kept from deletion, and goes with it.
 * </ol>
 */
final class JdbcClaims implements ClaimStore {

  private static final SecureRandom RANDOM = new SecureRandom();

  private static final String OF_WORK = " WHERE tenant = ? AND provider_id = ? AND name = ?";

  private static final String OVER =
      "(claimed_until <= ${now} OR claimed_from > ${now} + " + TokenRows.MOST_AHEAD_MILLIS + ")";

  private final Transactions transactions;

  JdbcClaims(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Optional<Claim> claim(ProviderKey provider, String name, Duration duration) {
    Limits.claim(name);
    Claim claim = new Claim(provider, name, RANDOM.nextLong());
    return transactions.run(
        session ->
            isTakenOver(session, claim, duration) || isFirst(session, claim, duration)
                ? Optional.of(claim)
                : Optional.empty());
  }

  private static boolean isTakenOver(Session session, Claim claim, Duration duration)
      throws SQLException {
    return session.update(
            "UPDATE ${claim} SET owner = ?, claimed_from = ${now}, claimed_until = ${now} + ?"
                + OF_WORK
                + " AND "
                + OVER,
            claim.owner(),
            TokenWrites.millis(duration),
            claim.provider().tenant(),
            claim.provider().id(),
            claim.name())
        > 0;
  }

  private static boolean isFirst(Session session, Claim claim, Duration duration)
      throws SQLException {
    ProviderKey key = claim.provider();
    return !session.any(
            "SELECT owner FROM ${claim}" + OF_WORK, key.tenant(), key.id(), claim.name())
        && Deletions.lockAgainst(session, key)
        && session.updateUnlessTaken(
                "INSERT INTO ${claim}"
                    + " (tenant, provider_id, name, owner, claimed_from, claimed_until)"
                    + " VALUES (?, ?, ?, ?, ${now}, ${now} + ?)",
                key.tenant(),
                key.id(),
                claim.name(),
                claim.owner(),
                TokenWrites.millis(duration))
            > 0;
  }

  @Override
  public boolean extend(Claim claim, Duration duration) {
    return transactions.run(
            session ->
                session.update(
                    "UPDATE ${claim} SET claimed_from = ${now}, claimed_until = ${now} + ?"
                        + OF_WORK
                        + " AND owner = ?",
                    TokenWrites.millis(duration),
                    claim.provider().tenant(),
                    claim.provider().id(),
                    claim.name(),
                    claim.owner()))
        > 0;
  }

  @Override
  public int sweep() {
    return transactions.run(session -> session.update("DELETE FROM ${claim} WHERE " + OVER));
  }
}
