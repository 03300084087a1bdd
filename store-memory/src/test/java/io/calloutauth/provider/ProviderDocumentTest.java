package io.calloutauth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.calloutauth.FieldEdits;
import io.calloutauth.InvalidSettingsException;
import io.calloutauth.NodeTest;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.Secret;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The JSON form of a draft. */
class ProviderDocumentTest extends NodeTest {

  private static final SecretResolver VAULT =
      name -> Optional.of(name).filter("vault/crm"::equals).map(n -> Secret.of("fr0m the vault"));

  private String minimal(String more) {
    return """
    {"format": 1, "name": "CRM", "client_id": "billing", "token_endpoint": "%s",
     "origins": ["https://api.example.com"]%s}
    """
        .formatted(server.url("/token"), more);
  }

  private static ProviderSettings read(String json) {
    return ProviderDocument.parse(json).toSettings(VAULT);
  }

  private List<FieldProblem> refused(ProviderSettings settings) {
    return catchThrowableOfType(InvalidSettingsException.class, () -> providers().create(settings))
        .problems();
  }

  private static Map<String, String> codes(List<FieldProblem> problems) {
    return problems.stream().collect(Collectors.toMap(FieldProblem::key, FieldProblem::code));
  }

  @ParameterizedTest
  @EnumSource(ProviderField.class)
  void eachFieldIsWrittenAndReadAsItWas(ProviderField field) {
    ProviderSettings settings = FieldEdits.edit(field, server).apply(node.settings("CRM")).build();

    ProviderSettings read = read(ProviderDocument.of(settings).toJson());

    assertThat(read.draft().problems().list()).isEmpty();
    for (Setting<?> setting : SettingTable.TYPED) {
      assertThat(read.draft().text(setting))
          .as(setting.key())
          .isEqualTo(settings.draft().text(setting));
    }
  }

  @Test
  void isWrittenInPlainValuesAndWithoutSecrets() {
    Provider crm =
        providers()
            .create(
                node.settings("CRM")
                    .requests(requests -> requests.parameter("tier", "p4rameter"))
                    .defaultLifetime(Duration.ofMinutes(7))
                    .renewalStatus(403)
                    .singleToken(true)
                    .build());

    ProviderDocument document = ProviderDocument.of(crm);

    assertThat(document.name()).contains("CRM");
    assertThat(document.toMap())
        .containsEntry("format", 1)
        .containsEntry("name", "CRM")
        .containsEntry("client_secret", Map.of("set", true))
        .containsEntry("parameters", Map.of("tier", Map.of("set", true)))
        .containsEntry("default_lifetime", 420L)
        .containsEntry("single_token", true)
        .containsEntry("renewal_statuses", List.of("403"))
        .containsEntry("origins", List.of("*"))
        .doesNotContainKeys("grant_type", "client_authentication", "id", "version");
    assertThat(document.toJson())
        .doesNotContain("s3cret", "p4rameter", "eyJ")
        .startsWith("{\"format\":1,\"name\":\"CRM\"");
    assertThat(document).hasToString("ProviderDocument");
  }

  /** As a resolver over a map does that forgets an Optional. */
  @Test
  @SuppressWarnings("NullAway") // a host may compile without it
  void aResolverThatReturnsNullHasFoundNothing() {
    SecretResolver careless = reference -> null;
    ProviderDocument document =
        ProviderDocument.parse(minimal(", \"client_secret\": {\"ref\": \"vault/crm\"}"));

    assertThatThrownBy(() -> providers().create(document.toSettings(careless)))
        .isInstanceOfSatisfying(
            InvalidSettingsException.class,
            told ->
                assertThat(told.problems())
                    .singleElement()
                    .returns(ProviderField.CLIENT_SECRET, FieldProblem::field)
                    .returns("secret_unresolved", FieldProblem::code));
    assertThatThrownBy(
            () ->
                providers()
                    .create(
                        ProviderDocument.parse(minimal(", \"client_secret\": {\"set\": true}"))
                            .toCopy(careless)))
        .isInstanceOf(InvalidSettingsException.class);
  }

  @Test
  void isReadWithSecretsAsTextsAndByReference() {
    String json =
        minimal(
            """
            , "client_secret": {"ref": "vault/crm"},
            "parameters": {"a": "typed", "b": {"ref": "vault/crm"}}
            """);

    Provider crm = providers().create(read(json));

    assertThat(ProviderDocument.of(crm).toMap())
        .containsEntry("parameters", Map.of("a", Map.of("set", true), "b", Map.of("set", true)));
    node.auth.tokens().obtain(crm.id());
    assertThat(server.arrivedAt("/token").toList().get(0).body())
        .contains("a=typed", "b=fr0m+the+vault");
    assertThat(ProviderDocument.parse(json).toJson())
        .contains("\"client_secret\":{\"ref\":\"vault/crm\"}", "\"a\":{\"set\":true}")
        .doesNotContain("typed");
  }

