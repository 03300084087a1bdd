package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.TestEndpoints;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.TokenWarning;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantedScopeTest {

  private static IssuedToken issued(String scope) {
    String body =
        "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":60,\"scope\":"
            + scope
            + "}";
    HttpResult answer =
        HttpResult.of(
            200,
            Map.of(
                "content-type", List.of("application/json"),
                "cache-control", List.of("no-store")),
            body.getBytes(StandardCharsets.UTF_8));
    RegisteredClient client =
        Clients.of(
            Clients.registration(TestEndpoints.of(URI.create("https://idp.example.com/token")))
                .scope(Scope.parse("a b"))
                .build(),
            "s3cret");
    return (IssuedToken)
        new TokenResponseParser(InstantSource.system()).parse(Clients.credential(client), answer);
  }

  @ParameterizedTest
  @CsvSource({"1, true", "2048, true", "2049, false", "48000, false"})
  void aScopeIsKeptUpToFourThousandCharacters(int tokens, boolean kept) {
    StringBuilder text = new StringBuilder("a");
    for (int i = 1; i < tokens; i++) {
      text.append(' ').append((char) ('a' + i % 26));
    }
    IssuedToken token = issued("\"" + text + (tokens == 2048 ? "z" : "") + "\"");

    assertThat(token.lifetime()).isEqualTo(Duration.ofMinutes(1));
    assertThat(token.warnings().contains(TokenWarning.SCOPE_TOO_LONG)).isEqualTo(!kept);
    assertThat(token.scope().toString().length()).isLessThanOrEqualTo(4_096);
    if (!kept) {
      assertThat(token.scope()).isEqualTo(Scope.parse("a b"));
      assertThat(token.warnings()).containsExactly(TokenWarning.SCOPE_TOO_LONG);
    }
  }

  @ParameterizedTest
  @CsvSource({"refresh_token", "id_token"})
  void anotherTokenOfTheResponseIsNoScope(String member) {
    IssuedToken token = issued("\"a r3fresh-0123\",\"" + member + "\":\"r3fresh-0123\"");

    assertThat(token.scope()).isEqualTo(Scope.parse("a b"));
    assertThat(token.warnings()).containsExactly(TokenWarning.SCOPE_INVALID);
  }
}
