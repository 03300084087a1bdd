package io.calloutauth.engine;

import io.calloutauth.client.RevocationResult;
import io.calloutauth.client.Secret;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens whose revocation the server could not be told: each waits here, sealed and used by nobody,
 * and is offered again until its end (RFC 7009 section 2.2.1). It waits on this node only, and is
 * forgotten when the node ends. Thread-safe; what blocks runs on the threads that it was given.
 */
final class UntoldRevocations {

  private static final Logger LOG = LoggerFactory.getLogger(UntoldRevocations.class);
  private static final int MOST = 1_000;
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 4;

  private final EngineParts parts;
  private final Clients clients;
  private final Executor threads;
  private final AtomicInteger waiting = new AtomicInteger();

  UntoldRevocations(EngineParts parts, Executor threads) {
    this.parts = parts;
    this.clients = new Clients(parts.vault(), parts.listener());
    this.threads = threads;
  }

  private record Untold(ProviderEntry entry, Sealed token, Moment end, int attempts) {

    Untold again() {
      return new Untold(entry, token, end, attempts + 1);
    }
  }

  /**
   * Keeps a token whose revocation was not told.
   *
   * @param wait how long the server asks to wait, or null when it does not say
   */
  void keep(ProviderEntry entry, ReadyToken token, @Nullable Duration wait) {
    if (waiting.incrementAndGet() > MOST) {
      forget(entry, "too many wait");
      return;
    }
    Sealed sealed = sealed(entry, token);
    if (sealed == null) {
      forget(entry, "the token cannot be sealed");
    } else {
      later(new Untold(entry, sealed, token.validity().expired(), 0), wait);
    }
  }

  private @Nullable Sealed sealed(ProviderEntry entry, ReadyToken token) {
    try {
      return parts.vault().sealToken(entry.key(), token.token());
    } catch (RuntimeException unsealed) { // its message may hold what was to be sealed
      return null;
    }
  }

  private void later(Untold untold, @Nullable Duration wait) {
    Duration own = FIRST.multipliedBy(1L << Math.min(untold.attempts(), MOST_DOUBLINGS));
    Duration delay = wait != null && wait.compareTo(own) > 0 ? wait : own;
    Moment then = parts.now().plus(delay);
    if (untold.end().reached(then.nanos(), then.millis())) {
      forget(untold.entry(), "the token is over by then");
    } else {
      parts.world().timer().after(delay, () -> start(untold));
    }
  }

  private void start(Untold untold) {
    try {
      threads.execute(() -> offer(untold));
    } catch (RejectedExecutionException closed) {
      LOG.trace("The engine is closed");
    }
  }

  private void offer(Untold untold) {
    try {
      Optional<ProviderEntry> entry =
          parts
              .store()
              .providers()
              .find(untold.entry().key())
              .map((ProviderRow row) -> ProviderEntry.read(row, parts.policy()))
              .filter(now -> now.destinations().equals(untold.entry().destinations()));
      if (entry.isEmpty()) {
        forget(untold.entry(), "the provider is another one now");
      } else {
        told(untold, entry.get());
      }
    } catch (StoreException down) {
      later(untold.again(), null);
    }
  }

  private void told(Untold untold, ProviderEntry entry) {
    OpenedClient opened = clients.open(entry);
    String token = parts.vault().openToken(entry.key(), untold.token()).plainText();
    if (opened.client() == null || token == null || revocationIsImpossible(entry)) {
      forget(entry, "a sealed value does not open, or an endpoint is refused");
      return;
    }
    RevocationResult result =
        parts
            .client()
            .revoke(opened.client(), Secret.of(token), parts.settings().exchangeDeadline());
    if (result.outcome() == RevocationResult.Outcome.NOT_TOLD) {
      later(untold.again(), result.retryDelay());
    } else {
      waiting.decrementAndGet();
      LOG.debug("Provider {}: a revocation was told late: {}", entry.id(), result.outcome());
    }
  }

  private static boolean revocationIsImpossible(ProviderEntry entry) {
    return entry.registration() == null || entry.registration().revocationEndpoint().isEmpty();
  }

  private void forget(ProviderEntry entry, String why) {
    waiting.decrementAndGet();
    LOG.warn("Provider {}: the server is not told of a revocation: {}", entry.id(), why);
  }

  @Override
  public String toString() {
    return "UntoldRevocations[" + waiting + "]";
  }
}
