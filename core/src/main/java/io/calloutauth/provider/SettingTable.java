package io.calloutauth.provider;

import io.calloutauth.endpoint.Origins;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.ClientRegistrationBuilder;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.provider.Setting.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of a provider's settings. Drafts, validation, the stored form, the digest that secrets
 * are sealed to, the changed and the widened fields and the token epoch are all taken from here. A
 * default that was released never changes: it is what rows without the setting mean.
 */
final class SettingTable {

  /** The version of the stored form: raised when an older version must not use what is stored. */
  static final int FORMAT = 1;

  private static final List<Setting<?>> DEFINED = new ArrayList<>();

  static final Setting<String> NAME =
      typed(ProviderField.NAME, SettingForm.TEXT, Effect.NONE)
          .reader(SettingReaders::name)
          .storedElsewhere()
          .define();
  static final Setting<GrantType> GRANT_TYPE =
      typed(
              ProviderField.GRANT_TYPE,
              SettingForm.choice(GrantType.CLIENT_CREDENTIALS, GrantType::value),
              Effect.TOKEN)
          .into(ClientRegistrationBuilder.class, ClientRegistrationBuilder::grantType)
          .define();
  static final Setting<String> CLIENT_ID =
      typed(ProviderField.CLIENT_ID, SettingForm.TEXT, Effect.TOKEN)
          .reader(SettingReaders.trimmed(SettingReaders.text(1_024)))
          .required()
          .into(ClientRegistrationBuilder.class, ClientRegistrationBuilder::clientId)
          .define();
  static final Setting<Map<String, Secret>> CLIENT_SECRET =
      typed(ProviderField.CLIENT_SECRET, SettingForm.SECRETS, Effect.TOKEN)
          .reader(SecretReaders::clientSecret)
          .need((grant, method) -> method.needsSecret() ? Presence.REQUIRED : Presence.NONE)
          .storedElsewhere()
          .sealedAs(SecretName.CLIENT_SECRET)
          .define();

  /** What the server says of it (RFC 7591 section 3.2.1), in words that people read. */
  static final Setting<String> CLIENT_SECRET_EXPIRES_AT =
      typed(ProviderField.CLIENT_SECRET_EXPIRES_AT, SettingForm.TEXT, Effect.NONE)
          .reader(SettingReaders::time)
          .need((grant, method) -> method.needsSecret() ? Presence.OPTIONAL : Presence.NONE)
          .define();

  static final Setting<String> ISSUER =
      typed(ProviderField.ISSUER, SettingForm.TEXT, Effect.SECRET_DESTINATION)
          .reader(EndpointReaders::issuer)
          .widening(SettingTable::adds)
          .into(
              RequestOptions.Builder.class, (options, issuer) -> options.assertion().issuer(issuer))
          .define();
  static final Setting<String> TOKEN_ENDPOINT =
      typed(ProviderField.TOKEN_ENDPOINT, SettingForm.TEXT, Effect.SECRET_DESTINATION)
          .reader(EndpointReaders::tokenEndpoint)
          .required()
          .widening(SettingTable::adds)
          .define();
  static final Setting<String> REVOCATION_ENDPOINT =
      typed(ProviderField.REVOCATION_ENDPOINT, SettingForm.TEXT, Effect.SECRET_DESTINATION)
          .reader(EndpointReaders::endpoint)
          .widening(SettingTable::adds)
          .define();
  static final Setting<String> INTROSPECTION_ENDPOINT =
      typed(ProviderField.INTROSPECTION_ENDPOINT, SettingForm.TEXT, Effect.SECRET_DESTINATION)
          .reader(EndpointReaders::endpoint)
          .widening(SettingTable::adds)
          .define();
  static final Setting<String> TEST_ENDPOINT =
      typed(ProviderField.TEST_ENDPOINT, SettingForm.TEXT, Effect.TOKEN_DESTINATION)
          .reader(EndpointReaders::endpoint)
          .widening(SettingTable::adds)
          .define();
  static final Setting<String> SCOPE =
      typed(ProviderField.SCOPE, SettingForm.TEXT, Effect.TOKEN)
          .reader(SettingReaders::scope)
          .differing((before, now) -> !Scope.parse(before).equals(Scope.parse(now)))
          .into(
              ClientRegistrationBuilder.class,
              (registration, text) -> registration.scope(Scope.parse(text)))
          .define();
  static final Setting<ClientAuthentication> CLIENT_AUTHENTICATION =
      typed(
              ProviderField.CLIENT_AUTHENTICATION,
              SettingForm.choice(
                  ClientAuthentication.CLIENT_SECRET_BASIC, ClientAuthentication::value),
              Effect.SECRET_DESTINATION)
          .into(ClientRegistrationBuilder.class, ClientRegistrationBuilder::clientAuthentication)
          .define();
  static final Setting<Duration> DEFAULT_LIFETIME =
      typed(
              ProviderField.DEFAULT_LIFETIME,
              SettingForm.DURATION.withNone(ClientRegistration.DEFAULT_LIFETIME),
              Effect.NONE)
          .reader(SettingReaders::lifetime)
          .into(ClientRegistrationBuilder.class, ClientRegistrationBuilder::defaultLifetime)
          .define();
  static final Setting<Boolean> SINGLE_TOKEN =
      typed(ProviderField.SINGLE_TOKEN, SettingForm.FLAG, Effect.NONE)
          .into(ClientRegistrationBuilder.class, ClientRegistrationBuilder::singleToken)
          .define();
  static final Setting<List<String>> ORIGINS =
      typed(ProviderField.ORIGINS, SettingForm.list(" "), Effect.TOKEN_DESTINATION)
          .reader(EndpointReaders::origins)
          .widening((before, now) -> !Origins.parse(before).containsAll(Origins.parse(now)))
          .define();

