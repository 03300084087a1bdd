package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
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
    announcer.announce(Entries.entry("p"), new Announcer.Told(failure, false, Duration.ZERO), null);
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
