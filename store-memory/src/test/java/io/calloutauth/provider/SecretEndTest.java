package io.calloutauth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.InvalidSettingsException;
import io.calloutauth.NodeTest;
import io.calloutauth.ProviderQuery;
import io.calloutauth.oauth.ClientAuthentication;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a client secret ends, as an administrator enters it. */
class SecretEndTest extends NodeTest {

  private Provider ending(String end) {
    return providers().create(node.settings("CRM").clientSecretExpiresAt(end).build());
  }

  private static String refusal(ThrowingCallable step) {
    InvalidSettingsException refused = catchThrowableOfType(InvalidSettingsException.class, step);
    assertThat(refused.problems())
        .extracting(FieldProblem::field)
        .containsExactly(ProviderField.CLIENT_SECRET_EXPIRES_AT);
    return refused.problems().get(0).reason();
  }

  @ParameterizedTest
  @CsvSource({
    "2027-01-31, 2027-01-31T00:00:00Z",
    "' 2027-01-31\t', 2027-01-31T00:00:00Z",
    "2028-02-29, 2028-02-29T00:00:00Z",
    "2027-01-31T18:00, 2027-01-31T18:00:00Z",
    "2027-01-31T18:00Z, 2027-01-31T18:00:00Z",
    "2027-01-31T18:00:59+01:00, 2027-01-31T17:00:59Z",
    "2027-01-31T18:00:59.123Z, 2027-01-31T18:00:59Z",
    "9999-12-31, 9999-12-31T00:00:00Z"
  })
  void isADateOrATime(String typed, String read) {
    Provider made = ending(typed);

    assertThat(made.clientSecretExpiresAt()).contains(Instant.parse(read));
    assertThat(made.toMap()).containsEntry("client_secret_expires_at", read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "soon",
        "2027-02-29",
        "2027-13-01",
        "31.01.2027",
        "1811808000",
        "2027-01-31T25:00",
        "2027-01-31 18:00",
        "-2027-01-31",
        "12027-01-31",
        "9999-12-31T23:59:59-18:00",
        "2027-01-31T18:00[Europe/Berlin]"
      })
  void isNothingElse(String typed) {
    assertThat(refusal(() -> ending(typed)))
        .startsWith("must be a date such as 2027-01-31, or a time such as 2027-01-31T18:00Z");
    assertThat(providers().list(10).items()).isEmpty();
  }

  @Test
  void isNotKnownUnlessItIsEntered() {
    assertThat(ending("").clientSecretExpiresAt()).isEmpty();
  }

  @Test
  void isNeededByNobodyWithoutASecret() {
    assertThat(
            refusal(
                () ->
                    providers()
                        .create(
                            node.settings("CRM")
                                .clientSecret(null)
                                .clientAuthentication(ClientAuthentication.NONE)
                                .clientSecretExpiresAt("2099-01-01")
                                .build())))
        .startsWith("must not be set");
  }

  /** Who renames a provider whose secret ended does not have it at hand. */
  @Test
  void liesAheadOfASecretThatIsSetAndStaysWithOneThatIsKept() {
    assertThat(refusal(() -> ending("2020-01-01"))).startsWith("is over");
    Provider made = ending("2026-12-01");
    node.time.setWall(Duration.ofDays(60));

    Provider renamed = node.edit(made.id(), draft -> draft.name("renamed"));

    assertThat(renamed.clientSecretExpiresAt()).isEqualTo(made.clientSecretExpiresAt());
    assertThat(refusal(() -> node.edit(made.id(), draft -> draft.clientSecret("another"))))
        .startsWith("is over");
    assertThat(refusal(() -> node.edit(made.id(), d -> d.clientSecretExpiresAt("2026-12-02"))))
        .startsWith("is over");
    Provider typed =
        node.edit(
            made.id(), draft -> draft.clientSecret("another").clientSecretExpiresAt("2027-06-01"));
    assertThat(typed.clientSecretExpiresAt()).contains(Instant.parse("2027-06-01T00:00:00Z"));
  }

  @Test
  void losesNoToken() {
    Provider made = node.bound("n");
    String token = node.token("n");

    node.edit(made.id(), draft -> draft.clientSecretExpiresAt("2099-01-01"));

    assertThat(node.token("n")).isEqualTo(token);
  }

  @Test
  void goesWithTheSecretThatAnotherTakesThePlaceOf() {
    Provider made = ending("2027-06-01");
    Provider rolled = providers().addSecret(made.id(), made.version(), "s3cret of tomorrow");
    assertThat(rolled.clientSecretExpiresAt()).isEqualTo(made.clientSecretExpiresAt());

    Provider promoted = providers().promoteSecret(rolled.id(), rolled.version());

    assertThat(promoted.clientSecretExpiresAt()).isEmpty();
  }

  @Test
  void isSearchedFor() {
    Provider made = ending("2027-06-01");
    providers().create(node.settings("without").build());
    Instant end = Instant.parse("2027-06-01T00:00:00Z");

    assertThat(
            providers()
                .search(ProviderQuery.all().secretEndsBefore(end.plusSeconds(1)), 10)
                .items())
        .extracting(found -> found.provider().id())
        .containsExactly(made.id());
    assertThat(providers().search(ProviderQuery.all().secretEndsBefore(end), 10).items()).isEmpty();
  }
}
