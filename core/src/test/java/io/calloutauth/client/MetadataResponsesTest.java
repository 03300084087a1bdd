package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.MetadataError;
import io.calloutauth.oauth.MetadataFailure;
import io.calloutauth.oauth.MetadataResult;
import io.calloutauth.oauth.ServerMetadata;
import io.calloutauth.oauth.ServerMetadata.Offer;
import io.calloutauth.testkit.FakeServer;
import io.calloutauth.testkit.FakeServer.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of authorization server metadata, and what is not. */
class MetadataResponsesTest {

  private static final String ISSUER = "https://login.example.com/a";
  private static final String START = "{\"issuer\":\"" + ISSUER + "\"";
  private static final String PATH = "/.well-known/oauth-authorization-server/a";

  /** A response with status 200, and why it is not read. */
  record Bad(String body, MetadataError error) {}

  static final List<Bad> BAD =
      List.of(
          new Bad("", MetadataError.NOT_JSON),
          new Bad(" \n", MetadataError.NOT_JSON),
          new Bad("<!doctype html><title>Sign in</title>", MetadataError.NOT_JSON),
          new Bad("issuer=https%3A%2F%2Flogin.example.com%2Fa", MetadataError.NOT_JSON),
          new Bad("[" + START + "}]", MetadataError.NOT_JSON),
          new Bad("\"" + ISSUER + "\"", MetadataError.NOT_JSON),
          new Bad("null", MetadataError.NOT_JSON),
          new Bad(START, MetadataError.NOT_JSON),
          new Bad(START + "} {}", MetadataError.NOT_JSON),
          new Bad(START + ",}", MetadataError.NOT_JSON),
          new Bad(START + "}\0", MetadataError.NOT_JSON),
          new Bad(START + ",\"issuer\":\"" + ISSUER + "\"}", MetadataError.DUPLICATE_MEMBER),
          new Bad(
              START + ",\"token_endpoint\":\"https://a\",\"token_endpoint\":\"https://b\"}",
              MetadataError.DUPLICATE_MEMBER),
          new Bad(
              START + ",\"x\":" + "[".repeat(40) + "]".repeat(40) + "}", MetadataError.TOO_LARGE),
          new Bad(START + ",\"x\":[" + "1,".repeat(5_000) + "1]}", MetadataError.TOO_LARGE),
          new Bad(START + ",\"x\":\"" + "x".repeat(300_000) + "\"}", MetadataError.TOO_LARGE),
          new Bad(START + ",\"x\":\"" + "x".repeat(6_000_000) + "\"}", MetadataError.TOO_LARGE),
          new Bad("{}", MetadataError.MALFORMED_METADATA),
          new Bad("{\"issuer\":null}", MetadataError.MALFORMED_METADATA),
          new Bad("{\"issuer\":[\"" + ISSUER + "\"]}", MetadataError.MALFORMED_METADATA),
          new Bad(START + ",\"token_endpoint\":7}", MetadataError.MALFORMED_METADATA),
          new Bad(START + ",\"token_endpoint\":[\"https://a\"]}", MetadataError.MALFORMED_METADATA),
          new Bad(START + ",\"revocation_endpoint\":{}}", MetadataError.MALFORMED_METADATA),
          new Bad(START + ",\"revocation_endpoint\":true}", MetadataError.MALFORMED_METADATA));

  private static MetadataResult fetched(Script script) throws IOException {
    try (FakeServer server = FakeServer.start(script);
        TokenClient client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      return client.metadata("acme", server.endpoint(PATH), ISSUER, Clients.PLENTY);
    }
  }

  private static MetadataFailure failure(Script script) throws IOException {
    return (MetadataFailure) fetched(script);
  }

  @ParameterizedTest
  @FieldSource("BAD")
  void isNotReadInPart(Bad bad) throws IOException {
    assertThat(failure(FakeServer.json(bad.body())).error()).isEqualTo(bad.error());
  }

