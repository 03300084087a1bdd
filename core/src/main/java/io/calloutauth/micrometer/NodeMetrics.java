package io.calloutauth.micrometer;

import io.calloutauth.Health;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Meter binder of a node's state: the gauges {@code callout.auth.tokens.held}, {@code
 * callout.auth.token.requests.active} and {@code .queued}, {@code callout.auth.providers.failing},
 * {@code callout.auth.authorizations.needed}, {@code callout.auth.credentials.ending} (client
 * certificates and secrets that end within 30 days), {@code callout.auth.history.waiting} (rows
 * that are not written yet) and {@code callout.auth.store.up} (1 while the store answers, else 0),
 * and the counters {@code callout.auth.events.dropped} and {@code callout.auth.history.dropped}.
 * Each looks at the node when it is read, which does not block. Thread-safe.
 */
public final class NodeMetrics implements MeterBinder {

  private final Supplier<Health> health;

  /**
   * Makes a binder.
   *
   * @param health looks at the node, such as {@code auth::health}
   */
  public NodeMetrics(Supplier<Health> health) {
    this.health = Objects.requireNonNull(health, "health");
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "tokens.held", "Tokens in memory", Health::tokensHeld);
    gauge(
        registry, "token.requests.active", "Token requests that run", Health::tokenRequestsRunning);
    gauge(
        registry,
        "token.requests.queued",
        "Token requests that wait for a place",
        Health::tokenRequestsWaiting);
    gauge(
        registry,
        "providers.failing",
        "Providers whose last token request failed",
        node -> node.failing().size());
    gauge(
        registry,
        "authorizations.needed",
        "Providers that somebody has to authorize anew",
        Health::authorizationsNeeded);
    gauge(
        registry,
        "credentials.ending",
        "Client certificates and secrets that end within 30 days",
        Health::credentialsEnding);
    gauge(
        registry,
        "history.waiting",
        "Rows of history that wait to be written",
        Health::historyWaiting);
    gauge(registry, "store.up", "Whether the store answers", node -> node.storeResponds() ? 1 : 0);
    counter(registry, "events.dropped", "Events that no listener heard", Health::eventsDropped);
    counter(
        registry,
        "history.dropped",
        "Rows of history that were not written",
        Health::historyDropped);
  }

  private void gauge(
      MeterRegistry registry, String name, String description, ToDoubleFunction<Health> value) {
    Gauge.builder("callout.auth." + name, this, self -> value.applyAsDouble(self.health.get()))
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  private void counter(
      MeterRegistry registry, String name, String description, ToDoubleFunction<Health> value) {
    FunctionCounter.builder(
            "callout.auth." + name, this, self -> value.applyAsDouble(self.health.get()))
        .description(description)
        .register(registry);
  }
}
