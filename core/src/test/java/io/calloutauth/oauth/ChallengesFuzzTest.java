package io.calloutauth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.calloutauth.client.FuzzInput;
import java.util.List;

/**
 * Whatever a protected resource challenges with can be read. An input is the values of the headers,
 * one on each line.
 */
public class ChallengesFuzzTest {

  @FuzzTest(maxDuration = "10m")
  public void readingChallengesNeverFails(byte[] data) {
    List<String> values = new FuzzInput(data).lines();
    Challenges challenges = Challenges.parse(values);

    assertThat(challenges.all()).hasSizeLessThanOrEqualTo(Challenges.MOST);
    for (Challenge challenge : challenges.all()) {
      assertThat(values).anyMatch(value -> value.contains(challenge.scheme()));
      assertThat(challenge.scheme()).isNotEmpty().doesNotContainAnyWhitespaces();
    }
    challenges.error().ifPresent(error -> assertThat(error).isNotBlank());
    challenges.scope().ifPresent(scope -> assertThat(Scope.of(scope.tokens())).isEqualTo(scope));
    assertThat(challenges.blameTheToken())
        .isEqualTo(blamed(challenges))
        .isEqualTo(Challenges.parse(values).blameTheToken());
    assertThat(challenges.toString()).matches("Challenges\\[(Challenge\\[parameters=\\d+](, )?)*]");
  }

  /** Says the same as the class does, from the challenges alone. */
  private static boolean blamed(Challenges challenges) {
    List<String> errors =
        challenges.all().stream()
            .map(challenge -> challenge.parameter("ERROR").orElse(""))
            .filter(error -> !error.isBlank())
            .toList();
    long lasting =
        errors.stream()
            .filter(
                error ->
                    error.equalsIgnoreCase("insufficient_scope")
                        || error.equalsIgnoreCase("invalid_request"))
            .count();
    return errors.isEmpty() || lasting < errors.size();
  }
}
