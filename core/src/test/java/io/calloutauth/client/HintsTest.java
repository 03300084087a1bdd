package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.ClientRegistrationBuilder;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.ResponseFlaw;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TestEndpointResult;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.testkit.FakeServer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of an answer is kept and shown, because it can be nothing else. */
class HintsTest {

  private static final String TRACE = "0e6a7c1e-8f3d-4a1b-9c2d-1234567890ab";

  private static TokenFailure failure(String status, String header, String body) throws Exception {
    FakeServer.Script answer = FakeServer.text("HTTP/1.1 " + status + "\n" + header, body);
    try (FakeServer server = FakeServer.start(answer);
        TokenClient client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      RegisteredClient asking =
          Clients.of("acme", Clients.registration(server.endpoint("/token")), "s3cret-of-ours");
      return (TokenFailure) client.fetch(asking, GrantInput.NONE, Clients.PLENTY);
    }
  }

  private static TestEndpointResult tested(String location) throws Exception {
    FakeServer.Script answer = FakeServer.text("HTTP/1.1 302 Found\nLocation: " + location, "");
    try (FakeServer server = FakeServer.start(answer);
        TokenClient client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      ClientRegistrationBuilder registration =
          Clients.registration(server.endpoint("/token")).testEndpoint(server.endpoint("/me"));
      return client.test(Clients.of(registration), Secret.of("the-token-1234"), Clients.PLENTY);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://login.example.com/oauth2?x=y#z, login.example.com",
    "HTTPS://Login.Example.COM:8443, login.example.com",
    "//login.example.com/token, login.example.com",
    "https://user:pw@login.example.com/, login.example.com",
    "'https://[2606:4700::1111]/', '[2606:4700::1111]'",
    "/elsewhere, /elsewhere",
    "elsewhere?x=y#z, /elsewhere",
    "/oauth/token?secret=x, /oauth/token",
    "/token/?x=y, /token/ (it differs by a slash at the end)",
    "/signin, /signin (it looks like a login page)",
    "/user/Log-In;s=1, /user/Log-In;s=1 (it looks like a login page)",
    "/realms/a/saml, /realms/a/saml (it looks like a login page)",
    "/login/oauth/access_token, /login/oauth/access_token",
    "https://sso.example.com/oauth2/authorize?x, sso.example.com (it looks like a login page)",
    "https://login.example.com/oauth2/token, login.example.com",
    "/\u00e4, ",
    "'', ",
    "mailto:a@example.com, ",
    "https://login_1.example.com/, ",
    "'https://login.example.com /', ",
    "https://%6Cogin.example.com/, ",
    "https://[::1%25eth0]/, ",
    "https://[1:2:3:4:5:6:7:99999999999]/, "
  })
  void keepsWhereARedirectLeadsTo(String location, String target) throws Exception {
    assertThat(failure("302 Found", "Location: " + location, "").hint().orElse(null))
        .isEqualTo(target);
    assertThat(tested(location).redirectTarget())
        .isEqualTo(location.startsWith("/token/") ? "/token/" : target); // it asked for /me
  }

  @Test
  void keepsNoHostThatHoldsASecretOrIsTooLong() throws Exception {
    String longest = ("a".repeat(63) + ".").repeat(3) + "a".repeat(57) + ".com";

    assertThat(failure("307 T", "Location: https://s3cret-of-ours.example.com/", "").hint())
        .isEmpty();
    assertThat(tested("https://the-token-1234.example.com/").redirectTarget()).isNull();
    assertThat(failure("302 F", "Location: https://" + longest, "").hint()).hasValue(longest);
    assertThat(failure("302 F", "Location: https://a" + longest, "").hint()).isEmpty();
    assertThat(failure("302 F", "Location: /s3cret-of-ours", "").hint()).isEmpty();
    String path = "/" + "p".repeat(199);
    assertThat(failure("302 F", "Location: " + path, "").hint()).hasValue(path);
    assertThat(failure("302 F", "Location: " + path + "p", "").hint()).isEmpty();
  }

  @Test
  void keepsNoHostOfAnAnswerThatIsNoRedirect() throws Exception {
    assertThat(failure("400 Bad", "Location: https://login.example.com/", "").hint()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "AADSTS7000222: The provided client secret keys are expired., AADSTS7000222",
    "x AADSTS90002: no Trace ID: " + TRACE + " Correlation, 'AADSTS90002, trace " + TRACE + "'",
    "AADSTS1, ",
    "AADSTS12345678901234567890, ",
    "xAADSTS7000222, ",
    "Trace ID: " + TRACE + ", "
  })
  void keepsTheVendorsOwnNumber(String description, String hint) throws Exception {
    TokenFailure failure =
        failure(
            "401 No",
            "Content-Type: application/json",
            "{\"error\":\"invalid_client\",\"error_description\":\"" + description + "\"}");

    assertThat(failure.hint().orElse(null)).isEqualTo(hint);
    assertThat(failure.toString())
        .isEqualTo(
            "INVALID_CLIENT (invalid_client" + (hint == null ? "" : ", " + hint) + "), status 401");
  }

