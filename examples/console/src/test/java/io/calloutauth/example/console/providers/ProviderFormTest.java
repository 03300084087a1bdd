package io.calloutauth.example.console.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthEvent;
import io.calloutauth.EventType;
import io.calloutauth.InvalidSettingsException;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is typed becomes settings, and settings become what is shown. */
class ProviderFormTest {

  private static final Map<String, String> TYPED =
      Map.ofEntries(
          Map.entry("name", " CRM "),
          Map.entry("grant-type", "account_credentials"),
          Map.entry("client-id", "billing"),
          Map.entry("client-secret", " with spaces "),
          Map.entry("client-secret-expires-at", "2099-12-31T00:00:00Z"),
          Map.entry("introspection-endpoint", "https://login.example.com/introspect"),
          Map.entry("issuer", "https://login.example.com"),
          Map.entry("client-certificate", ""),
          Map.entry("private-key", ""),
          Map.entry("token-endpoint-auth-signing-alg", "RS256"),
          Map.entry("assertion-audience", ""),
          Map.entry("assertion-without-client-id", ""),
          Map.entry("assertion-certificate-thumbprint", ""),
          Map.entry("assertion-issuer", ""),
          Map.entry("authorization-endpoint", ""),
          Map.entry("pushed-authorization-request-endpoint", ""),
          Map.entry("authorization-parameters", ""),
          Map.entry("authorization-response-iss-parameter-supported", ""),
          Map.entry("assertion-subject", ""),
          Map.entry("assertion-lifetime", ""),
          Map.entry("scope-as-claim", ""),
          Map.entry("claims", ""),
          Map.entry("assertion-key-id", ""),
          Map.entry("refresh-token", ""),
          Map.entry("refresh-token-reuse-interval", ""),
          Map.entry("keep-alive-interval", ""),
          Map.entry("token-endpoint", "https://login.example.com/token"),
          Map.entry("revocation-endpoint", "https://login.example.com/revoke"),
          Map.entry("test-endpoint", "https://api.example.com/me"),
          Map.entry("scope", "a, b"),
          Map.entry("client-authentication", "client_secret_basic_raw"),
          Map.entry("default-lifetime", "120"),
          Map.entry("single-token", "true"),
          Map.entry("origins", "https://api.example.com\r\n\r\nhttps://www.example.com:8443 "),
          Map.entry("audience", "https://api.example.com"),
          Map.entry("resources", "https://api.example.com/a\nhttps://api.example.com/b"),
          Map.entry("scope-separator", "comma"),
          Map.entry("body-format", "json"),
          Map.entry("revocation-authentication", "client_secret_post"),
          Map.entry("parameters", "account_id=a=b\nregion=eu"),
          Map.entry("headers", "X-Api-Key=hush"),
          Map.entry("user-agent", "billing/1"),
          Map.entry("client-id-in-body", "true"),
          Map.entry("lifetime-unit", "milliseconds"),
          Map.entry("token-type-aliases", "BearerToken"),
          Map.entry("token-pointer", "/data/token"),
          Map.entry("token-type-pointer", "/data/type"),
          Map.entry("lifetime-pointer", "/data/ttl"),
          Map.entry("renewal-statuses", "403\n498"),
          Map.entry("renewal-pointer", "/error/code"),
          Map.entry("renewal-values", "expired\n17"));

  private final List<CalloutAuthEvent> events = new CopyOnWriteArrayList<>();
  private final CalloutAuth auth =
      CalloutAuth.builder(MemoryStore.create()).listener(events::add).build();

  @AfterEach
  void close() {
    auth.close();
  }

  @Test
  void hasAFieldForEverySettingOfTheLibrary() {
    assertThat(FormFields.ALL).containsOnlyKeys(ProviderField.values());
    assertThat(TYPED.keySet())
        .containsExactlyInAnyOrderElementsOf(
            FormFields.ALL.values().stream().map(FormField::parameter).toList());
  }

  @Test
  void keepsSetsAndRemovesNamedSecretsWithoutShowingThem() {
    Provider provider = auth.providers().create(settings(ProviderForm.of(TYPED)));
    ProviderForm shown = ProviderForm.of(provider);
    assertThat(shown.value("parameters")).isEqualTo("account_id=\nregion=");
    assertThat(ProviderForm.of(TYPED).value("headers")).isEqualTo("X-Api-Key=");
    Map<String, String> edit = new HashMap<>(TYPED);
    edit.put("parameters", "region=");
    edit.put("headers", "X-Api-Key=\nX-More=new");
    ProviderForm form = ProviderForm.of(edit).editing(provider);
    assertThat(form.withoutValue()).isEmpty();
    Provider changed =
        auth.providers()
            .update(
                provider.id(), provider.version(), form.over(provider.toSettings().toBuilder()));
    assertThat(changed.requests().parameterNames()).containsExactly("region");
    assertThat(changed.requests().headerNames()).containsExactly("X-Api-Key", "X-More");
    assertThat(ProviderForm.of(edit).withoutValue())
        .containsExactly(ProviderField.PARAMETERS, ProviderField.HEADERS);
  }

  @Test
  void namesEveryProblemInTheSummaryWithOrWithoutAField() {
    ProviderForm form = ProviderForm.of(Map.of("name", "A", "default-lifetime", "300"));
    InvalidSettingsException reason =
        catchThrowableOfType(
            InvalidSettingsException.class, () -> auth.providers().create(settings(form)));
    assertThat(form.refused(reason).problems())
        .hasSameSizeAs(reason.problems())
        .contains(new ProviderForm.Problem("client-id", "Client id is missing"));
    assertThat(form.secretDropped()).isFalse();
    assertThat(ProviderForm.of(TYPED).secretDropped()).isTrue();
  }

