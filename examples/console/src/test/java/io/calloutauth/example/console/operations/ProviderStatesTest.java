package io.calloutauth.example.console.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.CalloutAuth;
import io.calloutauth.TokenRequestException;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.example.console.AllProviders;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the store keeps is told, whatever this node saw. */
class ProviderStatesTest {

  private final MemoryStore store = MemoryStore.create();

  @Test
  void tellsAfterARestartWhatFailedBefore() {
    try (CalloutAuth before = node()) {
      ProviderId id = before.providers().create(settings()).id();
      assertThatThrownBy(() -> before.tokens().obtain(id))
          .isInstanceOf(TokenRequestException.class);
    }
    try (CalloutAuth after = node()) {
      assertThat(after.health().failing()).isEmpty();
      ProviderStates states = ProviderStates.of(AllProviders.of(after.providers()));
      assertThat(states.failing())
          .extracting(failing -> failing.provider().name())
          .containsExactly("Nobody there");
      assertThat(states.well()).isFalse();
    }
  }

  @Test
  void callsNothingWellWhereThereIsNothing() {
    ProviderStates states = ProviderStates.of(List.of());
    assertThat(states.none()).isTrue();
    assertThat(states.well()).isFalse();
  }

  private CalloutAuth node() {
    return CalloutAuth.builder(store)
        .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
        .build();
  }

  private static ProviderSettings settings() {
    return ProviderSettings.clientCredentials()
        .name("Nobody there")
        .clientId("x")
        .clientSecret("y")
        .tokenEndpoint("http://127.0.0.1:1/token")
        .anyOrigin()
        .build();
  }
}
