package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.ClientRegistrationBuilder;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.LifetimeUnit;
import io.calloutauth.oauth.ResponseOptions;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.testkit.FakeServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that have their token, type and lifetime elsewhere. */
class MappedResponseTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final String NESTED =
      "{\"ok\":true,\"a/b\":[{\"token\":\"t-nested\",\"type\":\"bearer\"}],"
          + "\"expiration\":1800001000}";

  private static TokenResult read(String body, UnaryOperator<ResponseOptions.Builder> options)
      throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer.json(body));
        TokenClient client =
            HttpTokenClient.builder(LoopbackPolicy.allowing())
                .clock(InstantSource.fixed(NOW))
                .build()) {
      ClientRegistrationBuilder registration =
          Clients.registration(server.endpoint("/token"))
              .responses(options.apply(ResponseOptions.builder()).build());
      return client.fetch(Clients.of(registration), GrantInput.NONE, Clients.PLENTY);
    }
  }

  @Test
  void isOffByDefault() throws Exception {
    assertThat(((TokenFailure) read(NESTED, o -> o)).error())
        .isEqualTo(TokenError.MISSING_ACCESS_TOKEN);
  }

  @Test
  void findsTokenTypeAndEnd() throws Exception {
    IssuedToken token =
        (IssuedToken)
            read(
                NESTED,
                o ->
                    o.tokenPointer("/a~1b/0/token")
                        .tokenTypePointer("/a~1b/0/type")
                        .lifetimePointer("/expiration")
                        .lifetimeUnit(LifetimeUnit.EPOCH_SECONDS));

    assertThat(token.accessToken().reveal()).isEqualTo("t-nested");
    assertThat(token.lifetime()).isEqualTo(Duration.ofSeconds(1_000));
    assertThat(token.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "EPOCH_MILLISECONDS, 1800000060000, 60",
    "EPOCH_SECONDS, 1799999999, 300",
    "SECONDS, 61, 61",
    "MILLISECONDS, 62000, 62"
  })
  void readsTheLifetimeInItsUnit(LifetimeUnit unit, long figure, long seconds) throws Exception {
    String body = "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"end\":%d}";

    IssuedToken token =
        (IssuedToken)
            read(body.formatted(figure), o -> o.lifetimePointer("/end").lifetimeUnit(unit));

    assertThat(token.lifetime()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void expiresInComesFirstAndCountsSeconds() throws Exception {
    String body = "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"end\":1,\"expires_in\":77}";

    IssuedToken token =
        (IssuedToken)
            read(
                body, o -> o.lifetimePointer("/end").lifetimeUnit(LifetimeUnit.EPOCH_MILLISECONDS));

    assertThat(token.lifetime()).isEqualTo(Duration.ofSeconds(77));
  }

  @Test
  void anElementThatIsNotThereIsNone() throws Exception {
    for (String pointer : new String[] {"/a/1", "/a/9999", "/a/10000", "/a/01", "/a/-"}) {
      assertThat(((TokenFailure) read("{\"a\":[\"t\"]}", o -> o.tokenPointer(pointer))).error())
          .as(pointer)
          .isEqualTo(TokenError.MISSING_ACCESS_TOKEN);
    }
  }

  @Test
  void aTokenThatComesWithAnErrorIsNotInItsDescription() throws Exception {
    String body =
        "{\"error\":\"odd\",\"error_description\":\"not t-odd-1234\",\"t\":\"t-odd-1234\"}";

    TokenFailure failure = (TokenFailure) read(body, o -> o.tokenPointer("/t"));

    assertThat(failure.code()).contains("odd");
    assertThat(failure.untrustedDescription().orElseThrow())
        .startsWith("not ")
        .doesNotContain("t-odd-1234");
  }

  @Test
  void whatIsFoundIsJudgedAsStrictly() throws Exception {
    TokenResult result =
        read("{\"t\":\"a b\",\"y\":\"DPoP\"}", o -> o.tokenPointer("/t").tokenTypePointer("/y"));

    assertThat(((TokenFailure) result).error()).isEqualTo(TokenError.ILLEGAL_TOKEN_CHARS);
  }
}
