package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.oauth.TokenWarning;
import io.calloutauth.testkit.AssertionVerifier;
import io.calloutauth.testkit.FakeServer;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Token requests of the refresh token grant, and what is read of their responses. */
class RefreshTokenTest {

  private static final String SENT = "refresh-token-that-is-sent";

  private static TokenResult fetch(FakeServer server, GrantType grant, GrantInput input) {
    RegisteredClient client =
        Clients.of(
            "acme",
            Clients.registration(server.endpoint("/token"))
                .grantType(grant)
                .clientAuthentication(ClientAuthentication.NONE)
                .scope(Scope.parse("b a"))
                .build(),
            Map.of());
    try (TokenClient wire = HttpTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      return wire.fetch(client, input, Clients.PLENTY);
    }
  }

  private static IssuedToken issued(String members) throws Exception {
    String json = "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"expires_in\":60" + members;
    try (FakeServer server = FakeServer.start(FakeServer.json(json + "}"))) {
      GrantInput input = new GrantInput.RefreshToken(Secret.of(SENT));
      return (IssuedToken) fetch(server, GrantType.REFRESH_TOKEN, input);
    }
  }

  @Test
  void holdsTheRefreshTokenAndTheScope() throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer.json(Clients.TOKEN_JSON))) {
      fetch(server, GrantType.REFRESH_TOKEN, new GrantInput.RefreshToken(Secret.of("a b+c=&")));

      assertThat(AssertionVerifier.form(server.request().body()))
          .isEqualTo(
              Map.of(
                  "grant_type", "refresh_token",
                  "refresh_token", "a b+c=&",
                  "scope", "b a",
                  "client_id", "billing"));
    }
  }

  @Test
  void readsTheRefreshTokenThatReplacesTheOneSent() throws Exception {
    IssuedToken token = issued(",\"refresh_token\":\"next one\",\"refresh_expires_in\":1800");

    assertThat(token.refreshToken().orElseThrow().reveal()).isEqualTo("next one");
    assertThat(token.refreshTokenLifetime()).contains(Duration.ofMinutes(30));
    assertThat(token.toString()).doesNotContain("next one");
  }

  static Stream<Arguments> unusable() {
    return Stream.of(
        Arguments.of("\"\"", true),
        Arguments.of("\"\\u0007bell\"", true),
        Arguments.of("\"line\\nbreak\"", true),
        Arguments.of("\"f\u00fcr\"", true),
        Arguments.of("17", true),
        Arguments.of("[\"a\"]", true),
        Arguments.of("\"" + "x".repeat(65_537) + "\"", true),
        Arguments.of("null", false));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void saysThatOneCannotBeUsedAndKeepsTheOneBefore(String value, boolean warns) throws Exception {
    IssuedToken token = issued(",\"refresh_token\":" + value);

    assertThat(token.refreshToken()).isEmpty();
    assertThat(token.warnings().contains(TokenWarning.REFRESH_TOKEN_INVALID)).isEqualTo(warns);
  }

  @Test
  void takesOneOf64KiBAndTheSameAgain() throws Exception {
    String longest = "x".repeat(65_536);

    assertThat(issued(",\"refresh_token\":\"" + longest + "\"").refreshToken().orElseThrow())
        .isEqualTo(Secret.of(longest));
    assertThat(issued(",\"refresh_token\":\"" + SENT + "\"").refreshToken())
        .contains(Secret.of(SENT));
  }

  static Stream<Arguments> lifetimes() {
    return Stream.of(
        Arguments.of("", null),
        Arguments.of(",\"refresh_expires_in\":0", null),
        Arguments.of(",\"refresh_expires_in\":-1", null),
        Arguments.of(",\"refresh_expires_in\":\"soon\"", null),
        Arguments.of(",\"refresh_token_expires_in\":\"7200\"", Duration.ofHours(2)),
        Arguments.of(",\"refresh_expires_in\":9e17", Duration.ofDays(3_650)));
  }

  @ParameterizedTest
  @MethodSource("lifetimes")
  void readsHowLongTheRefreshTokenLives(String members, Duration lifetime) throws Exception {
    assertThat(issued(members).refreshTokenLifetime().orElse(null)).isEqualTo(lifetime);
  }

  @Test
  void takesNoAccessTokenThatIsTheOneSent() throws Exception {
    String json = "{\"access_token\":\"" + SENT + "\",\"token_type\":\"Bearer\"}";
    try (FakeServer server = FakeServer.start(FakeServer.json(json))) {
      GrantInput input = new GrantInput.RefreshToken(Secret.of(SENT));
      TokenResult result = fetch(server, GrantType.REFRESH_TOKEN, input);

      assertThat(((TokenFailure) result).error()).isEqualTo(TokenError.FOREIGN_TOKEN);
    }
  }

  @Test
  void isIgnoredWhereTheGrantOwnsNone() throws Exception {
    String json = "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"refresh_token\":\"\"}";
    try (FakeServer server = FakeServer.start(FakeServer.json(json))) {
      IssuedToken token =
          (IssuedToken) fetch(server, GrantType.CLIENT_CREDENTIALS, GrantInput.NONE);

      assertThat(token.refreshToken()).isEmpty();
      assertThat(token.warnings()).doesNotContain(TokenWarning.REFRESH_TOKEN_INVALID);
    }
  }
}
