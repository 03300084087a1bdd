package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.CalloutAuthEvent.Origin;
import io.calloutauth.CalloutAuthEvent.Subject;
import io.calloutauth.micrometer.TokenMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Events that are counted. */
class TokenMetricsTest {

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final TokenMetrics metrics = new TokenMetrics(meters);

  @Test
  void aChangeInAHostsTransactionCountsOnceByItsEnd() {
    CalloutAuthEvent proposed =
        new CalloutAuthEvent(
            EventType.PROVIDER_CREATED,
            new Origin("acme", null),
            Instant.EPOCH,
            Subject.NONE,
            Events.Detail.NONE.proposed(true));

    metrics.onEvent(proposed);
    assertThat(meters.getMeters()).isEmpty();

    metrics.onEvent(proposed.ended(true, Instant.EPOCH));
    assertThat(counted("success")).isOne();
    metrics.onEvent(proposed);
    metrics.onEvent(proposed.ended(false, Instant.EPOCH));

    assertThat(counted("success")).isOne();
    assertThat(counted("failure")).isOne();
  }

  private double counted(String outcome) {
    Counter counter =
        meters
            .find("callout.auth.events")
            .tags("type", "provider_created", "outcome", outcome)
            .counter();
    return counter == null ? 0 : counter.count();
  }
}
