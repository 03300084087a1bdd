package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.Provider;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.StoredToken;
import io.calloutauth.store.TokenRow;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ObjectGraph;
import io.calloutauth.testkit.TokenServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What a host's REST API shows of results. */
class PlainMapsTest extends NodeTest {

  private static final String PARAMETER = "p4rameter-value";

  private Provider rich() {
    Provider made =
        providers()
            .create(
                node.settings("CRM")
                    .tokenEndpoint(server.url("/token"))
                    .requests(requests -> requests.parameter("tier", PARAMETER))
                    .defaultLifetime(Duration.ofMinutes(7))
                    .noOrigins()
                    .origin("https://api.example.com")
                    .origin(server.url(""))
                    .build());
    node.auth.notifications().bind("n", made.id());
    return made;
  }

  private void refuseTokens() {
    String body = "{\"error\":\"invalid_client\",\"error_description\":\"foreign words\"}";
    server.answerTokens(number -> new TokenServer.Answer(400, body));
  }

  @Test
  void aProviderIsAMapByItsFieldsKeys() {
    Provider crm = rich();

    Map<String, Object> map = crm.toMap();

    assertThat(map)
        .containsEntry("id", crm.id().toString())
        .containsEntry("version", crm.version())
        .containsEntry("name", "CRM")
        .containsEntry("disabled", false)
        .containsEntry("grant_type", "client_credentials")
        .containsEntry("client_authentication", "client_secret_basic")
        .containsEntry("client_id", "billing")
        .containsEntry("token_endpoint", server.url("/token"))
        .containsEntry("scope", "orders.write")
        .containsEntry("default_lifetime", 420L)
        .containsEntry("single_token", false)
        .containsEntry("origins", List.of("https://api.example.com", server.url("")))
        .containsEntry("parameters", List.of("tier"))
        .containsEntry("created_at", crm.createdAt().toString())
        .containsEntry("secret_set_at", crm.secretSetAt().orElseThrow().toString())
        .doesNotContainKeys("audience", "resources", "client_secret");
  }

  @Test
  void aStatusTellsWhatIsKnown() {
    Provider crm = rich();
    assertThat(node.auth.tokens().status(crm.id()).toMap())
        .isEqualTo(Map.of("state", "NONE", "warnings", List.of()));
    TokenStatus active = node.auth.tokens().obtain(crm.id());
    assertThat(active.toMap())
        .containsEntry("state", "ACTIVE")
        .containsEntry("expires_at", active.expiresAt().orElseThrow().toString())
        .containsEntry("scope", "orders.write")
        .doesNotContainKey("failure");

    refuseTokens();
    node.pass(Duration.ofHours(2));
    node.refusal("n");

    assertThat(node.auth.tokens().status(crm.id()).toMap())
        .containsEntry("state", "FAILING")
        .extractingByKey("failure")
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("class", "PERMANENT")
        .containsEntry("error", "INVALID_CLIENT")
        .containsEntry("code", "invalid_client")
        .containsEntry("status", 400)
        .containsOnlyKeys("class", "error", "code", "status", "correlation_id");
  }

  @Test
  void everyResultIsJson() throws JsonProcessingException {
    Provider crm = rich();
    refuseTokens();
    node.refusal("n");
    assertThat(node.auth.health().toMap())
        .containsEntry("tokens_held", 1)
        .extractingByKey("failing")
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(1);
    Binding binding = node.auth.notifications().find("n").orElseThrow();
    ObjectMapper json = new ObjectMapper();

    for (Map<String, Object> map :
        List.of(
            crm.toMap(),
            node.auth.tokens().status(crm.id()).toMap(),
            providers().list(1).map(ProviderSummary::toMap).toMap(),
            node.auth.notifications().list(crm.id(), 1).toMap(),
            node.auth.health().toMap(),
            node.tenants.health().toMap(),
            binding.toMap(),
            node.auth.tokens().test(crm.id()).toMap(),
            node.auth.tokens().revoke(crm.id()).toMap())) {
      String text = json.writeValueAsString(map);
      assertThat(text).doesNotContain("s3cret", PARAMETER, "foreign words", "eyJ");
      assertThat(isPlain(map)).as(text).isTrue();
    }
    created("second");
    assertThat(providers().list(1).toMap()).containsKeys("items", "next");
  }

  @Test
  void anEventIsAMapWithoutWhatIsTheOperatorsAlone() {
    Provider crm = rich();
    node.edit(crm.id(), settings -> settings.name("CRM 2"));
    refuseTokens();
    node.refusal("n");
    Eventually.holds(() -> node.events.stream().anyMatch(event -> !event.succeeded()));

    assertThat(node.events)
        .extracting(CalloutAuthEvent::toMap)
        .allMatch(PlainMapsTest::isPlain)
        .anySatisfy(
            map ->
                assertThat(map)
                    .containsEntry("type", "PROVIDER_UPDATED")
                    .containsEntry("provider_id", crm.id().toString())
                    .containsEntry("provider_name", "CRM 2")
                    .containsEntry("changed_fields", List.of("name"))
                    .doesNotContainKeys("actor", "notification_id", "widened_fields"))
        .anySatisfy(
            map ->
                assertThat(map)
                    .containsEntry("type", "TOKEN_FAILED")
                    .containsEntry("succeeded", false)
                    .containsKeys("time", "detail", "correlation_id")
                    .doesNotContainKeys("duration", "operator_detail"));
  }

  private static boolean isPlain(Object value) {
    if (value instanceof Map<?, ?> map) {
      return !map.isEmpty()
          && map.keySet().stream().allMatch(String.class::isInstance)
          && map.values().stream().allMatch(PlainMapsTest::isPlain);
    }
    return value instanceof List<?> list
        ? list.stream().allMatch(PlainMapsTest::isPlain)
        : value instanceof String || value instanceof Number || value instanceof Boolean;
  }

  /** A mapper that goes by fields comes to whatever they hold. */
  @Test
  void noResultHoldsARow() {
    Provider crm = rich();
    node.auth.tokens().obtain(crm.id());

    ObjectGraph behind =
        ObjectGraph.from(
            crm,
            node.auth.tokens().status(crm.id()),
            providers().list(1),
            node.auth.notifications().list(10),
            node.auth.notifications().find("n").orElseThrow(),
            node.auth.health(),
            node.tenants.health(),
            node.auth.tokens().test(crm.id()),
            node.auth.tokens().revoke(crm.id()));

    assertThat(behind.objects())
        .doesNotHaveAnyElementsOfTypes(
            ProviderRow.class,
            ProviderContent.class,
            TokenRow.class,
            StoredToken.class,
            Sealed.class,
            Secret.class);
    assertThat(behind.texts()).noneMatch(text -> text.value().contains("eyJ"));
  }
}
