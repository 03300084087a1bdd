package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.ResponseOptions;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.testkit.FakeServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A token that is another secret is never taken for one. */
class ForeignValuesTest {

  private static final String SECRET = "s3cret-of-16-chr";

  private static TokenResult read(String body, String pointer, String secret) throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer.json(body));
        TokenClient client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      ClientRegistration registration =
          Clients.registration(server.endpoint("/token"))
              .responses(
                  ResponseOptions.builder()
                      .tokenPointer(pointer.isEmpty() ? null : pointer)
                      .build())
              .build();
      Map<String, String> secrets =
          Map.of(
              SecretName.CLIENT_SECRET,
              secret,
              SecretName.parameter("key"),
              "api-key",
              SecretName.header("X-Key"),
              "x-key");
      return client.fetch(
          Clients.of("acme", registration, secrets), GrantInput.NONE, Clients.PLENTY);
    }
  }

  private static String json(String token) {
    return "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\"}";
  }

  private static void assertRefused(TokenResult result) {
    assertThat(result)
        .isInstanceOfSatisfying(
            TokenFailure.class,
            failure -> assertThat(failure.error()).isEqualTo(TokenError.FOREIGN_TOKEN));
  }

  @ParameterizedTest
  @ValueSource(strings = {SECRET, "t." + SECRET + ".t", "api-key", "x-key"})
  void refusesOneOfTheClientsOwnSecretsAndWhatHoldsALongOne(String token) throws Exception {
    assertRefused(read(json(token), "", SECRET));
  }

  /** What a request is made of: a server may echo its body or its header. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "client_secret=s3cret%2Bof%2F16%3Dchars%20&grant_type=client_credentials",
        "client_secret=s3cret%2Bof%2F16%3Dchars+&grant_type=client_credentials",
        "YmlsbGluZzpzM2NyZXQrb2YvMTY9Y2hhcnMg",
        "Basic:YmlsbGluZzpzM2NyZXQlMkJvZiUyRjE2JTNEY2hhcnMlMjA="
      })
  void refusesASecretInTheFormInWhichItWasSent(String token) throws Exception {
    assertRefused(read(json(token), "", "s3cret+of/16=chars "));
  }

  /** Its Basic credentials are those of the client id alone. */
  @Test
  void takesATokenThatHoldsThePublicIdOfAClientWithoutSecret() throws Exception {
    assertThat(read(json("t.YmlsbGluZzo=.t"), "", "")).isInstanceOf(IssuedToken.class);
  }

  @ParameterizedTest
  @CsvSource({"token, short", "my-api-key-1, short", "s3cret-of-15-ch-x, s3cret-of-15-ch"})
  void takesWhatOnlyHoldsAShortOne(String token, String secret) throws Exception {
    assertThat(read(json(token), "", secret)).isInstanceOf(IssuedToken.class);
  }

  @ParameterizedTest
  @CsvSource({"refresh_token, /refresh_token", "id_token, /id_token"})
  void refusesThatMemberWhereAPointerLeadsToIt(String member, String pointer) throws Exception {
    assertRefused(read("{\"" + member + "\":\"other\"}", pointer, SECRET));
    assertRefused(read("{\"data\":[{\"" + member + "\":\"other\"}]}", "/data/0" + pointer, SECRET));
  }

  @Test
  void refusesWhatIsBothAccessTokenAndRefreshToken() throws Exception {
    assertRefused(read("{\"access_token\":\"one\",\"refresh_token\":\"one\"}", "", SECRET));
    assertThat(read("{\"access_token\":\"one\",\"refresh_token\":\"two\"}", "", SECRET))
        .isInstanceOf(IssuedToken.class);
  }
}
