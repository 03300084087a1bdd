package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnouncerTest {

  private final List<String> told = new ArrayList<>();
  private final Announcer announcer =
      new Announcer(
          (provider, kind, detail) ->
              told.add(
                  "%s %s %s [%s]"
                      .formatted(provider.id(), kind, detail.text(), detail.operatorText())));

  @Test
  void tellsWhereTheNetworkFailedToTheOperatorAlone() {
    announcer.announce(
        Entries.entry("p"), failure(TokenError.UNREACHABLE, "resolving x: 10.0.0.1"), false, null);
    announcer.announce(Entries.entry("p"), failure(TokenError.INVALID_CLIENT, ""), false, null);

    assertThat(told)
        .containsExactly(
            "p FAILED UNREACHABLE [resolving x: 10.0.0.1]", "p FAILED INVALID_CLIENT []");
  }

  private static TokenFailure failure(TokenError error, String operatorDetail) {
    return TokenFailure.builder(FailureClass.PERMANENT, error)
        .operatorDetail(operatorDetail)
        .build();
  }
}