  @Test
  void whatAHostsMapperHasReadIsTheSame() throws Exception {
    String json = minimal(", \"client_secret\": \"x\", \"default_lifetime\": 60");
    Map<String, Object> body = new ObjectMapper().readerForMapOf(Object.class).readValue(json);
    assertThat(ProviderDocument.parse("\ufeff" + json).toMap())
        .isEqualTo(ProviderDocument.parse(json).toMap());

    Provider crm = providers().create(ProviderDocument.of(body).toSettings(VAULT));

    assertThat(crm.defaultLifetime()).isEqualTo(Duration.ofMinutes(1));
    assertThat(new ObjectMapper().writeValueAsString(ProviderDocument.of(crm).toMap()))
        .contains("\"default_lifetime\":60");
  }

  /** What cannot be read stands beside what is judged, each with its code. */
  @Test
  void everyBadFieldIsNamedAtOnce() {
    String json =
        minimal(
            """
            , "token_url": "x", "s3cret with blanks": 1, "scope": ["a"], "single_token": "yes",
            "default_lifetime": 1.5, "client_authentication": "basic", "resources": "urn:a",
            "client_secret": {"ref": "h1dden"}, "parameters": ["a"], "headers": {"X": 1},
            "revocation_endpoint": "ftp://x", "renewal_statuses": [{}]
            """);

    List<FieldProblem> problems = refused(read(json));

    assertThat(codes(problems))
        .containsAllEntriesOf(
            Map.of(
                "token_url", "unknown_key",
                "a key", "unknown_key",
                "scope", "not_a_text",
                "single_token", "not_a_flag",
                "default_lifetime", "not_a_duration",
                "client_authentication", "unknown_choice",
                "resources", "not_a_list",
                "client_secret", "secret_unresolved",
                "parameters", "not_secrets",
                "headers", "not_a_secret"))
        .containsKeys("revocation_endpoint", "renewal_statuses");
    assertThat(problems.get(0).toMap()).containsKeys("field", "code", "arguments", "text");
    assertThat(problems)
        .filteredOn(problem -> problem.key().equals("client_authentication"))
        .allSatisfy(
            problem ->
                assertThat(String.valueOf(problem.arguments().get("choices")))
                    .contains("client_secret_post"));
    assertThat(problems.toString()).doesNotContain("s3cret", "h1dden");
    assertThat(server.exchanges()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"format": 2, "name": "x", "new": 1} | format   | later_format
          {"format": "1"}                      | format   | 1
          {"format": true}                     | format   | wrong_format
          [1]                                  | document | not_json
          {"name": "x"                         | document | ends_early
          {"name": "x", "name": "y"}           | document | duplicate_key
          {"a": 1e99999999999}                 | document | not_json
          """)
  void whatCannotBeReadAtAllIsNamedAlone(String json, String key, String code) {
    List<FieldProblem> problems = refused(read(json));

    if (code.equals("1")) {
      assertThat(codes(problems)).containsKey("name").doesNotContainKey(key);
    } else {
      assertThat(codes(problems)).isEqualTo(Map.of(key, code));
    }
  }

  @Test
  void isBounded() {
    assertThat(codes(refused(read(keys(1_025))))).isEqualTo(Map.of("document", "too_many_keys"));
    assertThat(refused(read(keys(1_000)))).hasSizeLessThan(60);
    assertThat(codes(refused(read(minimal(", \"scope\": \"" + "x".repeat(300_000) + "\"")))))
        .isEqualTo(Map.of("document", "too_long"));
  }

  private static String keys(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"k" + i + "\":1")
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Test
  void anEditKeepsWhatItDoesNotName() {
    Provider crm =
        providers()
            .create(
                node.settings("CRM")
                    .requests(r -> r.parameter("tier", "gold").audience("a"))
                    .build());

    Provider edited =
        providers()
            .update(
                crm.id(),
                crm.version(),
                ProviderDocument.parse("{\"scope\": \"other\", \"audience\": null}")
                    .toEdit(crm, VAULT));

    assertThat(ProviderDocument.of(edited).toMap())
        .containsEntry("scope", "other")
        .containsEntry("parameters", Map.of("tier", Map.of("set", true)))
        .containsEntry("client_secret", Map.of("set", true))
        .doesNotContainKey("audience");
  }

  /** As a host's PUT does: a secret that is not named is kept, an extra parameter is not. */
  @Test
  void aReplacementKeepsTheSecretAlone() {
    Provider crm =
        providers()
            .create(
                node.settings("CRM")
                    .requests(r -> r.parameter("tier", "gold").audience("a"))
                    .build());

    Provider replaced =
        providers()
            .update(
                crm.id(),
                crm.version(),
                ProviderDocument.parse(minimal("").replace("https://api.example.com", "*"))
                    .toSettings(crm, VAULT));

    assertThat(ProviderDocument.of(replaced).toMap())
        .containsEntry("client_secret", Map.of("set", true))
        .doesNotContainKeys("parameters", "audience", "test_endpoint", "scope");
  }

  /** A key goes nowhere: a new provider gets another, and an edit keeps the one that there is. */
  @Test
  void aPrivateKeyIsNotWrittenAndMadeAnewElsewhere() {
    Provider crm =
        providers()
            .create(
                node.settings("CRM")
                    .clientSecret(null)
                    .issuer(server.url("/issuer"))
                    .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
                    .build());
    String json = ProviderDocument.of(crm).toJson();
    assertThat(json).contains("\"private_key\":{\"set\":true}");

    Provider copy = providers().create(read(json.replace("CRM", "Copy")));
    Provider same = providers().update(crm.id(), crm.version(), read(json));

    assertThat(providers().publicKeys(copy.id()).orElseThrow().jwks())
        .isNotEqualTo(providers().publicKeys(crm.id()).orElseThrow().jwks());
    assertThat(same.keySet()).isEqualTo(crm.keySet());
  }

  @Test
  void aSecretThatIsNowhereIsMissing() {
    List<FieldProblem> problems = refused(read(minimal(", \"client_secret\": {\"set\": true}")));

    assertThat(problems)
        .extracting(FieldProblem::toString)
        .containsExactly("client secret is missing");
  }

  /** Who cannot read a secret must not be able to send it elsewhere by a document either. */
  @Test
  void aKeptSecretGoesNowhereElse() {
    Provider crm = created("CRM");
    String elsewhere =
        ProviderDocument.of(crm).toJson().replace(server.url("/token"), server.url("/other"));

    InvalidSettingsException refused =
        catchThrowableOfType(
            InvalidSettingsException.class,
            () -> providers().update(crm.id(), crm.version(), read(elsewhere)));

    assertThat(refused.problems())
        .extracting(FieldProblem::field)
        .containsExactly(ProviderField.CLIENT_SECRET);
    assertThat(
            providers()
                .update(
                    crm.id(),
                    crm.version(),
                    read(elsewhere.replace("{\"set\":true}", "\"typed again\"")))
                .tokenEndpoint())
        .hasPath("/other");
  }

  @Test
  void aValueThatIsSetAfterwardsIsNoProblemAnyMore() {
    ProviderSettings draft = read(minimal(", \"client_secret\": 1, \"scope\": 1"));

    Provider crm = providers().create(draft.toBuilder().clientSecret("x").scope("orders").build());

    assertThat(crm.scope()).hasToString("orders");
  }

  /** As some JSON mappers read every number. */
  @Test
  void theFormatMayBeADouble() {
    ProviderSettings settings =
        ProviderDocument.of(Map.of("format", 1.0, "name", "CRM")).toSettings(VAULT);

    assertThat(codes(refused(settings))).doesNotContainKey("format").containsKey("client_id");
  }

  @Test
  void aMapHasNoMoreMembersThanATextMayHave() {
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < 1_100; i++) {
      many.put("p" + i, "v");
    }

    assertThat(codes(refused(ProviderDocument.of(many).toSettings(VAULT))))
        .isEqualTo(Map.of("document", "too_many_keys"));
    assertThat(codes(refused(ProviderDocument.of(Map.of("parameters", many)).toSettings(VAULT))))
        .isEqualTo(Map.of("document", "too_many_keys"));
  }

  /** The time to read its digits grows with the square of their number. */
  @Test
  void aNumberHasNoMoreDigitsThanAnyNeeds() {
    assertThat(codes(refused(read(minimal(",\"default_lifetime\":" + "1".repeat(1_001))))))
        .isEqualTo(Map.of("document", "not_json"));
  }

  /** A list or an object in the place of a name may be the secret itself. */
  @Test
  void onlyAReferenceThatIsATextIsShown() {
    ProviderDocument document =
        ProviderDocument.parse("{\"client_secret\": {\"ref\": [\"s3cret\"]}}");

    assertThat(document.toJson()).doesNotContain("s3cret");
  }
}