  @Test
  void tellsHowAStaleEditDiffers() {
    Provider provider = auth.providers().create(settings(ProviderForm.of(TYPED)));
    Map<String, String> edit = new HashMap<>(TYPED);
    edit.put("audience", "another");
    edit.remove("client-secret");
    assertThat(ProviderForm.of(edit).editing(provider).differences())
        .contains("Audience")
        .doesNotContain("Name", "Scope", "Origins");
  }

  @Test
  void carriesEveryFieldThereAndBack() {
    Provider provider = auth.providers().create(settings(ProviderForm.of(TYPED)));
    ProviderForm shown = ProviderForm.of(provider);
    assertThat(shown.value("name")).isEqualTo("CRM");
    assertThat(shown.value("scope")).isEqualTo("a b");
    assertThat(shown.value("origins"))
        .isEqualTo("https://api.example.com\nhttps://www.example.com:8443");
    assertThat(shown.advanced()).isTrue();
    auth.providers()
        .update(provider.id(), provider.version(), shown.over(provider.toSettings().toBuilder()));
    assertThat(events)
        .filteredOn(event -> event.type() == EventType.PROVIDER_UPDATED)
        .allSatisfy(event -> assertThat(event.changedFields()).isEmpty());
    assertThat(shown.value("renewal-values")).isEqualTo("expired\n17");
    assertThat(shown.value("client-authentication")).isEqualTo("client_secret_basic_raw");
  }

  private static Map<String, String> typedWithAnAssertion() {
    Map<String, String> typed = new HashMap<>(TYPED);
    typed.put("grant-type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
    typed.put("assertion-issuer", "robot@example.com");
    typed.put("assertion-subject", "ada@example.com");
    typed.put("assertion-lifetime", "180");
    typed.put("scope-as-claim", "true");
    typed.put("claims", "box_sub_type=enterprise\nhttps://example.com/roles=[\"a\"]");
    return typed;
  }

  @Test
  void carriesTheAssertionOfAGrantThereAndBack() {
    Provider provider = auth.providers().create(settings(ProviderForm.of(typedWithAnAssertion())));
    ProviderForm shown = ProviderForm.of(provider);

    assertThat(shown.value("claims")).isEqualTo("box_sub_type=\nhttps://example.com/roles=");
    assertThat(shown.value("assertion-issuer")).isEqualTo("robot@example.com");
    assertThat(shown.value("assertion-subject")).isEqualTo("ada@example.com");
    assertThat(shown.value("assertion-lifetime")).isEqualTo("180");
    assertThat(shown.value("scope-as-claim")).isEqualTo("true");
    Provider same =
        auth.providers()
            .update(
                provider.id(), provider.version(), shown.over(provider.toSettings().toBuilder()));
    assertThat(same.requests().assertion().grant().claimNames())
        .containsExactly("box_sub_type", "https://example.com/roles");
    assertThat(events)
        .filteredOn(event -> event.type() == EventType.PROVIDER_UPDATED)
        .allSatisfy(event -> assertThat(event.changedFields()).isEmpty());
  }

  @Test
  void saysWhatIsWrongWithAnAssertionBesideItsField() {
    Map<String, String> typed = typedWithAnAssertion();
    typed.put("assertion-lifetime", "soon");
    typed.put("claims", "iss=me");
    typed.put("assertion-key-id", "17");
    ProviderForm form = ProviderForm.of(typed);
    InvalidSettingsException reason =
        catchThrowableOfType(
            InvalidSettingsException.class, () -> auth.providers().create(settings(form)));

    ProviderForm refused = form.refused(reason);
    assertThat(refused.problem("assertion-lifetime")).contains("30 seconds to 1 hour");
    assertThat(refused.problem("claims")).contains("other than aud, exp");
    assertThat(refused.problem("assertion-key-id")).contains("type the private key");
    assertThat(refused.value("claims")).isEqualTo("iss=");
    assertThat(refused.secretDropped()).isTrue();
  }

  @Test
  void carriesAnyOriginThereAndBackOnlyWhereItWasTyped() {
    Map<String, String> anywhere = new HashMap<>(TYPED);
    anywhere.put("origins", "*");
    Provider provider = auth.providers().create(settings(ProviderForm.of(anywhere)));
    assertThat(ProviderForm.of(provider).value("origins")).isEqualTo("*");

    anywhere.put("origins", " ");
    ProviderForm silent = ProviderForm.of(anywhere);
    InvalidSettingsException reason =
        catchThrowableOfType(
            InvalidSettingsException.class, () -> auth.providers().create(settings(silent)));
    assertThat(silent.refused(reason).problem("origins")).contains("say * ");
  }

  @Test
  void namesWhatIsWrongBesideItsField() {
    ProviderForm form = ProviderForm.of(Map.of("name", "A", "default-lifetime", "soon"));
    InvalidSettingsException reason =
        catchThrowableOfType(
            InvalidSettingsException.class, () -> auth.providers().create(settings(form)));
    ProviderForm refused = form.refused(reason);
    assertThat(refused.problem("default-lifetime")).contains("24 hours");
    assertThat(refused.problem("client-secret")).isEqualTo("is missing");
    assertThat(refused.problem("name")).isNull();
    assertThat(refused.value("name")).isEqualTo("A");
  }

  @Test
  void neverShowsTheSecret() {
    ProviderForm form = ProviderForm.of(TYPED);
    assertThat(form.value("client-secret")).isEmpty();
    assertThat(form).hasToString("ProviderForm[hidden]");
  }

  private static ProviderSettings settings(ProviderForm form) {
    return form.over(ProviderSettings.clientCredentials());
  }
}
