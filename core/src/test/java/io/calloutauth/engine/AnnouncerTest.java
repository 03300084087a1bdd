package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.client.FailureClass;
import io.calloutauth.client.Origins;
import io.calloutauth.client.TokenError;
import io.calloutauth.client.TokenFailure;
import io.calloutauth.store.ProviderKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnnouncerTest {

  private final List<String> told = new ArrayList<>();
  private final Announcer announcer =
      new Announcer((tenant, providerId, kind, detail) -> told.add(kind + " " + detail));

  @Test
  void tellsAnEndpointThatIsRefusedAtConnectFromOtherFailuresAndWhyForTheOperator() {
    ProviderEntry entry =
        new ProviderEntry(
            new ProviderKey("acme", "p"), 1, 1, false, null, Origins.ANY, Map.of(), "digest", 0);

    announcer.exchanged(entry, failure(TokenError.ENDPOINT_REFUSED), false);
    announcer.exchanged(entry, failure(TokenError.INVALID_CLIENT), false);

    assertThat(told)
        .containsExactly("ENDPOINT_REFUSED resolving x: 10.0.0.1", "FAILED INVALID_CLIENT");
  }

  private static TokenFailure failure(TokenError error) {
    return TokenFailure.builder(FailureClass.PERMANENT, error)
        .operatorDetail("resolving x: 10.0.0.1")
        .build();
  }
}
