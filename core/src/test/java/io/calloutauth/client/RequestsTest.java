package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.ClientRegistrationBuilder;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.ScopeSeparator;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.oauth.TokenTypeHint;
import io.calloutauth.testkit.FakeServer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the servers get to see. */
class RequestsTest {

  private FakeServer server;
  private TokenClient client;

  @BeforeEach
  void start() throws Exception {
    server = FakeServer.start(FakeServer.json(Clients.TOKEN_JSON));
    client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private FakeRequest fetched(ClientRegistrationBuilder registration, String secret)
      throws InterruptedException {
    TokenResult result =
        client.fetch(Clients.of("acme", registration, secret), GrantInput.NONE, Clients.PLENTY);
    assertThat(result).isInstanceOf(IssuedToken.class);
    return server.request();
  }

  private ClientRegistrationBuilder registration() {
    return Clients.registration(server.endpoint("/token"));
  }

  private static Map<String, List<String>> form(FakeRequest request) {
    return Arrays.stream(request.body().split("&", -1))
        .map(pair -> pair.split("=", -1))
        .collect(
            Collectors.groupingBy(
                pair -> decoded(pair[0]),
                Collectors.mapping(pair -> decoded(pair[1]), Collectors.toList())));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s6BhdRkqt3|7Fjfp0ZBr1KtDRbnfVdmIw|czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3",
        "s6BhdRkqt3|gX1fBat3bV|czZCaGRSa3F0MzpnWDFmQmF0M2JW",
        "1PpG/Q"
            + " 1|z/tZ9VwFZqApmIQ+ZH1I5pLk/uB4ud:X2/8bL+wfFTt1rFw=|MVBwRyUyRlElMjAxOnolMkZ0WjlWd0ZacUFwbUlRJTJCWkgxSTVwTGslMkZ1QjR1ZCUzQVgyJTJGOGJMJTJCd2ZGVHQxckZ3JTNE",
        "client:id|p@ss:word|Y2xpZW50JTNBaWQ6cCU0MHNzJTNBd29yZA==",
        "a b|c d|YSUyMGI6YyUyMGQ=",
        "clïent|sécret€|Y2wlQzMlQUZlbnQ6cyVDMyVBOWNyZXQlRTIlODIlQUM=",
        "xvz1evFS4wEEPTGEFPHBog|L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg|eHZ6MWV2RlM0d0VFUFRHRUZQSEJvZzpMOHFxOVBaeVJnNmllS0dFS2hab2xHQzB2SldMdzhpRUo4OERSZHlPZw=="
      })
  void formEncodesIdAndSecretBeforeBase64(String id, String secret, String encoded)
      throws Exception {
    FakeRequest request = fetched(registration().clientId(id), secret);

    assertThat(request.header("authorization")).isEqualTo("Basic " + encoded);
    assertThat(form(request)).containsOnlyKeys("grant_type");
  }

  @Test
  void formEncodesTheIdOfAGluuServer() throws Exception {
    FakeRequest request =
        fetched(
            registration()
                .clientId("@!412E.2540.0430.FDDA!0001!A2B6.0F60!0008!45CD.44CF.C8A9.3F6F"),
            "Pa55w0rd!");

    assertThat(request.header("authorization")).startsWith("Basic JTQwJTIxNDEyRS4y");
  }

  @Test
  void formEncodesAsAppendixBShows() throws Exception {
    FakeRequest request = fetched(registration().clientAuthentication(post()), " %&+£€");

    assertThat(request.body().split("&")).contains("client_secret=+%25%26%2B%C2%A3%E2%82%AC");
  }

  private static ClientAuthentication post() {
    return ClientAuthentication.CLIENT_SECRET_POST;
  }

  @Test
  void sendsIdAndSecretInTheBodyAloneWhenSoRegistered() throws Exception {
    FakeRequest request =
        fetched(registration().clientAuthentication(post()).scope(Scope.parse("b a")), "s3cret");

    assertThat(request.headers()).doesNotContainKey("authorization");
    assertThat(form(request))
        .isEqualTo(
            Map.of(
                "grant_type", List.of("client_credentials"),
                "client_id", List.of("billing"),
                "client_secret", List.of("s3cret"),
                "scope", List.of("b a")));
  }

  @Test
  void leavesOutASecretWithoutValue() throws Exception {
    FakeRequest request = fetched(registration().clientAuthentication(post()), "");

    assertThat(form(request)).containsOnlyKeys("grant_type", "client_id");
  }

  @Test
  void sendsTheseHeadersAndNoOther() throws Exception {
    FakeRequest request = fetched(registration(), "s3cret");

    assertThat(request.headers())
        .containsOnlyKeys(
            "accept",
            "accept-encoding",
            "authorization",
            "connection",
            "content-length",
            "content-type",
            "host",
            "user-agent")
        .containsEntry("accept", "application/json")
        .containsEntry("accept-encoding", "gzip")
        .containsEntry("content-type", "application/x-www-form-urlencoded")
        .containsEntry("host", "localhost:" + server.port())
        .containsEntry("user-agent", "callout-auth");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/token?account_id=x%2By",
        "/token?",
        "/a//b/%7euser;v=1/../t?x=%e4&&y=%2F+1&y",
        "/?q=a:b@c",
        "//x/y"
      })
  void keepsPathAndQueryByteForByte(String pathAndQuery) throws Exception {
    FakeRequest request = fetched(Clients.registration(server.endpoint(pathAndQuery)), "s3cret");

    assertThat(request.line()).isEqualTo("POST " + pathAndQuery + " HTTP/1.1");
  }

  @Test
  void joinsAScopeWithTheProvidersSeparator() throws Exception {
    Scope scope = Scope.parse("a b");

    FakeRequest comma =
        fetched(registration().scope(scope).scopeSeparator(ScopeSeparator.COMMA), "s3cret");
    FakeRequest plus =
        fetched(registration().scope(scope).scopeSeparator(ScopeSeparator.PLUS), "s3cret");

    assertThat(form(comma)).containsEntry("scope", List.of("a,b"));
    assertThat(form(plus)).containsEntry("scope", List.of("a+b"));
  }

  @Test
  void nowhereButInTheBodyTellsTheTokenToBeRevoked() throws Exception {
    RegisteredClient registered =
        Clients.of(registration().revocationEndpoint(server.endpoint("/revoke?x=1")));

    client.revoke(registered, Secret.of("a+b/c=="), TokenTypeHint.ACCESS_TOKEN, Clients.PLENTY);

    FakeRequest request = server.request();
    assertThat(request.line()).isEqualTo("POST /revoke?x=1 HTTP/1.1");
    assertThat(request.header("authorization")).isEqualTo("Basic YmlsbGluZzpzM2NyZXQ=");
    assertThat(form(request))
        .isEqualTo(Map.of("token", List.of("a+b/c=="), "token_type_hint", List.of("access_token")));
  }

  @Test
  void sendsTheTokenToTheTestEndpointAsABearerTokenAndNothingElse() throws Exception {
    RegisteredClient registered = Clients.of(registration().testEndpoint(server.endpoint("/me")));

    client.test(registered, Secret.of("v^1.1#i%2F"), Clients.PLENTY);

    FakeRequest request = server.request();
    assertThat(request.line()).isEqualTo("GET /me HTTP/1.1");
    assertThat(request.headers())
        .containsOnlyKeys("accept-encoding", "authorization", "connection", "host", "user-agent")
        .containsEntry("authorization", "Bearer v^1.1#i%2F");
  }
}
