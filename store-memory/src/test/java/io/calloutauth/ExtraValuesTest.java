package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.provider.RequestSettings;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.Sealed;
import io.calloutauth.testkit.TokenServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Extra parameters and headers: who types them, where they are kept, and where they go. */
class ExtraValuesTest extends NodeTest {

  private static final String PARAMETER = "CANARY of the parameter";
  private static final String HEADER = "CANARY of the header";

  private Provider made() {
    return made(r -> r.parameter("account_id", PARAMETER).header("X-Key", HEADER));
  }

  private Provider made(Consumer<RequestSettings> change) {
    return providers().create(node.settings("CRM").requests(change).build());
  }

  private InvalidSettingsException refused(Consumer<RequestSettings> change) {
    return catchThrowableOfType(InvalidSettingsException.class, () -> made(change));
  }

  private ProviderRow row(Provider provider) {
    return node.store
        .providers()
        .find(new ProviderKey("acme", provider.id().value()))
        .orElseThrow();
  }

  private String lastBody() {
    List<String> bodies = server.arrivedAt("/token").map(TokenServer.Arrived::body).toList();
    return bodies.get(bodies.size() - 1);
  }

  @Test
  void valuesAreSealedAndSentAndNeverShown() {
    Provider made = made();

    assertThat(providers().check(made.toSettings()).passed()).isTrue();
    assertThat(lastBody()).contains("account_id=CANARY+of+the+parameter");
    node.auth.tokens().obtain(made.id());
    assertThat(lastBody()).contains("account_id=CANARY+of+the+parameter");
    assertThat(row(made).content().secrets())
        .containsOnlyKeys("client_secret", "parameter:account_id", "header:X-Key");
    Provider found = providers().find(made.id()).orElseThrow();
    assertThat(found.requests().parameterNames()).containsExactly("account_id");
    assertThat(found.requests().headerNames()).containsExactly("X-Key");
    assertThat(row(made).toString() + found + found.requests() + found.toSettings())
        .doesNotContain("CANARY");
  }

  @Test
  void anEditKeepsChangesAndDropsValuesByName() {
    Provider made = made();

    Provider renamed = node.edit(made.id(), draft -> draft.name("other"));
    assertThat(row(renamed).epoch()).isEqualTo(row(made).epoch());
    long epoch = row(renamed).epoch();
    Provider changed =
        node.edit(
            made.id(), d -> d.requests(r -> r.parameter("account_id", "8").noHeader("X-Key")));
    node.auth.tokens().obtain(made.id());

    assertThat(lastBody()).contains("account_id=8&");
    assertThat(row(changed).content().secrets())
        .containsOnlyKeys("client_secret", "parameter:account_id");
    assertThat(row(changed).epoch()).isGreaterThan(epoch);
    assertThat(node.events)
        .filteredOn(event -> event.type() == EventType.PROVIDER_UPDATED)
        .extracting(CalloutAuthEvent::changedFields)
        .containsExactly(
            List.of(ProviderField.NAME), List.of(ProviderField.PARAMETERS, ProviderField.HEADERS));
  }

  @Test
  void valuesThatCouldGoElsewhereMustBeEnteredAgainEvenBesideANewClientSecret() {
    Provider made = made();
    UnaryOperator<ProviderSettings.Builder> move =
        draft -> draft.clientSecret("new").tokenEndpoint(server.url("/token2"));

    InvalidSettingsException bad =
        catchThrowableOfType(InvalidSettingsException.class, () -> node.edit(made.id(), move));

    assertThat(bad.problems())
        .extracting(FieldProblem::field)
        .containsExactly(ProviderField.PARAMETERS, ProviderField.HEADERS);
    assertThat(bad).hasMessageContaining("must be entered again").hasMessageNotContaining("CANARY");
    Provider moved =
        node.edit(
            made.id(),
            d -> move.apply(d).requests(r -> r.parameter("account_id", "1").header("X-Key", "k")));
    assertThat(moved.version()).isGreaterThan(1);
  }

  @Test
  void aKeptValueFollowsANarrowedDestination() {
    Provider made = made();

    node.edit(made.id(), draft -> draft.testEndpoint(""));
    node.auth.tokens().obtain(made.id());

    assertThat(lastBody()).contains("account_id=CANARY+of+the+parameter");
  }

  @Test
  void aValueThatWasMovedToAnotherNameInTheStoreDoesNotOpen() {
    ProviderRow row = row(made(r -> r.parameter("a", "1").parameter("b", "2")));
    Map<String, Sealed> secrets = new HashMap<>(row.content().secrets());
    secrets.put("parameter:b", Objects.requireNonNull(secrets.get("parameter:a")));
    ProviderContent moved = row.content().toBuilder().secrets(secrets).build();
    node.store.providers().update(row.key(), row.version(), NewNumber.EPOCH, moved);

    assertThatThrownBy(() -> node.auth.tokens().obtain(new ProviderId(row.key().id())))
        .isInstanceOf(SealedValueException.class);
    assertThat(server.exchanges()).isZero();
  }

  @Test
  void refusesWhatIsTooMuch() {
    assertThat(refused(r -> r.header("A", "k".repeat(4_097))))
        .hasMessageContaining("extra headers must have values of at most 4,096");
    assertThat(refused(r -> r.parameter("a", "é".repeat(2_049))))
        .hasMessageContaining("extra parameters must have values of at most 4,096");
    assertThat(refused(r -> many(r, 21)))
        .hasMessageContaining("extra parameters must be at most 20");
    assertThat(made(r -> many(r, 20)).requests().parameterNames()).hasSize(20);
  }

  private static RequestSettings many(RequestSettings requests, int count) {
    IntStream.range(0, count).forEach(i -> requests.parameter("p" + i, "v".repeat(4_096)));
    return requests;
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nb", "a\0", "é", " a", "a\tb", "a\u007fb"})
  void aHeaderValueIsVisibleAscii(String value) {
    assertThat(refused(r -> r.header("X-Key", value))).hasMessageContaining("extra headers");
  }

  @Test
  void refusesNamesThatBelongToTheRequest() {
    assertThat(refused(r -> r.parameter("Client_ID", "CANARY")))
        .hasMessageContaining("extra parameters must be at most 20")
        .hasMessageNotContaining("CANARY");
    assertThat(refused(r -> r.header("metadata-flavor", "Google")))
        .hasMessageContaining("extra headers must be at most 20");
    assertThat(refused(r -> r.header("X-Key", "a").header("x-key", "b")))
        .hasMessageContaining("different names");
  }

  @Test
  void aServerThatEchoesAValueDoesNotMakeItSeen() {
    Provider made = made();
    server.answerTokens(
        n ->
            new TokenServer.Answer(
                400,
                "{\"error\":\"invalid_request\",\"error_description\":\"got %s\"}"
                    .formatted(PARAMETER)));

    TokenErrorException error =
        catchThrowableOfType(TokenErrorException.class, () -> node.auth.tokens().obtain(made.id()));

    assertThat(error.untrustedDescription().orElseThrow()).doesNotContain("CANARY");
  }

  @Test
  void boundsHeadersAndTheirNames() {
    assertThat(refused(r -> headers(r, 21)))
        .hasMessageContaining("extra headers must be at most 20");
    assertThat(made(r -> headers(r, 20)).requests().headerNames()).hasSize(20);
    assertThat(refused(r -> r.parameter("a", "a\u0007")))
        .hasMessageContaining("without control characters");
  }

  private static RequestSettings headers(RequestSettings draft, int count) {
    IntStream.range(0, count).forEach(n -> draft.header("X-" + n, "v"));
    return draft;
  }
}
