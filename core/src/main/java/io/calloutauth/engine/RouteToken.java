package io.calloutauth.engine;

import io.calloutauth.endpoint.Origins;
import io.calloutauth.engine.TokenOutcome.Unroutable;
import io.calloutauth.oauth.RenewalRules;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A token on the route of one notification: what a callout carries and what its response is
 * compared by. The front extends it into what a host sees, so that one object serves both without
 * an allocation per callout.
 */
public abstract class RouteToken {

  private final Route<?> route;
  private final ReadyToken token;
  private final Origins origins;

  /** Makes the token of a route. */
  public RouteToken(Seed seed) {
    this.route = seed.route;
    this.token = seed.token;
    this.origins = seed.origins;
  }

  /** Returns the value of the Authorization header. */
  public final String header() {
    return token.header();
  }

  /** Returns the notification whose callouts carry it. */
  public final String notificationId() {
    return route.notificationId();
  }

  /** Returns the provider whose token it is. */
  public final String providerId() {
    return token.providerId();
  }

  /** Returns true when asked first of this token on its route: a refusal is told once. */
  public final boolean firstRefusal() {
    return route.refused().isFirst(token);
  }

  /** Returns by which responses receivers refuse the token, as its provider says by now. */
  public final RenewalRules renewal() {
    Slot slot = route.slot();
    return slot == null ? RenewalRules.STANDARD : slot.entry().renewal();
  }

  final Route<?> route() {
    return route;
  }

  final ReadyToken token() {
    return token;
  }

  /** Returns where the token was allowed to go when it was handed out. */
  final Origins origins() {
    return origins;
  }

  /** What a route token is made from: opaque to the front. */
  public static final class Seed {

    private final Route<?> route;
    private final ReadyToken token;
    private final Origins origins;

    Seed(Route<?> route, ReadyToken token, Origins origins) {
      this.route = Objects.requireNonNull(route, "route");
      this.token = Objects.requireNonNull(token, "token");
      this.origins = Objects.requireNonNull(origins, "origins");
    }

    @Override
    public String toString() {
      return "Seed";
    }
  }

  /**
   * What asking for a callout's token came to: exactly one of credentials and obstacle is there.
   *
   * @param <C> what callouts carry
   */
  public static final class CalloutOutcome<C> {

    private final @Nullable C credentials;
    private final @Nullable TokenOutcome obstacle;

    private CalloutOutcome(@Nullable C credentials, @Nullable TokenOutcome obstacle) {
      this.credentials = credentials;
      this.obstacle = obstacle;
    }

    static <C> CalloutOutcome<C> of(C credentials) {
      return new CalloutOutcome<>(credentials, null);
    }

    static <C> CalloutOutcome<C> none(TokenOutcome obstacle) {
      return new CalloutOutcome<>(null, obstacle);
    }

    /** Returns what the callout carries, or null when there is nothing. */
    public @Nullable C credentials() {
      return credentials;
    }

    /** Returns why there is nothing to carry, or null when there is. */
    public @Nullable TokenOutcome obstacle() {
      return obstacle;
    }

    @Override
    public String toString() {
      return "CalloutOutcome[" + (obstacle == null ? "credentials" : obstacle) + "]";
    }
  }

  /**
   * Puts a slot's token on the routes that lead to it, in the form that the front's callouts carry.
   * Thread-safe.
   *
   * @param <C> what callouts carry
   * @param factory makes it
   */
  static record RouteTokens<C extends RouteToken>(Function<RouteToken.Seed, C> factory) {

    /**
     * Returns a token as callouts of a route's notification carry it: the same object for the
     * slot's token until an edit.
     */
    C carry(Route<C> route, ReadyToken token) {
      C held = route.latest();
      if (held != null && held.token() == token && held.origins().equals(origins(route))) {
        return held;
      }
      C created = create(route, token);
      if (route.slot() != null) {
        route.slot().carried().cache(route, token, created);
      }
      return created;
    }

    /** Returns a token as one callout carries it alone. */
    C create(Route<?> route, ReadyToken token) {
      return factory.apply(new RouteToken.Seed(route, token, origins(route)));
    }

    private static Origins origins(Route<?> route) {
      return route.slot() == null ? Origins.NONE : route.slot().entry().origins();
    }

    /** Asks for a usable token at a route's end, whose provider admits something. */
    CompletableFuture<CalloutOutcome<C>> ask(Route<C> route, Predicate<ProviderEntry> admitted) {
      Slot slot = route.slot();
      if (slot == null) {
        TokenOutcome deadEnd = route.deadEnd();
        return CompletableFuture.completedFuture(
            CalloutOutcome.none(deadEnd == null ? Unroutable.UNBOUND : deadEnd));
      }
      return slot.ask(admitted, Slot::ask).thenApply(outcome -> outcomeOn(route, outcome));
    }

    private CalloutOutcome<C> outcomeOn(Route<C> route, TokenOutcome outcome) {
      return outcome instanceof TokenOutcome.Granted granted
          ? CalloutOutcome.of(carry(route, granted.token()))
          : CalloutOutcome.none(outcome);
    }
  }
}
