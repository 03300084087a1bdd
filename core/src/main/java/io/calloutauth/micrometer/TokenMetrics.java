package io.calloutauth.micrometer;

import io.calloutauth.CalloutAuthEvent;
import io.calloutauth.CalloutAuthListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * Listener that counts and times what happens to tokens, in two meters:
 *
 * <ul>
 *   <li>timer {@code callout.auth.token.requests}, by {@code outcome}: {@code obtained}, {@code
 *       renewed} or {@code failed};
 *   <li>counter {@code callout.auth.events}, by {@code type} ({@code token_refused}, say) and
 *       {@code outcome}: {@code success} or {@code failure}. A change in a transaction of the
 *       host's counts when its end is told, not when it is proposed: one that was not committed is
 *       a failure.
 * </ul>
 *
 * <p>No tag names a tenant, a provider or a notification, so that their number is bounded.
 * Thread-safe.
 */
public final class TokenMetrics implements CalloutAuthListener {

  private static final String REQUESTS = "callout.auth.token.requests";
  private static final String EVENTS = "callout.auth.events";

  private final MeterRegistry registry;

  /** Makes a listener, to be given to the builder. */
  public TokenMetrics(MeterRegistry registry) {
    this.registry = Objects.requireNonNull(registry, "registry");
  }

  @Override
  public void onEvent(CalloutAuthEvent event) {
    if (event.proposed()) {
      return; // it comes once more when its transaction has ended
    }
    String type = event.type().name().toLowerCase(Locale.ROOT);
    String outcome = event.succeeded() ? "success" : "failure";
    registry.counter(EVENTS, "type", type, "outcome", outcome).increment();
    switch (event.type()) {
      case TOKEN_OBTAINED -> time("obtained", event);
      case TOKEN_RENEWED -> time("renewed", event);
      case TOKEN_FAILED -> time("failed", event);
      default -> {} // no token request
    }
  }

  /** A request that failed before a server was asked took no time of one. */
  private void time(String outcome, CalloutAuthEvent event) {
    registry.timer(REQUESTS, "outcome", outcome).record(event.duration().orElse(Duration.ZERO));
  }
}
