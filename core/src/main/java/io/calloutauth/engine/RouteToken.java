package io.calloutauth.engine;

import io.calloutauth.endpoint.Origins;
import io.calloutauth.oauth.RenewalRules;
import java.util.Objects;

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
}