  /** Since when there is a next client secret; kept by the library itself. */
  static final Setting<Long> NEXT_SECRET_SET_AT =
      kept("next_secret_set_at", SettingForm.MOMENT)
          .into(
              ClientRegistrationBuilder.class,
              (registration, time) -> registration.nextSecret(Instant.ofEpochMilli(time)))
          .define();

  /** When a secret was set last; kept by the library itself. */
  static final Setting<Long> SECRET_SET_AT = kept("secret_set_at", SettingForm.MOMENT).define();

  /** All settings, those that are typed in the order of their fields. */
  static final List<Setting<?>> ALL =
      agreed(
          List.of(ProviderField.values()),
          Stream.of(
                  DEFINED,
                  RequestTable.all(),
                  ResponseTable.all(),
                  AssertionTable.all(),
                  GrantAssertionTable.all(),
                  AuthorizationTable.all(),
                  AuthorizationRequestTable.all(),
                  CertificateTable.all())
              .<Setting<?>>flatMap(List::stream)
              .toList());

  static final List<Setting<?>> TYPED = ALL.stream().filter(Setting::isTyped).toList();
  static final List<Setting<?>> STORED = ALL.stream().filter(Setting::isStored).toList();

  static final List<Setting<Map<String, Secret>>> SEALED =
      ALL.stream().filter(Setting::isSealed).map(SettingTable::sealed).toList();

  /** The destinations in the order of their keys, as a digest takes them. */
  static final List<Setting<?>> DESTINATIONS =
      ALL.stream()
          .filter(setting -> setting.effect().isDestination())
          .sorted(Comparator.comparing(Setting::key))
          .toList();

  /** What an authorization was given for: an edit of one of them ends it. */
  static final List<Setting<?>> OF_AUTHORIZATION =
      List.of(
          GRANT_TYPE,
          CLIENT_ID,
          TOKEN_ENDPOINT,
          REVOCATION_ENDPOINT,
          AuthorizationTable.REFRESH_TOKEN);

  private static final Set<String> KEYS =
      Stream.concat(Stream.of(StoredSettings.FORMAT_KEY), STORED.stream().map(Setting::key))
          .collect(Collectors.toUnmodifiableSet());

  private SettingTable() {}

  private static <T> Setting.Builder<T> typed(
      ProviderField field, SettingForm<T> form, Effect effect) {
    return new Setting.Builder<>(field.key(), field, form, effect, DEFINED::add);
  }

  private static <T> Setting.Builder<T> kept(String key, SettingForm<T> form) {
    return new Setting.Builder<>(key, null, form, Effect.NONE, DEFINED::add);
  }

  /** An endpoint that is only taken away leads nowhere new. */
  private static boolean adds(String before, String now) {
    return !now.isEmpty() && !now.equals(before);
  }

  /** Without one setting for each field this class does not load. */
  private static List<Setting<?>> agreed(List<ProviderField> fields, List<Setting<?>> settings) {
    List<ProviderField> typed =
        settings.stream().filter(Setting::isTyped).map(Setting::field).sorted().toList();
    boolean sealed =
        settings.stream()
            .filter(Setting::isTyped)
            .allMatch(setting -> setting.field().isSecret() == setting.isSealed());
    long keys = settings.stream().map(Setting::key).distinct().count();
    if (!typed.equals(fields) || !sealed || keys != settings.size()) {
      throw new IllegalStateException("the table of settings and the list of fields differ");
    }
    Stream<Setting<?>> inOrder =
        settings.stream().filter(Setting::isTyped).sorted(Comparator.comparing(Setting::field));
    return Stream.concat(inOrder, settings.stream().filter(each -> !each.isTyped())).toList();
  }

  @SuppressWarnings("unchecked") // what is sealed has this one form
  private static Setting<Map<String, Secret>> sealed(Setting<?> setting) {
    if (setting.form() != SettingForm.SECRETS) {
      throw new IllegalStateException(setting + " has a secret and not their form");
    }
    return (Setting<Map<String, Secret>>) setting;
  }

  /** Tells whether this version knows a key of the stored form. */
  static boolean knows(String key) {
    return KEYS.contains(key);
  }
}
