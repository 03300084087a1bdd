package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.client.Clients;
import io.calloutauth.endpoint.TestEndpoints;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnouncerTest {

  private final List<String> told = new ArrayList<>();
  private final Announcer announcer =
      new Announcer(
          (provider, name, kind, detail) ->
              told.add(
                  "%s %s %s [%s]"
                      .formatted(provider.id(), kind, detail.text(), detail.operatorText())));

  @Test
  void tellsWhereTheNetworkFailedToTheOperatorAlone() {
    announce(failure(TokenError.UNREACHABLE, "resolving x: 10.0.0.1"));
    announce(failure(TokenError.INVALID_CLIENT, ""));

    assertThat(told)
        .containsExactly(
            "p FAILED UNREACHABLE [resolving x: 10.0.0.1]", "p FAILED INVALID_CLIENT []");
  }

  private void announce(TokenFailure failure) {
    announce(client(), failure);
  }

  private void announce(RegisteredClient client, TokenResult response) {
    Announcer.Told what = new Announcer.Told(client, response, true, Duration.ZERO);
    announcer.announce(Entries.entry("p"), what, null);
  }

  /** A client whose secret is being rolled. */
  private static RegisteredClient client() {
    return Clients.of(TestEndpoints.of(URI.create("https://idp.example.com/token")))
        .with("client_secret:next", Secret.of("s3cret-2"));
  }

  private static IssuedToken token(String credential) {
    return IssuedToken.builder(Secret.of("t"), Duration.ofHours(1)).credential(credential).build();
  }

  @Test
  void tellsOfACredentialThatIsAnotherThanTheOneBeforeWhileBothAreThere() {
    announce(client().lastCredential("client_secret"), token("client_secret:next"));
    announce(client().lastCredential("client_secret:next"), token("client_secret:next"));
    announce(client().lastCredential("private_key:gone"), token("client_secret"));
    announce(client(), token("client_secret:next"));

    assertThat(told)
        .containsExactly(
            "p RENEWED  []",
            "p CREDENTIAL_SWITCHED client_secret:next []",
            "p RENEWED  []",
            "p RENEWED  []",
            "p RENEWED  []");
  }

  @Test
  void whatIsTheSameAsBeforeKeepsItsCorrelationId() {
    TokenFailure first = failure(TokenError.UNREACHABLE, "a");
    TokenFailure again = failure(TokenError.UNREACHABLE, "b");
    TokenFailure other = failure(TokenError.INVALID_CLIENT, "");

    assertThat(Announcer.relate(again, first))
        .isInstanceOfSatisfying(
            TokenFailure.class,
            related -> {
              assertThat(related.correlationId()).isEqualTo(first.correlationId());
              assertThat(related.operatorDetail()).isEqualTo("b");
            });
    assertThat(Announcer.relate(other, first)).isSameAs(other);
    assertThat(Announcer.relate(again, null)).isSameAs(again);
    assertThat(first.correlationId()).matches("[0-9a-f]{16}").isNotEqualTo(other.correlationId());
  }

  private static TokenFailure failure(TokenError error, String operatorDetail) {
    return TokenFailure.builder(FailureClass.PERMANENT, error)
        .operatorDetail(operatorDetail)
        .build();
  }
}
