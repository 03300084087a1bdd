package io.calloutauth;

import io.calloutauth.CalloutAuthEvent.Origin;
import io.calloutauth.CalloutAuthEvent.Subject;
import io.calloutauth.CalloutAuthException.NamedProvider;
import io.calloutauth.provider.ProviderId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Events that nothing led to, for tests of what becomes of an event. */
final class SampleEvents {

  private SampleEvents() {}

  static CalloutAuthEvent event(EventType type) {
    return event(type, null);
  }

  static CalloutAuthEvent event(EventType type, @Nullable String actor) {
    return of("acme", type, actor);
  }

  /** Returns an event of another tenant. */
  static CalloutAuthEvent of(String tenant, EventType type, @Nullable String actor) {
    boolean well = type != EventType.TOKEN_FAILED;
    return new CalloutAuthEvent(
        type,
        new Origin(tenant, actor),
        Instant.EPOCH,
        new Subject(new NamedProvider(new ProviderId("p-1"), "CRM"), "n"),
        Events.Detail.of(well, well ? "" : "INVALID_CLIENT"));
  }
}