  @ParameterizedTest
  @CsvSource({
    "odd_code, odd_code",
    "Odd-Code.7, Odd-Code.7",
    "odd code, ",
    "odd~, ",
    "'odd\\u007fcode', ",
    "'odd\\\\code', ",
    "'odd\\u00e9', ",
    "' ', "
  })
  void keepsACodeOfOneWord(String sent, String code) throws Exception {
    TokenFailure failure =
        failure("400 No", "Content-Type: application/json", "{\"error\":\"" + sent + "\"}");

    assertThat(failure.code().orElse(null)).isEqualTo(code);
  }

  @Test
  void keepsACodeOfAHundredCharacters() throws Exception {
    String head = "Content-Type: application/json";
    String longest = "c".repeat(100);

    assertThat(failure("400 No", head, "{\"error\":\"" + longest + "\"}").code()).contains(longest);
    assertThat(failure("400 No", head, "{\"error\":\"c" + longest + "\"}").code()).isEmpty();
  }

  @Test
  void tellsALimitOfHeaderFieldsAsALimit() throws Exception {
    TokenFailure failure = failure("200 OK", "X-Long: " + "y".repeat(100_000), "{}");

    assertThat(failure.error()).isEqualTo(TokenError.MALFORMED_RESPONSE);
    assertThat(failure.hint()).hasValue(ResponseFlaw.HEAD_TOO_LARGE.text());
  }

  @Test
  void keepsNoBasicCredentialsWithASpaceInThem() throws Exception {
    String credentials =
        "YmlsbGluZzphJTIwc2VjcmV0JTIwb2YlMjBvdXJz"; // billing:a%20secret%20of%20ours
    FakeServer.Script answer =
        FakeServer.text(
            "HTTP/1.1 400 No\nContent-Type: application/json",
            "{\"error\":\"invalid_request\",\"error_description\":\"" + credentials + "\"}");
    try (FakeServer server = FakeServer.start(answer);
        TokenClient client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      RegisteredClient asking =
          Clients.of("acme", Clients.registration(server.endpoint("/token")), "a secret of ours");
      TokenFailure failure = (TokenFailure) client.fetch(asking, GrantInput.NONE, Clients.PLENTY);

      assertThat(server.request().header("authorization")).isEqualTo("Basic " + credentials);
      assertThat(failure.untrustedDescription().orElse(""))
          .doesNotContain(credentials.substring(12));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer abc", "bearer abc", "BEARER  a b"})
  void tellsTheSchemeThatATokenStartsWith(String token) throws Exception {
    TokenFailure failure =
        failure(
            "200 OK",
            "Content-Type: application/json",
            "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\"}");

    assertThat(failure.error()).isEqualTo(TokenError.ILLEGAL_TOKEN_CHARS);
    assertThat(failure.hint()).hasValue("Bearer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc def", " Bearer abc", "Bearer\\tabc", "Secretive abc"})
  void takesNothingElseForAScheme(String token) throws Exception {
    assertThat(
            failure(
                    "200 OK",
                    "Content-Type: application/json",
                    "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\"}")
                .hint())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://docs.example.com/oauth/errors#scope, https://docs.example.com/oauth/errors",
    "https://idp.example.com:8443/error?code=7000215, https://idp.example.com:8443/error",
    "http://idp.example.com?you-sent=s3cret-of-ours, http://idp.example.com",
    "https://idp.example.com/s3cret-of-ours,",
    "https://user:word@idp.example.com/,",
    "https://idp.example.com/a page,",
    "https://idp.example.com/\\u001b,",
    "javascript:alert(1),",
    "/errors/7,"
  })
  void keepsOfAnErrorUriThePage(String sent, @Nullable String kept) throws Exception {
    String body = "{\"error\":\"invalid_scope\",\"error_uri\":\"" + sent + "\"}";

    TokenFailure failure = failure("400 No", "Content-Type: application/json", body);

    assertThat(failure.untrustedErrorUri()).isEqualTo(Optional.ofNullable(kept));
    assertThat(failure.toString()).isEqualTo("INVALID_SCOPE (invalid_scope), status 400");
  }
}
