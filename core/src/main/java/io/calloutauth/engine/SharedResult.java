package io.calloutauth.engine;

import io.calloutauth.client.IssuedToken;
import io.calloutauth.client.TokenFailure;
import io.calloutauth.client.TokenResult;
import io.calloutauth.store.ExchangeOutcome;
import io.calloutauth.store.Lease;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what an exchange of one provider writes into the shared row. Thread-safe. */
final class SharedResult {

  private static final Logger LOG = LoggerFactory.getLogger(SharedResult.class);

  private final Vault vault;
  private final Clocks clocks;
  private final ProviderEntry entry;

  SharedResult(Vault vault, Clocks clocks, ProviderEntry entry) {
    this.vault = vault;
    this.clocks = clocks;
    this.entry = entry;
  }

  /** Returns what is written under a lease. */
  ExchangeOutcome of(Lease lease, Landing landing, TokenResult answer) {
    Duration wait = landing.pause().until().until(Moment.now(clocks));
    TokenFailure failure = landing.pause().failure();
    if (failure != null) {
      return ExchangeOutcome.failed(
          new ExchangeOutcome.Failure(FailureText.write(failure), landing.pause().attempts()),
          wait);
    }
    ReadyToken published = landing.published();
    if (!(answer instanceof IssuedToken token)
        || published == null
        || published.fence() != lease.fence()) { // the row's token is the later one
      return ExchangeOutcome.spent(wait);
    }
    ExchangeOutcome.Token row = row(token, published.grant());
    return row == null ? ExchangeOutcome.spent(wait) : ExchangeOutcome.kept(row, wait);
  }

  /** Returns null when the token cannot be sealed: then it serves on this node only. */
  private ExchangeOutcome.@Nullable Token row(IssuedToken token, Grant grant) {
    try {
      return new ExchangeOutcome.Token(
          vault.sealToken(entry.key(), token.accessToken()),
          token.lifetime(),
          grant.scope().toString(),
          grant.warnings());
    } catch (RuntimeException unsealed) { // its message may hold what was to be sealed
      LOG.warn(
          "Provider {}: a token cannot be sealed and is kept on this node only: {}",
          entry.id(),
          unsealed.getClass().getName());
      return null;
    }
  }
}
