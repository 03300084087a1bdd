package io.calloutauth;

import io.calloutauth.engine.StoredSettings;
import io.calloutauth.store.ProviderRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What an update changes of a provider. Immutable. */
final class ProviderChange {

  private final ProviderRow before;
  private final StoredSettings settingsBefore;
  private final JudgedSettings now;
  private final StoredSettings settingsNow;

  ProviderChange(ProviderRow before, JudgedSettings now) {
    this.before = before;
    this.settingsBefore = StoredSettings.read(before.content().settings());
    this.now = now;
    this.settingsNow = now.stored();
  }

  /** Returns the fields that are changed; a secret that is set counts as changed. */
  List<ProviderField> fields() {
    List<ProviderField> fields = new ArrayList<>();
    note(fields, ProviderField.NAME, before.content().name().text(), now.name().text());
    note(fields, ProviderField.CLIENT_ID, settingsBefore.clientId(), settingsNow.clientId());
    if (now.clientSecret() != null) {
      fields.add(ProviderField.CLIENT_SECRET);
    }
    note(
        fields,
        ProviderField.TOKEN_ENDPOINT,
        settingsBefore.tokenEndpoint(),
        settingsNow.tokenEndpoint());
    note(
        fields,
        ProviderField.REVOCATION_ENDPOINT,
        settingsBefore.revocationEndpoint(),
        settingsNow.revocationEndpoint());
    note(
        fields,
        ProviderField.TEST_ENDPOINT,
        settingsBefore.testEndpoint(),
        settingsNow.testEndpoint());
    note(fields, ProviderField.SCOPE, settingsBefore.scope(), settingsNow.scope());
    note(
        fields,
        ProviderField.CLIENT_AUTHENTICATION,
        settingsBefore.clientAuthentication(),
        settingsNow.clientAuthentication());
    note(
        fields,
        ProviderField.DEFAULT_LIFETIME,
        settingsBefore.defaultLifetime(),
        settingsNow.defaultLifetime());
    note(fields, ProviderField.ORIGINS, settingsBefore.origins(), settingsNow.origins());
    return fields;
  }

  private static void note(
      List<ProviderField> fields, ProviderField field, Object before, Object now) {
    if (!Objects.equals(before, now)) {
      fields.add(field);
    }
  }

  /** Returns whether the token depends on anything that is changed. */
  boolean touchesToken() {
    return fields().stream().anyMatch(ProviderChange::isOfToken);
  }

  private static boolean isOfToken(ProviderField field) {
    return switch (field) {
      case GRANT_TYPE, CLIENT_ID, CLIENT_SECRET, TOKEN_ENDPOINT, SCOPE, CLIENT_AUTHENTICATION ->
          true;
      case NAME, REVOCATION_ENDPOINT, TEST_ENDPOINT, DEFAULT_LIFETIME, ORIGINS -> false;
    };
  }

  /** Returns whether the secret is sealed to other destinations than before. */
  boolean movesSecret() {
    return !settingsBefore.destinations().equals(settingsNow.destinations());
  }

  StoredSettings settingsBefore() {
    return settingsBefore;
  }

  StoredSettings settingsNow() {
    return settingsNow;
  }

  JudgedSettings now() {
    return now;
  }

  ProviderRow before() {
    return before;
  }

  /** Returns the version that the change is based on. */
  long readVersion() {
    return before.version();
  }

  /** Returns the token epoch from now on. */
  long epoch() {
    return touchesToken() ? before.epoch() + 1 : before.epoch();
  }

  @Override
  public String toString() {
    return "ProviderChange" + fields();
  }
}
