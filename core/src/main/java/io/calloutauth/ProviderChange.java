package io.calloutauth;

import static java.util.Map.entry;

import io.calloutauth.engine.ClientSlots;
import io.calloutauth.engine.StoredSettings;
import io.calloutauth.store.ProviderRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an update changes of a provider. Immutable. */
final class ProviderChange {

  private static final Map<ProviderField, Function<StoredSettings, Object>> STORED =
      Map.ofEntries(
          entry(ProviderField.GRANT_TYPE, StoredSettings::grantType),
          entry(ProviderField.CLIENT_ID, StoredSettings::clientId),
          entry(ProviderField.TOKEN_ENDPOINT, StoredSettings::tokenEndpoint),
          entry(ProviderField.REVOCATION_ENDPOINT, StoredSettings::revocationEndpoint),
          entry(ProviderField.TEST_ENDPOINT, StoredSettings::testEndpoint),
          entry(ProviderField.SCOPE, StoredSettings::scope),
          entry(ProviderField.CLIENT_AUTHENTICATION, StoredSettings::clientAuthentication),
          entry(ProviderField.DEFAULT_LIFETIME, StoredSettings::defaultLifetime),
          entry(ProviderField.SINGLE_TOKEN, StoredSettings::singleToken),
          entry(ProviderField.ORIGINS, StoredSettings::origins),
          entry(ProviderField.AUDIENCE, stored -> stored.requests().audience()),
          entry(ProviderField.RESOURCES, stored -> stored.requests().resources()),
          entry(ProviderField.SCOPE_SEPARATOR, stored -> stored.requests().scopeSeparator()),
          entry(ProviderField.BODY_FORMAT, stored -> stored.requests().bodyFormat()),
          entry(
              ProviderField.REVOCATION_AUTHENTICATION,
              stored -> stored.requests().revocationAuthentication()),
          entry(ProviderField.PARAMETERS, stored -> stored.requests().parameterNames()),
          entry(ProviderField.HEADERS, stored -> stored.requests().headerNames()),
          entry(ProviderField.LIFETIME_UNIT, stored -> stored.answers().lifetimeUnit()),
          entry(ProviderField.TOKEN_TYPE_ALIASES, stored -> stored.answers().tokenTypeAliases()),
          entry(ProviderField.TOKEN_POINTER, stored -> stored.answers().tokenPointer()),
          entry(ProviderField.TOKEN_TYPE_POINTER, stored -> stored.answers().tokenTypePointer()),
          entry(ProviderField.LIFETIME_POINTER, stored -> stored.answers().lifetimePointer()));

  private final ProviderRow before;
  private final StoredSettings settingsBefore;
  private final JudgedSettings now;
  private final StoredSettings settingsNow;

  /**
   * Takes a change over.
   *
   * @param time when it is made
   */
  ProviderChange(ProviderRow before, JudgedSettings now, Instant time) {
    this.before = before;
    this.settingsBefore = StoredSettings.read(before.content().settings());
    this.now = now;
    this.settingsNow = now.stored().secretSetAt(secretSetAt(time));
  }

  /** A clock that stepped back, or another node's, must not take it back to an older secret's. */
  private @Nullable Instant secretSetAt(Instant time) {
    Instant last = settingsBefore.secretSetAt().orElse(null);
    if (now.secrets().slots().isEmpty()) {
      return null;
    }
    if (!now.secrets().setsAny("")) {
      return last;
    }
    return last == null || time.toEpochMilli() > last.toEpochMilli() ? time : last.plusMillis(1);
  }

  /** Returns the fields that are changed; a secret that is set counts as changed. */
  List<ProviderField> fields() {
    List<ProviderField> fields = new ArrayList<>();
    if (!before.content().name().text().equals(now.name().text())) {
      fields.add(ProviderField.NAME);
    }
    if (now.setsClientSecret()) {
      fields.add(ProviderField.CLIENT_SECRET);
    }
    STORED.forEach(
        (field, value) -> {
          if (isTyped(field) || !value.apply(settingsBefore).equals(value.apply(settingsNow))) {
            fields.add(field);
          }
        });
    Collections.sort(fields);
    return fields;
  }

  /** Values cannot be compared: one that is typed counts as changed. */
  private boolean isTyped(ProviderField field) {
    return switch (field) {
      case PARAMETERS -> now.secrets().setsAny(ClientSlots.parameter(""));
      case HEADERS -> now.secrets().setsAny(ClientSlots.header(""));
      default -> false;
    };
  }

  /** Returns whether the token depends on anything that is changed. */
  boolean touchesToken() {
    return fields().stream().anyMatch(ProviderChange::isOfToken);
  }

  private static boolean isOfToken(ProviderField field) {
    return switch (field) {
      case GRANT_TYPE,
          CLIENT_ID,
          CLIENT_SECRET,
          TOKEN_ENDPOINT,
          SCOPE,
          CLIENT_AUTHENTICATION,
          AUDIENCE,
          RESOURCES,
          SCOPE_SEPARATOR,
          BODY_FORMAT,
          PARAMETERS,
          HEADERS,
          LIFETIME_UNIT,
          TOKEN_TYPE_ALIASES,
          TOKEN_POINTER,
          TOKEN_TYPE_POINTER,
          LIFETIME_POINTER ->
          true;
      case NAME,
          REVOCATION_ENDPOINT,
          REVOCATION_AUTHENTICATION,
          TEST_ENDPOINT,
          DEFAULT_LIFETIME,
          SINGLE_TOKEN,
          ORIGINS ->
          false;
    };
  }

  /** Returns whether secrets are sealed to something else than before, also those that are kept. */
  boolean resealsSecrets() {
    return !settingsBefore.secretContext().equals(settingsNow.secretContext());
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

  @Override
  public String toString() {
    return "ProviderChange" + fields();
  }
}
