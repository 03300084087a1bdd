package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.calloutauth.testkit.RecordedLog;
import java.util.List;
import org.junit.jupiter.api.Test;

class Slf4jEventLogTest {

  @Test
  void theLogShowsEventsOnOneLineEach() {
    Slf4jEventLog log = new Slf4jEventLog();

    List<String> logged =
        RecordedLog.of(
            "io.calloutauth.events",
            Level.INFO,
            () -> {
              log.onEvent(
                  SampleEvents.event(EventType.BINDING_MADE, "alice\nTOKEN_REVOKED[forged]"));
              log.onEvent(SampleEvents.event(EventType.TOKEN_FAILED, null));
            });

    assertThat(logged)
        .containsExactly(
            "INFO BINDING_MADE[tenant=acme, actor=alice?TOKEN_REVOKED[forged],"
                + " provider=CRM (p-1), notification=n]",
            "WARN TOKEN_FAILED[tenant=acme, provider=CRM (p-1), notification=n, failed,"
                + " INVALID_CLIENT]");
  }
}
