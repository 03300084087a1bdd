package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.client.InFlightRequest.HttpStage;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.PublicEndpoints;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class InFlightRequestTest {

  private final InFlightRequest request =
      new InFlightRequest(
          HttpCall.post("default", endpoint(), Duration.ofSeconds(15), "refresh_token=r")
              .usingUp(true),
          TlsHandshake.TlsIdentity.NONE);

  private static Endpoint endpoint() {
    return Objects.requireNonNull(
        PublicEndpoints.builder()
            .build()
            .check("default", "https://login.example.com/token")
            .endpoint());
  }

  @Test
  void whatIsCancelledBeforeItIsSentWasSurelyNotSent() {
    request.reach(HttpStage.TLS);
    request.cancel();
    request.reach(HttpStage.SEND);

    assertThat(request.isEnded()).isTrue();
    assertThat(request.failure(new IOException()).stage().isSending()).isFalse();
  }

  @Test
  void whatExpiresBeforeItIsSentWasSurelyNotSent() {
    request.reach(HttpStage.TLS);
    request.expire();
    request.reach(HttpStage.SEND);

    assertThat(request.failure(new IOException()).stage().isSending()).isFalse();
  }

  @Test
  void whatIsUsedUpByTheServerIsNotCancelledOnceItIsSent() {
    request.reach(HttpStage.SEND);
    request.cancel();

    assertThat(request.isEnded()).isFalse();
  }
}