  /** Most clients show no certificate in TLS. */
  @ParameterizedTest
  @ValueSource(strings = {"{\"token_endpoint\":7}", "[]", "\"none\"", "false"})
  void hasNoAliasesWhereTheyCannotBeRead(String aliases) throws IOException {
    String members = ",\"token_endpoint\":\"https://a\",\"mtls_endpoint_aliases\":" + aliases + "}";

    ServerMetadata metadata = (ServerMetadata) fetched(FakeServer.json(START + members));

    assertThat(metadata.endpoints()).containsOnlyKeys("token_endpoint");
    assertThat(metadata.aliases()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.example.com/a/",
        "https://login.example.com/A",
        "https://LOGIN.example.com/a",
        "https://login.example.com:443/a",
        "https://login.example.com",
        "https://login.example.com/a ",
        "http://login.example.com/a",
        "https://login.example.com/%61",
        "https://evil.example.net/a"
      })
  void isOfTheVeryIssuerThatWasAskedFor(String other) throws IOException {
    MetadataFailure failure = failure(FakeServer.json("{\"issuer\":\"" + other + "\"}"));

    assertThat(failure.error()).isEqualTo(MetadataError.OTHER_ISSUER);
    assertThat(failure.untrustedIssuer()).hasValue(other);
    assertThat(failure).hasToString("MetadataFailure[OTHER_ISSUER, status 200]");
  }

  @ParameterizedTest
  @CsvSource({
    "201, UNEXPECTED_STATUS",
    "204, UNEXPECTED_STATUS",
    "400, UNEXPECTED_STATUS",
    "401, UNEXPECTED_STATUS",
    "403, UNEXPECTED_STATUS",
    "404, NOT_FOUND",
    "410, NOT_FOUND",
    "429, THROTTLED",
    "500, SERVER_UNAVAILABLE",
    "503, THROTTLED"
  })
  void comesWithStatus200Alone(int status, MetadataError error) throws IOException {
    String body = status == 204 ? "" : START + "}";
    MetadataFailure failure = failure(FakeServer.text("HTTP/1.1 " + status + " So", body));

    assertThat(failure.error()).isEqualTo(error);
    assertThat(failure.status()).isEqualTo(status);
  }

  @Test
  void isNotFollowedElsewhere() throws IOException {
    MetadataFailure failure =
        failure(
            FakeServer.text(
                "HTTP/1.1 302 So\nLocation: https://b.example/x?secret=1", START + "}"));

    assertThat(failure.error()).isEqualTo(MetadataError.REDIRECT_REFUSED);
    assertThat(failure.redirectTarget()).hasValue("b.example");
  }

  @Test
  void isNotReadOutOfWhatIsNoHttp() throws IOException {
    assertThat(
            failure(out -> out.write("SSH-2.0-x\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
                .error())
        .isEqualTo(MetadataError.NOT_JSON);
  }

  @Test
  void hasNoStatusWhereTheNetworkFails() throws IOException {
    MetadataFailure failure =
        failure(
            out -> {
              out.write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"
                      .getBytes(StandardCharsets.US_ASCII));
              throw new IOException("hangs up");
            });

    assertThat(failure.error()).isEqualTo(MetadataError.UNREACHABLE);
    assertThat(failure.status()).isZero();
    assertThat(failure.operatorDetail()).isNotEmpty();
  }

  @Test
  void isAskedForWithoutCredentials() throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer.json(START + "}"));
        TokenClient client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      client.metadata("acme", server.endpoint(PATH), ISSUER, Clients.PLENTY);
      FakeRequest request = server.request();

      assertThat(request.line()).startsWith("GET " + PATH + " ");
      assertThat(request.header("accept")).isEqualTo("application/json");
      assertThat(request.headers()).doesNotContainKeys("authorization", "cookie");
    }
  }

  @Test
  void keepsWhatMayBeChosenAndNothingElse() throws IOException {
    String scopes =
        IntStream.range(0, 150).mapToObj(i -> "\"s" + i + "\"").collect(Collectors.joining(","));
    ServerMetadata metadata =
        (ServerMetadata)
            fetched(
                FakeServer.json(
                    START
                        + ",\"token_endpoint\":\"https://login.example.com/token\""
                        + ",\"revocation_endpoint\":null,\"jwks_uri\":7"
                        + ",\"grant_types_supported\":[\"client_credentials\",\"<b>\\n\",\"a b\",3,"
                        + "\"client_credentials\",\""
                        + "x".repeat(201)
                        + "\"]"
                        + ",\"token_endpoint_auth_methods_supported\":\"client_secret_post\""
                        + ",\"scopes_supported\":["
                        + scopes
                        + "]}"));

    assertThat(metadata.endpoints())
        .containsExactly(Map.entry("token_endpoint", "https://login.example.com/token"));
    assertThat(metadata.offers()).containsOnlyKeys(Offer.GRANT_TYPES, Offer.SCOPES);
    assertThat(metadata.offers().get(Offer.GRANT_TYPES)).containsExactly("client_credentials");
    assertThat(metadata.offers().get(Offer.SCOPES)).hasSize(100).contains("s99");
    assertThat(metadata.toString()).doesNotContain("token");
  }
}
