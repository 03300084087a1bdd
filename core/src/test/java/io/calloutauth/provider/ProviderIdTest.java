package io.calloutauth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderIdTest {

  private static final String OURS = "0f8fad5b-d9cb-469f-a165-70867728950e";

  @Test
  void anIdOfOursIsWhatAStoreIsAskedFor() {
    assertThat(new ProviderId(OURS).key()).isEqualTo(OURS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b", "\ud800", "x", "0F8FAD5B-D9CB-469F-A165-70867728950E"})
  void anyOtherReachesNoStore(String value) {
    assertThat(new ProviderId(value).key()).isEqualTo("-");
  }
}
