package io.calloutauth.example.console.providers;

import io.calloutauth.example.console.Outcome;
import io.calloutauth.provider.ProviderId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The last test of each provider, in memory; the oldest makes room. Thread-safe. */
@Component
class TestResults {

  private static final int MOST = 1_000;

  private final InstantSource clock;
  private final Map<Key, Result> results = new LinkedHashMap<>();

  TestResults(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void keep(String tenant, ProviderId provider, Outcome outcome) {
    forget(tenant, provider);
    results.put(new Key(tenant, provider), new Result(clock.instant(), outcome));
    if (results.size() > MOST) {
      results.remove(results.keySet().iterator().next());
    }
  }

  /** Returns what the last test came to, or null when there was none. */
  synchronized @Nullable Result find(String tenant, ProviderId provider) {
    return results.get(new Key(tenant, provider));
  }

  synchronized void forget(String tenant, ProviderId provider) {
    results.remove(new Key(tenant, provider));
  }

  private record Key(String tenant, ProviderId provider) {}

  /**
   * What a test came to.
   *
   * @param time when
   * @param outcome what was told then
   */
  record Result(Instant time, Outcome outcome) {}
}
