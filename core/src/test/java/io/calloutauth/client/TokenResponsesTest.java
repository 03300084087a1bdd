package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real answers of real servers, and neighbours of them, each with the verdict it must get. */
class TokenResponsesTest {

  private static final String CORPUS = "/corpus/token-responses.jsonl";
  private static final String OWN = "/corpus/token-responses-own.jsonl";
  private static final String SECRET = "TOPSECRET";
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  static List<CorpusRow> rows() throws Exception {
    List<CorpusRow> rows = new ArrayList<>(CorpusRow.read(CORPUS));
    rows.addAll(CorpusRow.read(OWN));
    rows.removeIf(CorpusRow::isLater);
    return rows;
  }

  @Test
  void leavesOutOnlyWhatNeedsAGrantOrSchemeThatIsNotThereYet() throws Exception {
    assertThat(CorpusRow.read(CORPUS).stream().filter(CorpusRow::isLater))
        .extracting(CorpusRow::toString)
        .containsExactlyInAnyOrder("rt-kept", "e400-invalid-grant-rt", "e400-dpop-nonce");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void givesEachAnswerItsVerdict(CorpusRow row) throws Exception {
    TokenResult result = fetch(row);
    if (CorpusRow.text(row.expect(), "outcome").equals("accept")) {
      accepted(row.expect(), (IssuedToken) result);
    } else {
      rejected(row.expect(), (TokenFailure) result);
    }
  }

  private static TokenResult fetch(CorpusRow row) throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer.bytes(row.head(), row.body()));
        TokenClient client =
            NimbusTokenClient.builder(LoopbackPolicy.allowing())
                .clock(InstantSource.fixed(NOW))
                .build()) {
      ClientRegistration registration = registration(row.request(), server.endpoint("/token"));
      return client.fetch(
          new RegisteredClient("acme", registration, Secret.of(SECRET)), Duration.ofSeconds(20));
    }
  }

  private static ClientRegistration registration(Map<String, Object> request, Endpoint endpoint) {
    ClientRegistration.Builder builder =
        ClientRegistration.builder().clientId("billing").tokenEndpoint(endpoint);
    builder.scope(Scope.parse(CorpusRow.text(request, "scope")));
    if (CorpusRow.text(request, "scope_separator").equals(",")) {
      builder.scopeSeparator(ScopeSeparator.COMMA);
    }
    if (CorpusRow.text(request, "expires_in_unit").equals("ms")) {
      builder.lifetimeUnit(LifetimeUnit.MILLISECONDS);
    }
    builder.tokenTypeAliases(Set.copyOf(texts(request.get("token_type_aliases"))));
    return builder.build();
  }

  private static void accepted(Map<String, Object> expect, IssuedToken token) {
    assertThat(token.lifetime()).isEqualTo(lifetime(expect.get("lifetime_s")));
    Set<String> warnings =
        token.warnings().stream()
            .map(warning -> warning.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new));
    warnings.remove("no_store_missing");
    assertThat(String.join(" ", warnings)).isEqualTo(CorpusRow.text(expect, "warn"));
    if (expect.containsKey("scope")) {
      assertThat(Set.copyOf(token.scope().tokens()))
          .isEqualTo(Set.copyOf(texts(expect.get("scope"))));
    }
    assertThat(token.refreshIn().map(hint -> Long.toString(hint.toSeconds())).orElse(""))
        .isEqualTo(CorpusRow.text(expect, "refresh_hint_s"));
  }

  private static Duration lifetime(@Nullable Object expected) {
    return switch (String.valueOf(expected)) {
      case "default" -> ClientRegistration.DEFAULT_LIFETIME;
      case "max_lifetime" -> Duration.ofHours(24);
      default -> Duration.ofSeconds(Long.parseLong(String.valueOf(expected)));
    };
  }

  private static void rejected(Map<String, Object> expect, TokenFailure failure) {
    assertThat(failure.error().name().toLowerCase(Locale.ROOT)).isEqualTo(expect.get("error"));
    if (expect.containsKey("code")) {
      assertThat(failure.code()).hasValue(CorpusRow.text(expect, "code"));
    }
    String retry = CorpusRow.text(expect, "retry");
    assertThat(failure.failureClass()).isEqualTo(failureClass(retry, failure.error()));
    assertThat(failure.retryAfter()).isEqualTo(retryAfter(retry));
    for (String secret : texts(expect.get("redact"))) {
      assertThat(failure.untrustedDescription().orElseThrow()).doesNotContain(secret);
    }
    assertThat(failure.toString() + failure.untrustedDescription())
        .doesNotContainPattern("\\p{Cntrl}");
  }

  private static FailureClass failureClass(String retry, TokenError error) {
    if (retry.equals("never")) {
      return FailureClass.PERMANENT;
    }
    boolean throttled = retry.startsWith("after:") || error == TokenError.THROTTLED;
    return throttled ? FailureClass.THROTTLED : FailureClass.TRANSIENT;
  }

  private static Optional<Duration> retryAfter(String retry) {
    if (!retry.startsWith("after:")) {
      return Optional.empty();
    }
    String wait = retry.substring("after:".length());
    return Optional.of(
        wait.equals("cap") ? Duration.ofHours(1) : Duration.ofSeconds(Long.parseLong(wait)));
  }

  private static List<String> texts(@Nullable Object list) {
    return list instanceof List<?> values
        ? values.stream().map(String::valueOf).toList()
        : List.of();
  }
}
