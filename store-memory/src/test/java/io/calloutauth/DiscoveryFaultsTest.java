package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.calloutauth.oauth.MetadataError;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.RecordedLog;
import io.calloutauth.testkit.TokenServer.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Servers whose metadata is not to be used, and issuers that are none. */
class DiscoveryFaultsTest extends MetadataNode {

  private static final String CANARY = "CANARY";

  /** A document, in which ISSUER stands for the issuer; its status; and what is told of it. */
  record Bad(int status, String document, MetadataError error) {}

  private static Bad bad(MetadataError error, String document) {
    return new Bad(200, document, error);
  }

  private static Bad token(MetadataError error, String json) {
    return bad(error, "{\"issuer\":\"ISSUER\",\"token_endpoint\":" + json + "}");
  }

  static final List<Bad> BAD =
      List.of(
          bad(MetadataError.NOT_JSON, ""),
          bad(MetadataError.NOT_JSON, "<html>CANARY</html>"),
          bad(MetadataError.NOT_JSON, "[\"CANARY\"]"),
          bad(MetadataError.NOT_JSON, "{\"issuer\":\"ISSUER\""),
          bad(MetadataError.TOO_LARGE, "{\"issuer\":\"ISSUER\",\"x\":\"" + "x".repeat(6_000_000)),
          bad(MetadataError.DUPLICATE_MEMBER, "{\"issuer\":\"ISSUER\",\"issuer\":\"ISSUER\"}"),
          bad(MetadataError.MALFORMED_METADATA, "{\"token_endpoint\":\"https://CANARY.example\"}"),
          bad(MetadataError.MALFORMED_METADATA, "{\"issuer\":7}"),
          bad(MetadataError.OTHER_ISSUER, "{\"issuer\":\"ISSUER/\"}"),
          bad(MetadataError.OTHER_ISSUER, "{\"issuer\":\"<script>CANARY</script>\"}"),
          bad(MetadataError.OTHER_ISSUER, "{\"issuer\":\"https://CANARY.example/\\u202e\"}"),
          bad(MetadataError.OTHER_ISSUER, "{\"issuer\":\"\"}"),
          bad(MetadataError.NO_TOKEN_ENDPOINT, "{\"issuer\":\"ISSUER\",\"x\":\"CANARY\"}"),
          token(MetadataError.NO_TOKEN_ENDPOINT, "null"),
          token(MetadataError.MALFORMED_METADATA, "[\"https://CANARY.example/token\"]"),
          token(MetadataError.MALFORMED_METADATA, "{\"CANARY\":1}"),
          token(MetadataError.MALFORMED_METADATA, "false"),
          token(MetadataError.TOKEN_ENDPOINT_REFUSED, "\"\""),
          token(MetadataError.TOKEN_ENDPOINT_REFUSED, "\"http://CANARY.example/token\""),
          token(MetadataError.TOKEN_ENDPOINT_REFUSED, "\"https://10.0.0.1/CANARY\""),
          token(MetadataError.TOKEN_ENDPOINT_REFUSED, "\"https://169.254.169.254/CANARY\""),
          token(MetadataError.TOKEN_ENDPOINT_REFUSED, "\"https://localhost.localdomain/token\""),
          token(MetadataError.TOKEN_ENDPOINT_REFUSED, "\"https://u:CANARY@idp.example/token\""),
          token(MetadataError.TOKEN_ENDPOINT_REFUSED, "\"https://idp.example/token#CANARY\""),
          token(MetadataError.TOKEN_ENDPOINT_REFUSED, "\"https://idp.example/t?secret=CANARY\""),
          token(MetadataError.TOKEN_ENDPOINT_REFUSED, "\"https://idp.example:22/CANARY\""),
          token(MetadataError.TOKEN_ENDPOINT_REFUSED, "\"javascript:CANARY\""),
          token(MetadataError.TOKEN_ENDPOINT_REFUSED, "\"/token\""),
          token(MetadataError.TOKEN_ENDPOINT_REFUSED, "\"https://idp.example\\r\\nCANARY: 1\""),
          token(MetadataError.TOKEN_ENDPOINT_REFUSED, "\"https://idp.example/\""),
          token(
              MetadataError.TOKEN_ENDPOINT_REFUSED,
              "\"https://i.example/" + "x".repeat(3000) + "\""),
          new Bad(204, "", MetadataError.UNEXPECTED_STATUS),
          new Bad(206, "{\"issuer\":\"ISSUER\"}", MetadataError.UNEXPECTED_STATUS),
          new Bad(401, "{\"error\":\"CANARY\"}", MetadataError.UNEXPECTED_STATUS),
          new Bad(404, "CANARY", MetadataError.NOT_FOUND),
          new Bad(429, "CANARY", MetadataError.THROTTLED),
          new Bad(500, "CANARY", MetadataError.SERVER_UNAVAILABLE));

