package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.client.Origin;
import io.calloutauth.store.ProviderKey;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotTest {

  private final ManualWorld time = new ManualWorld();

  private static ProviderEntry entry(long version, String origin) {
    return new ProviderEntry(
        new ProviderKey("acme", "p"),
        version,
        1,
        false,
        null,
        List.of(Origin.of(URI.create(origin))),
        Map.of(),
        "digest",
        0);
  }

  @Test
  void takesOverALaterEditAndNoneThatWasReadBefore() {
    Slot slot =
        new Slot(entry(1, "https://a.example.com"), time.world().clocks(), (s, flight) -> {});
    ProviderEntry third = entry(3, "https://c.example.com");

    slot.replaceEntry(third);
    slot.replaceEntry(entry(2, "https://b.example.com"));

    assertThat(slot.entry()).isSameAs(third);
  }
}
