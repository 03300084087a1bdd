package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.client.DeafServer;
import io.calloutauth.client.PublicEndpoints;
import io.calloutauth.client.TokenError;
import io.calloutauth.memory.MemoryStore;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How long a token endpoint may take to connect. What a failure is called tells which time was over
 * first: that of the connection or that of the exchange.
 */
class ConnectTimeoutTest {

  private DeafServer deaf;

  @BeforeEach
  void start() throws IOException {
    deaf = DeafServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    deaf.close();
  }

  private TokenError error(UnaryOperator<CalloutAuthBuilder> times) {
    PublicEndpoints policy = PublicEndpoints.builder().allowLoopbackHttp().build();
    CalloutAuthBuilder builder = CalloutAuth.builder(MemoryStore.create()).endpointPolicy(policy);
    try (CalloutAuth auth = times.apply(builder).build()) {
      Provider provider =
          auth.providers()
              .create(
                  ProviderSettings.clientCredentials()
                      .name("Deaf")
                      .tokenEndpoint("http://127.0.0.1:" + deaf.port() + "/token")
                      .clientId("billing")
                      .clientSecret("s3cret")
                      .anyOrigin()
                      .build());
      auth.tokens().obtain(provider.id());
      throw new AssertionError("a server that answers no SYN gave a token");
    } catch (TokenRequestException failed) {
      return failed.error();
    }
  }

  @Test
  void isWhatTheHostSays() {
    assertThat(
            error(
                builder ->
                    builder
                        .connectTimeout(Duration.ofMillis(300))
                        .exchangeTimeout(Duration.ofSeconds(4))))
        .isEqualTo(TokenError.UNREACHABLE);
  }

  /** Five seconds it is; a test that told them from four would fail on a busy machine. */
  @Test
  void isNeitherShortNorTheWholeExchangeUnlessTheHostSaysOtherwise() {
    CompletableFuture<TokenError> less =
        CompletableFuture.supplyAsync(
            () -> error(builder -> builder.exchangeTimeout(Duration.ofSeconds(3))));

    assertThat(error(UnaryOperator.identity())).isEqualTo(TokenError.UNREACHABLE);
    assertThat(less).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(TokenError.TIMED_OUT);
  }
}
