package io.calloutauth.engine;

import io.calloutauth.engine.AttemptEnd.Landing;
import io.calloutauth.engine.RowReading.FailureText;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenWarning;
import io.calloutauth.store.Lease;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenContent;
import io.calloutauth.store.TokenRequestOutcome;
import io.calloutauth.store.TokenStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a token request brought to the shared row, under the token request's lease.
 * Thread-safe.
 *
 * @param tokens the shared rows
 * @param vault seals tokens
 * @param clocks tell how long a wait still is
 */
record ResultWriter(TokenStore tokens, TokenVault vault, Clocks clocks) {

  private static final Logger LOG = LoggerFactory.getLogger(ResultWriter.class);

  /** Returns false when the lease was lost. With the store down the result is this node's alone. */
  boolean write(ProviderEntry entry, Lease lease, Landing landing, @Nullable IssuedToken token) {
    try {
      return tokens.complete(entry.key(), lease, outcome(lease, landing, token));
    } catch (StoreException down) {
      LOG.warn(
          "Provider {}: the result of a token request is kept on this node only", entry.label());
      return true;
    }
  }

  private TokenRequestOutcome outcome(Lease lease, Landing landing, @Nullable IssuedToken token) {
    Duration wait = landing.pause().until().until(clocks.now());
    TokenFailure failure = landing.pause().failure();
    if (failure != null) {
      return TokenRequestOutcome.failed(
          new TokenRequestOutcome.Failure(FailureText.write(failure), landing.pause().attempts()),
          wait);
    }
    ReadyToken published = landing.published();
    if (token == null
        || published == null
        || !published.lease().equals(lease)) { // the row's token is the later one
      return TokenRequestOutcome.spent(wait);
    }
    TokenContent row = row(token, published);
    return row == null ? TokenRequestOutcome.spent(wait) : TokenRequestOutcome.kept(row, wait);
  }

  /** Returns null when the token cannot be sealed: then it serves on this node only. */
  private @Nullable TokenContent row(IssuedToken token, ReadyToken published) {
    try {
      return TokenContent.builder(vault.seal(published.opened()), token.lifetime())
          .scope(published.grant().scope().toString())
          .warnings(TokenWarning.names(published.grant().warnings()))
          .build();
    } catch (RuntimeException unsealed) { // its message may hold what was to be sealed
      LOG.warn(
          "Provider {}: a token cannot be sealed and is kept on this node only: {}",
          published.opened().row().id(),
          unsealed.getClass().getName());
      return null;
    }
  }
}
