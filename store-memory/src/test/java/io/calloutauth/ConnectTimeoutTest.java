package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.DeafServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How long a token endpoint may take to connect. What the operator is told of a failure tells which
 * time was over first: that of the connection or that of the exchange.
 */
class ConnectTimeoutTest {

  private static final String DEADLINE = "the deadline passed";

  private DeafServer deaf;

  @BeforeEach
  void start() throws IOException {
    deaf = DeafServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    deaf.close();
  }

  private String detail(UnaryOperator<CalloutAuthBuilder> times) {
    PublicEndpoints policy = PublicEndpoints.builder().allowLoopbackHttp().build();
    CompletableFuture<String> detail = new CompletableFuture<>();
    CalloutAuthBuilder builder =
        CalloutAuth.builder(MemoryStore.create())
            .endpointPolicy(policy)
            .listener(
                event -> {
                  if (event.type() == EventType.TOKEN_FAILED) {
                    detail.complete(event.operatorDetail());
                  }
                });
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
      assertThatThrownBy(() -> auth.tokens().obtain(provider.id()))
          .isInstanceOfSatisfying(
              TokenRequestException.class,
              failed -> assertThat(failed.error()).isEqualTo(TokenError.UNREACHABLE));
      return detail.orTimeout(20, TimeUnit.SECONDS).join();
    }
  }

  @Test
  void isWhatTheHostSays() {
    assertThat(
            detail(
                builder ->
                    builder
                        .connectTimeout(Duration.ofMillis(300))
                        .requestTimeout(Duration.ofSeconds(4))))
        .doesNotContain(DEADLINE);
  }

  /** Five seconds it is; a test that told them from four would fail on a busy machine. */
  @Test
  void isNeitherShortNorTheWholeExchangeUnlessTheHostSaysOtherwise() {
    CompletableFuture<String> less =
        CompletableFuture.supplyAsync(
            () -> detail(builder -> builder.requestTimeout(Duration.ofSeconds(3))));

    assertThat(detail(UnaryOperator.identity())).doesNotContain(DEADLINE);
    assertThat(less.join()).endsWith(DEADLINE);
  }
}
