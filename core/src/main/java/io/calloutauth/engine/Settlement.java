package io.calloutauth.engine;

import io.calloutauth.engine.BackOffState.BackOff;
import io.calloutauth.engine.Clients.OpenedClient;
import io.calloutauth.engine.NextStep.Completion;
import io.calloutauth.engine.Slot.Snapshot;
import io.calloutauth.engine.TokenVault.OpenedToken;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.GrantDetails;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.schedule.World;
import io.calloutauth.store.Lease;
import java.time.Duration;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Turns a response of the authorization server into what it leaves on this node. Thread-safe. */
final class Settlement {

  /** How long the next token request waits at least after a token that was not kept. */
  static final Duration SHORTEST_SPACING = Duration.ofSeconds(5);

  private final ProviderEntry entry;
  private final Clocks clocks;
  private final DoubleSupplier random;

  /** Makes what settles the responses for a provider, by a world's time and chance. */
  static Settlement of(ProviderEntry entry, World world) {
    return new Settlement(entry, world.clocks(), world.random());
  }

  /**
   * Makes what settles the responses for a provider.
   *
   * @param entry what its requests are made with
   */
  Settlement(ProviderEntry entry, Clocks clocks, DoubleSupplier random) {
    this.entry = entry;
    this.clocks = clocks;
    this.random = random;
  }

  /**
   * Settles a token.
   *
   * @param issued just before it was requested
   * @param lease under which it is stored; {@link Lease#NONE} when it is not
   * @param before the token held until now, or null when there is none
   */
  Completion settleToken(
      IssuedToken response, Moment issued, Lease lease, @Nullable ReadyToken before) {
    ReadyToken token = makeReady(response, issued, lease);
    Moment now = clocks.now();
    if (token.isExpired(now.nanos(), now.millis())) { // lifetime 0, or a slow response
      return Completion.spend(token, BackOffState.spacing(now.plus(SHORTEST_SPACING)));
    }
    if (before != null && before.sameBearer(token)) {
      return settleRepetition(before, token, now);
    }
    return Completion.publish(token, BackOffState.none(clocks.start()));
  }

  /** Not progress: what is held stays due for renewal, only not at once. */
  private static Completion settleRepetition(ReadyToken before, ReadyToken token, Moment now) {
    ReadyToken later = laterOf(before, token);
    Moment next = now.plus(spacing(later, now));
    return Completion.publish(
        later == token ? token.staleFrom(next) : before, BackOffState.spacing(next));
  }

  /** Settles a failure on this side. */
  Completion settleFailure(TokenFailure failure, Snapshot slot) {
    return settleFailure(failure, slot.backOff(), slot.last());
  }

  /**
   * Settles a failure: what is held stays, and the wait grows.
   *
   * @param held the token that may still be used until it expires, or null when there is none
   */
  Completion settleFailure(TokenFailure failure, BackOffState before, @Nullable ReadyToken held) {
    Duration usableFor = held == null ? Duration.ZERO : held.expired().until(clocks.now());
    int attempts = before.attemptsWith(failure);
    Duration wait = new BackOff(random).after(failure, attempts, usableFor);
    Moment until = clocks.now().plus(wait);
    return Completion.without(
        new TokenOutcome.Failed(entry.id(), failure, wait),
        BackOffState.failed(until, failure, attempts));
  }

  /**
   * Settles that a client did not open: what may be over soon is a failure like any other, the rest
   * waits to be mended.
   */
  Completion settleUnopened(OpenedClient opened, BackOffState before, @Nullable ReadyToken held) {
    TokenOutcome obstacle = Objects.requireNonNull(opened.obstacle());
    TokenFailure failure = Objects.requireNonNull(opened.failure());
    return failure.failureClass() == FailureClass.TRANSIENT
        ? settleFailure(failure, before, held)
        : settleObstacle(obstacle, failure, before);
  }

  /**
   * Settles what stood in the way on this node: no other node's matter, and nothing that the shared
   * row knows of.
   *
   * @param obstacle what those who ask are told until the wait is over
   * @param failure how it counts among failures
   */
  private Completion settleObstacle(
      TokenOutcome obstacle, TokenFailure failure, BackOffState before) {
    int attempts = before.obstaclesWithOneMore();
    Duration wait = new BackOff(random).after(failure, attempts, Duration.ZERO);
    Moment until = clocks.now().plus(wait);
    return Completion.without(obstacle, new BackOffState(until, failure, attempts, obstacle));
  }

  private ReadyToken makeReady(IssuedToken response, Moment issued, Lease lease) {
    return new ReadyToken(
        OpenedToken.of(entry, response.accessToken(), lease),
        Validity.draw(issued, response.lifetime(), response.refreshIn().orElse(null), random),
        new GrantDetails(response.scope(), response.warnings()));
  }

  private static ReadyToken laterOf(ReadyToken before, ReadyToken token) {
    return before.expired().isAfter(token.expired()) ? before : token;
  }

  /**
   * The server gave the same token again: half of what remains must pass before it is asked once
   * more.
   */
  private static Duration spacing(ReadyToken token, Moment now) {
    Duration half = token.expired().until(now).dividedBy(2);
    return half.compareTo(SHORTEST_SPACING) > 0 ? half : SHORTEST_SPACING;
  }
}
