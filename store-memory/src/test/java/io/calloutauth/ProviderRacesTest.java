package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.Race;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;

class ProviderRacesTest extends NodeTest {

  private enum Result {
    DONE,
    REFUSED
  }

  @RepeatedTest(20)
  void ofTwoProvidersWithOneNameOneIsMade() throws Exception {
    List<Result> results =
        Race.of(
            n -> {
              try {
                created(n % 2 == 0 ? "Crm" : "cRM");
                return Result.DONE;
              } catch (ProviderNameTakenException taken) {
                return Result.REFUSED;
              }
            });

    assertThat(results).containsOnlyOnce(Result.DONE);
    assertThat(providers().list(10).items()).hasSize(1);
  }

  @RepeatedTest(20)
  void exactlyOneUpdateOfAVersionWins() throws Exception {
    Provider made = created("CRM");

    List<Result> results =
        Race.of(
            n -> {
              try {
                ProviderSettings edit =
                    made.toSettings().toBuilder().clientId("by thread " + n).build();
                providers().update(made.id(), made.version(), edit);
                return Result.DONE;
              } catch (StaleProviderException stale) {
                return Result.REFUSED;
              }
            });

    assertThat(results).containsOnlyOnce(Result.DONE);
    Provider after = providers().find(made.id()).orElseThrow();
    assertThat(after.version()).isGreaterThan(1);
    assertThat(after.clientId()).isEqualTo("by thread " + results.indexOf(Result.DONE));
  }

  @RepeatedTest(20)
  void disablingLosesNoUpdateThatIsMadeAtTheSameMoment() throws Exception {
    Provider made = created("CRM");

    List<Result> results =
        Race.of(
            n -> {
              if (n == 0) {
                providers().disable(made.id());
                return Result.REFUSED;
              }
              try {
                ProviderSettings edit = made.toSettings().toBuilder().clientId("other").build();
                providers().update(made.id(), made.version(), edit);
                return Result.DONE;
              } catch (StaleProviderException stale) {
                return Result.REFUSED;
              }
            });

    Provider after = providers().find(made.id()).orElseThrow();
    assertThat(after.disabled()).isTrue();
    assertThat(after.clientId()).isEqualTo(results.contains(Result.DONE) ? "other" : "billing");
  }
}