  @ParameterizedTest
  @FieldSource("BAD")
  void isToldAndNothingIsFilledIn(Bad bad) {
    String document = bad.document().replace("ISSUER", issuer("/a"));
    server.serve(OAUTH + "/a", new Answer(bad.status(), document));
    server.serve("/a" + OPENID, new Answer(bad.status(), document));
    ProviderSettings draft = node.settings("CRM").build();

    List<String> log =
        RecordedLog.of(
            TenantDiscovery.class.getName(),
            Level.TRACE,
            () -> {
              DiscoveryReport report = node.auth.discovery().fetch(issuer("/a"), draft);

              assertThat(report.found()).isFalse();
              assertThat(report.error()).hasValue(bad.error());
              assertThat(report.settings()).isSameAs(draft);
              assertThat(report.confirmedSettings()).isSameAs(draft);
              assertThat(report.filled()).isEmpty();
              assertThat(report.toConfirm()).isEmpty();
              assertThat(report.text()).isNotBlank();
              assertThat(report.toString() + report.toMap()).doesNotContain(CANARY);
            });
    assertThat(log).singleElement().asString().startsWith("WARN Discovery ").doesNotContain(CANARY);
    assertThat(node.events).isEmpty();
  }

  @Test
  void aRedirectIsToldAndNotFollowed() {
    Answer away = new Answer(302, "", Map.of("Location", server.url("/elsewhere?x=CANARY")));
    server.serve(OAUTH, away);
    server.serve(OPENID, away);

    DiscoveryReport report = node.auth.discovery().fetch(issuer(""));

    assertThat(report.error()).hasValue(MetadataError.REDIRECT_REFUSED);
    assertThat(report.text()).contains("elsewhere, to /elsewhere, which is not followed");
    assertThat(report.toMap().toString()).doesNotContain(CANARY);
    assertThat(server.arrivedAt("/elsewhere")).isEmpty();
  }

  @Test
  void whatSaysMoreOfTheTwoPlacesIsTold() {
    server.serve(OAUTH, new Answer(404, ""));
    server.serve(OPENID, new Answer(200, "{\"issuer\":\"https://b.example\"}"));
    assertThat(node.auth.discovery().fetch(issuer("")).error())
        .hasValue(MetadataError.OTHER_ISSUER);

    server.serve(OAUTH, new Answer(200, "<html>"));
    server.serve(OPENID, new Answer(404, ""));
    assertThat(node.auth.discovery().fetch(issuer("")).error()).hasValue(MetadataError.NOT_JSON);
  }

  @Test
  void theSecondPlaceIsAskedAfterBadMetadataInTheFirst() {
    server.serve(OAUTH, new Answer(200, "{\"issuer\":\"https://b.example\"}"));
    serve(OPENID, "", "");

    assertThat(node.auth.discovery().fetch(issuer("")).found()).isTrue();
  }

  @Test
  void aThrottlingServerIsAskedOnce() {
    server.serve(OAUTH, new Answer(429, ""));
    node.auth.discovery().fetch(issuer(""));

    assertThat(server.arrivedAt(OPENID)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', is missing",
    "'  ', is missing",
    "login.example.com, is not an absolute https URL",
    "http://login.example.com, must start with https://",
    "https://10.1.2.3, must name a host on the public internet",
    "https://169.254.169.254, must name a host on the public internet",
    "https://login.example.com/.well-known/openid-configuration, and not the URL of its metadata",
    "https://login.example.com?a=b, without a query"
  })
  void anIssuerThatNoProviderMayHaveIsNotAskedFor(String issuer, String problem) {
    assertThatThrownBy(() -> node.auth.discovery().fetch(issuer))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("issuer")
        .hasMessageContaining(problem);
  }
}
