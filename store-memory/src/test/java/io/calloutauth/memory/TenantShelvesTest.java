package io.calloutauth.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TenantShelvesTest {

  private final ManualClock clock = new ManualClock();
  private final TenantShelves tenants = new TenantShelves(new MemoryChangeLog(), clock);

  private int shelves() {
    AtomicInteger shelves = new AtomicInteger();
    tenants.each(shelf -> shelves.incrementAndGet());
    return shelves.get();
  }

  private void detach(String tenant) {
    Boolean made =
        tenants.inMade(
            tenant,
            shelf -> {
              shelf.detach("n");
              return true;
            });
    assertThat(made).isTrue();
  }

  @Test
  void aTenantWhoseLastThingIsTakenAwayHasNoShelf() {
    detach("acme");
    detach("globex");
    assertThat(shelves()).isEqualTo(2);

    assertThat(tenants.<Boolean>in("acme", shelf -> shelf.unbind("n"))).isTrue();

    assertThat(shelves()).isEqualTo(1);
    assertThat(tenants.<Boolean>in("acme", shelf -> shelf.unbind("n"))).isFalse();
    assertThat(shelves()).isEqualTo(1);
  }
}
