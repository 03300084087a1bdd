package io.calloutauth.example.console.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthEvent;
import io.calloutauth.EventType;
import io.calloutauth.InvalidSettingsException;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.Provider;
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
      Map.of(
          "name", " CRM ",
          "client-id", "billing",
          "client-secret", " with spaces ",
          "token-endpoint", "https://login.example.com/token",
          "revocation-endpoint", "https://login.example.com/revoke",
          "scope", "a, b",
          "client-authentication", "CLIENT_SECRET_POST",
          "default-lifetime", "120",
          "single-token", "true",
          "origins", "https://api.example.com\r\n\r\nhttps://www.example.com:8443 ");

  private final List<CalloutAuthEvent> events = new CopyOnWriteArrayList<>();
  private final CalloutAuth auth =
      CalloutAuth.builder(MemoryStore.create()).listener(events::add).build();

  @AfterEach
  void close() {
    auth.close();
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
