package io.calloutauth.example.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryProbeTest {

  private static final int PROVIDERS = 5_000;

  @Test
  void aProviderWithATokenKeepsTwoKibibytesAtMost() {
    assertThat(MemoryProbe.bytesEach(PROVIDERS, 40)).isBetween(500L, 2_048L);
  }
}
