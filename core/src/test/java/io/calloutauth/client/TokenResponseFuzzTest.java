package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.calloutauth.endpoint.TestEndpoints;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Whatever a token endpoint answers becomes a token that a header may carry, or a failure without
 * the server's words. An input is a status, header lines, an empty line and a body.
 */
class TokenResponseFuzzTest {

  private static final String SECRET = "TOPSECRET-0123456789";
  private static final Duration DAY = Duration.ofHours(24);

  private final TokenResponseParser verdicts =
      new TokenResponseParser(InstantSource.fixed(Instant.parse("2026-11-01T12:00:00Z")));
  private final RegisteredClient client =
      Clients.of(
          Clients.registration(TestEndpoints.of(URI.create("https://login.example.com/token")))
              .scope(Scope.parse("orders.write"))
              .tokenTypeAliases(Set.of("jwt"))
              .build(),
          SECRET);

  @FuzzTest(maxDuration = "10m")
  void anAnswerBringsASoundTokenOrAFailure(byte[] data) {
    TokenResult result = verdicts.parse(Clients.credential(client), answer(new FuzzInput(data)));
    if (result instanceof IssuedToken token) {
      accepted(token);
    } else {
      rejected((TokenFailure) result);
    }
  }

  private static void accepted(IssuedToken token) {
    String value = token.accessToken().reveal();
    assertThat(value.length()).isBetween(1, 64 * 1024);
    assertThat(value.chars().allMatch(c -> c > 0x20 && c < 0x7F)).isTrue();
    assertThat(token.lifetime()).isBetween(Duration.ZERO, DAY);
    assertThat(token.refreshIn().orElse(Duration.ZERO)).isBetween(Duration.ZERO, DAY);
    assertThat(Scope.of(token.scope().tokens())).isEqualTo(token.scope());
  }

  private static void rejected(TokenFailure failure) {
    assertThat(failure.retryAfter().orElse(Duration.ZERO))
        .isBetween(Duration.ZERO, Duration.ofHours(1));
    String code = failure.code().orElse("none");
    assertThat(code.length()).isBetween(1, 100);
    assertThat(code.chars().allMatch(c -> c >= 0x20 && c < 0x7F)).isTrue();
    String description = failure.untrustedDescription().orElse("");
    assertThat(description.length()).isLessThanOrEqualTo(500);
    assertThat(description.chars().noneMatch(Character::isISOControl)).isTrue();
    assertThat(description + failure).doesNotContain(SECRET);
  }

  /** Goes the way of the transport, inflation included. */
  private static HttpResult answer(FuzzInput input) {
    int status = status(input.line());
    Map<String, List<String>> headers = new HashMap<>();
    for (String line : input.lines()) {
      String[] parts = line.split(":", 2);
      headers
          .computeIfAbsent(parts[0].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(parts.length < 2 ? "" : parts[1].trim());
    }
    HttpResult head = HttpResult.of(status, headers, new byte[0]);
    String coding = String.join(",", head.headers("Content-Encoding"));
    byte[] body = input.rest();
    try {
      return HttpResult.of(status, headers, BoundedBody.inflate(body, coding));
    } catch (TransportException unacceptable) {
      return head.brokenBy(
          new HttpResult.RequestFailure(unacceptable.failure(), InFlightRequest.HttpStage.BODY, ""),
          BoundedBody.inflateStart(body, coding));
    }
  }

  private static int status(String line) {
    return line.matches("[1-5][0-9][0-9]") ? Integer.parseInt(line) : 200;
  }
}
