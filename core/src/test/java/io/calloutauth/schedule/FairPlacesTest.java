package io.calloutauth.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FairPlacesTest {

  private static String tenantOf(String waiter) {
    return waiter.substring(0, waiter.indexOf(' '));
  }

  private static List<String> admitted(FairPlaces<String> places) {
    List<String> admitted = new ArrayList<>();
    String next = places.admit(FairPlacesTest::tenantOf);
    while (next != null) {
      admitted.add(next);
      next = places.admit(FairPlacesTest::tenantOf);
    }
    return admitted;
  }

  @Test
  void tenantsTakeTurns() {
    FairPlaces<String> places = new FairPlaces<>(8, 8);
    for (int i = 0; i < 1_000; i++) {
      places.join("acme", "acme " + i);
    }
    places.join("globex", "globex 0");

    assertThat(admitted(places))
        .containsExactly("acme 0", "globex 0", "acme 1", "acme 2", "acme 3");
  }

  @Test
  void aTenantHoldsNoMoreThanAreLeftFreeForTheOthers() {
    FairPlaces<String> places = new FairPlaces<>(8, 8);
    while (places.take("first")) {
      assertThat(places.held("first")).isLessThanOrEqualTo(4);
    }
    while (places.take("second")) {
      assertThat(places.held("second")).isLessThanOrEqualTo(2);
    }

    assertThat(places.held("first")).isEqualTo(4);
    assertThat(places.held("second")).isEqualTo(2);
    assertThat(places.take("third")).isTrue();
  }

  @Test
  void aTenantHoldsNoMoreThanItMay() {
    FairPlaces<String> places = new FairPlaces<>(100, 2);

    assertThat(places.take("acme")).isTrue();
    assertThat(places.take("acme")).isTrue();
    assertThat(places.take("acme")).isFalse();
    places.leave("acme");
    assertThat(places.take("acme")).isTrue();
  }

  @Test
  void whoWithdrewIsNotAdmitted() {
    FairPlaces<String> places = new FairPlaces<>(8, 8);
    places.join("acme", "acme 0");

    assertThat(places.withdraw("acme", "acme 0")).isTrue();
    assertThat(places.withdraw("acme", "acme 0")).isFalse();
    assertThat(admitted(places)).isEmpty();
  }

  @Test
  void nothingIsKeptOfATenantThatHoldsNone() {
    FairPlaces<String> places = new FairPlaces<>(10_000, 2);
    for (int i = 0; i < 1_000; i++) {
      assertThat(places.take("tenant-" + i)).isTrue();
    }
    assertThat(places.tenants()).isEqualTo(1_000);

    for (int i = 0; i < 1_000; i++) {
      places.leave("tenant-" + i);
    }
    assertThat(places.tenants()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"20000,10000,100", "256,16,30"})
  void howeverMuchACrowdOfTenantsTookTheNextOneFindsAPlace(int all, int most, int crowd) {
    FairPlaces<String> places = new FairPlaces<>(all, most);
    for (int i = 0; i < crowd; i++) {
      while (places.take("crowd-" + i)) {
        assertThat(places.held("crowd-" + i)).isLessThanOrEqualTo(most);
      }
    }

    assertThat(places.take("quiet")).isTrue();
  }

  @Test
  void aRoomThatManyTenantsFilledLeavesAnotherOneSeveralPlaces() {
    FairPlaces<String> places = new FairPlaces<>(20_000, 10_000);
    for (int i = 0; i < 50; i++) {
      while (places.take("crowd-" + i)) {
        assertThat(places.tenants()).isPositive();
      }
    }

    for (int i = 0; i < 10; i++) {
      assertThat(places.take("quiet")).as("place %s", i).isTrue();
    }
  }

  @Test
  void eachTenantIsRefusedForTheFirstTimeUntilAllPlacesAreFree() {
    FairPlaces<String> places = new FairPlaces<>(8, 1);
    assertThat(places.take("acme") && places.take("globex")).isTrue();
    assertThat(places.refuse("acme")).isTrue();
    assertThat(places.refuse("acme")).isFalse();
    assertThat(places.refuse("globex")).isTrue();
    places.leave("acme");
    assertThat(places.refuse("acme")).isFalse();
    places.leave("globex");

    assertThat(places.refuse("acme")).isTrue();
  }
}
