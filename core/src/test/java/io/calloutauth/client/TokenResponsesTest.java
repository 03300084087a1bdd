package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.testkit.CorpusRow;
import io.calloutauth.testkit.FakeServer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
    rows.addAll(ownRows());
    rows.removeIf(CorpusRow::isLater);
    return rows;
  }

  static List<CorpusRow> ownRows() throws Exception {
    return CorpusRow.read(OWN);
  }

  @Test
  void leavesOutOnlyWhatNeedsAGrantOrSchemeThatIsNotThereYet() throws Exception {
    assertThat(CorpusRow.read(CORPUS).stream().filter(CorpusRow::isLater))
        .extracting(CorpusRow::toString)
        .contains("rt-kept", "e400-invalid-grant-rt", "e400-dpop-nonce");
    assertThat(rows()).hasSizeGreaterThanOrEqualTo(86 + 170);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void givesEachAnswerItsVerdict(CorpusRow row) throws Exception {
    TokenResult result = fetch(row);
    if (isAccepted(row)) {
      accepted(row, (IssuedToken) result);
    } else {
      rejected(row.expect(), (TokenFailure) result);
    }
  }

  /** The contract lets other warnings pass; where the row is ours, we know better. */
  @ParameterizedTest
  @MethodSource("ownRows")
  void warnsOfNothingElse(CorpusRow row) throws Exception {
    if (isAccepted(row)) {
      Set<String> warnings = warnings((IssuedToken) fetch(row));
      warnings.remove("no_store_missing");

      assertThat(warnings).isEqualTo(Set.copyOf(CorpusRow.texts(row.expect().get("warn"))));
    }
  }

  private static boolean isAccepted(CorpusRow row) {
    return CorpusRow.text(row.expect(), "outcome").equals("accept");
  }

  private static TokenResult fetch(CorpusRow row) throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer.bytes(row.head(), row.body()));
        TokenClient client =
            HttpTokenClient.builder(LoopbackPolicy.allowing())
                .clock(InstantSource.fixed(NOW))
                .build()) {
      ClientRegistration registration =
          CorpusProvider.registration(row.request(), server.endpoint("/token"));
      return client.fetch(
          Clients.of(registration, SECRET), GrantInput.NONE, Duration.ofSeconds(20));
    }
  }

  private static void accepted(CorpusRow row, IssuedToken token) {
    Map<String, Object> expect = row.expect();
    row.tokenAsSent().ifPresent(sent -> assertThat(token.accessToken().reveal()).isEqualTo(sent));
    assertThat(expect.getOrDefault("token_type", "Bearer")).isEqualTo("Bearer");
    assertThat(warnings(token)).containsAll(CorpusRow.texts(expect.get("warn")));
    if (expect.containsKey("lifetime_s")) {
      assertThat(token.lifetime()).isEqualTo(lifetime(CorpusRow.text(expect, "lifetime_s")));
    }
    if (expect.get("cache") instanceof Boolean cache) {
      assertThat(token.lifetime().isZero()).isNotEqualTo(cache);
    }
    if (expect.containsKey("scope")) {
      assertThat(Set.copyOf(token.scope().tokens()))
          .isEqualTo(Set.copyOf(CorpusRow.texts(expect.get("scope"))));
    }
    assertThat(token.refreshIn().map(hint -> Long.toString(hint.toSeconds())).orElse(""))
        .isEqualTo(CorpusRow.text(expect, "refresh_hint_s"));
    assertThat(token + " " + token.scope()).doesNotContain(secrets(expect));
  }

  private static Set<String> warnings(IssuedToken token) {
    return token.warnings().stream()
        .map(warning -> warning.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Duration lifetime(String expected) {
    return switch (expected) {
      case "default" -> ClientRegistration.DEFAULT_LIFETIME;
      case "max_lifetime" -> Duration.ofHours(24);
      default -> Duration.ofSeconds(new BigDecimal(expected).longValueExact());
    };
  }

  private static void rejected(Map<String, Object> expect, TokenFailure failure) {
    assertThat(failure.error().name().toLowerCase(Locale.ROOT)).isEqualTo(expect.get("error"));
    if (expect.containsKey("code")) {
      assertThat(failure.code()).hasValue(CorpusRow.text(expect, "code"));
    }
    String retry = CorpusRow.text(expect, "retry");
    assertThat(failure.failureClass()).isEqualTo(failureClass(retry, failure.error()));
    assertThat(failure.retryAfter().orElse(Duration.ZERO)).isEqualTo(retryAfter(expect, retry));
    String told = failure + " " + failure.untrustedDescription();
    assertThat(told).doesNotContain(secrets(expect)).doesNotContainPattern("\\p{Cntrl}");
  }

  private static List<String> secrets(Map<String, Object> expect) {
    List<String> secrets = new ArrayList<>(CorpusRow.texts(expect.get("redact")));
    secrets.add(SECRET);
    return secrets;
  }

  private static FailureClass failureClass(String retry, TokenError error) {
    if (retry.equals("never")) {
      return FailureClass.PERMANENT;
    }
    boolean throttled =
        retry.startsWith("after:") || retry.equals("throttled") || error == TokenError.THROTTLED;
    return throttled ? FailureClass.THROTTLED : FailureClass.TRANSIENT;
  }

  /** Returns the wait that the server asks for; zero when it asks for none. */
  private static Duration retryAfter(Map<String, Object> expect, String retry) {
    if (!retry.startsWith("after:")) {
      return Duration.ofSeconds(
          new BigDecimal(expect.getOrDefault("retry_after_s", 0).toString()).longValueExact());
    }
    String wait = retry.substring("after:".length());
    return wait.equals("cap") ? Duration.ofHours(1) : Duration.ofSeconds(Long.parseLong(wait));
  }
}
