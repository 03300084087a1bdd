package io.calloutauth.provider;

import io.calloutauth.endpoint.Origins;
import io.calloutauth.oauth.BodyFormat;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.LifetimeUnit;
import io.calloutauth.oauth.RenewalRules;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.ResponseOptions;
import io.calloutauth.oauth.RevocationAuthentication;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.ScopeSeparator;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.provider.Setting.Presence;
import java.time.Duration;
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
          .into(ClientRegistration.Builder.class, ClientRegistration.Builder::grantType)
          .define();
  static final Setting<String> CLIENT_ID =
      typed(ProviderField.CLIENT_ID, SettingForm.TEXT, Effect.TOKEN)
          .reader(SettingReaders.trimmed(SettingReaders.text(1_024)))
          .required()
          .into(ClientRegistration.Builder.class, ClientRegistration.Builder::clientId)
          .define();
  static final Setting<Map<String, Secret>> CLIENT_SECRET =
      typed(ProviderField.CLIENT_SECRET, SettingForm.SECRETS, Effect.TOKEN)
          .reader(SecretReaders::clientSecret)
          .need((grant, method) -> method.needsSecret() ? Presence.REQUIRED : Presence.NONE)
          .storedElsewhere()
          .sealedAs(SecretName.CLIENT_SECRET)
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
              ClientRegistration.Builder.class,
              (registration, text) -> registration.scope(Scope.parse(text)))
          .define();
  static final Setting<ClientAuthentication> CLIENT_AUTHENTICATION =
      typed(
              ProviderField.CLIENT_AUTHENTICATION,
              SettingForm.choice(
                  ClientAuthentication.CLIENT_SECRET_BASIC, ClientAuthentication::value),
              Effect.SECRET_DESTINATION)
          .into(ClientRegistration.Builder.class, ClientRegistration.Builder::clientAuthentication)
          .define();
  static final Setting<Duration> DEFAULT_LIFETIME =
      typed(
              ProviderField.DEFAULT_LIFETIME,
              SettingForm.DURATION.withNone(ClientRegistration.DEFAULT_LIFETIME),
              Effect.NONE)
          .reader(SettingReaders::lifetime)
          .into(ClientRegistration.Builder.class, ClientRegistration.Builder::defaultLifetime)
          .define();
  static final Setting<Boolean> SINGLE_TOKEN =
      typed(ProviderField.SINGLE_TOKEN, SettingForm.FLAG, Effect.NONE)
          .into(ClientRegistration.Builder.class, ClientRegistration.Builder::singleToken)
          .define();
  static final Setting<List<String>> ORIGINS =
      typed(ProviderField.ORIGINS, SettingForm.list(" "), Effect.TOKEN_DESTINATION)
          .reader(EndpointReaders::origins)
          .widening((before, now) -> !Origins.parse(before).containsAll(Origins.parse(now)))
          .define();
  static final Setting<String> AUDIENCE =
      typed(ProviderField.AUDIENCE, SettingForm.TEXT, Effect.TOKEN)
          .reader(SettingReaders.text(1_024))
          .into(RequestOptions.Builder.class, RequestOptions.Builder::audience)
          .define();
  static final Setting<List<String>> RESOURCES =
      typed(ProviderField.RESOURCES, SettingForm.LINES, Effect.TOKEN)
          .reader(EndpointReaders::resources)
          .into(
              RequestOptions.Builder.class,
              (options, list) -> options.resources(EndpointReaders.uris(list)))
          .define();
  static final Setting<ScopeSeparator> SCOPE_SEPARATOR =
      typed(
              ProviderField.SCOPE_SEPARATOR,
              SettingForm.choice(ScopeSeparator.SPACE, ScopeSeparator::value),
              Effect.TOKEN)
          .into(RequestOptions.Builder.class, RequestOptions.Builder::scopeSeparator)
          .define();
  static final Setting<BodyFormat> BODY_FORMAT =
      typed(
              ProviderField.BODY_FORMAT,
              SettingForm.choice(BodyFormat.FORM, BodyFormat::value),
              Effect.TOKEN)
          .into(RequestOptions.Builder.class, RequestOptions.Builder::bodyFormat)
          .define();
  static final Setting<RevocationAuthentication> REVOCATION_AUTHENTICATION =
      typed(
              ProviderField.REVOCATION_AUTHENTICATION,
              SettingForm.choice(RevocationAuthentication.SAME, RevocationAuthentication::value),
              Effect.SECRET_DESTINATION)
          .into(RequestOptions.Builder.class, RequestOptions.Builder::revocationAuthentication)
          .define();

  /**
   * No destination, and neither are headers: they reach the endpoints that the secret goes to
   * anyway, whose owner has it then. Those that steer a proxy on the way elsewhere, and those of
   * the request itself, are refused by name; a client credentials grant sends no redirect, and its
   * response goes to us.
   */
  static final Setting<Map<String, Secret>> PARAMETERS =
      typed(ProviderField.PARAMETERS, SettingForm.SECRETS, Effect.TOKEN)
          .reader(SecretReaders::parameters)
          .sealedAs(SecretName.parameter(""))
          .into(
              RequestOptions.Builder.class,
              (options, secrets) -> options.parameterNames(List.copyOf(secrets.keySet())))
          .define();

  static final Setting<Map<String, Secret>> HEADERS =
      typed(ProviderField.HEADERS, SettingForm.SECRETS, Effect.TOKEN)
          .reader(SecretReaders::headers)
          .sealedAs(SecretName.header(""))
          .into(
              RequestOptions.Builder.class,
              (options, secrets) -> options.headerNames(List.copyOf(secrets.keySet())))
          .define();

  /** A server that refuses a library by its name gets another chance at once: a new epoch. */
  static final Setting<String> USER_AGENT =
      typed(ProviderField.USER_AGENT, SettingForm.TEXT, Effect.TOKEN)
          .reader(SettingReaders.trimmed(SettingReaders::userAgent))
          .into(RequestOptions.Builder.class, RequestOptions.Builder::userAgent)
          .define();

  static final Setting<Boolean> CLIENT_ID_IN_BODY =
      typed(ProviderField.CLIENT_ID_IN_BODY, SettingForm.FLAG, Effect.TOKEN)
          .need((grant, method) -> method.usesBasic() ? Presence.OPTIONAL : Presence.NONE)
          .into(RequestOptions.Builder.class, RequestOptions.Builder::clientIdInBody)
          .define();
  static final Setting<LifetimeUnit> LIFETIME_UNIT =
      typed(
              ProviderField.LIFETIME_UNIT,
              SettingForm.choice(LifetimeUnit.SECONDS, LifetimeUnit::value),
              Effect.TOKEN)
          .into(ResponseOptions.Builder.class, ResponseOptions.Builder::lifetimeUnit)
          .define();
  static final Setting<List<String>> TOKEN_TYPE_ALIASES =
      typed(ProviderField.TOKEN_TYPE_ALIASES, SettingForm.LINES, Effect.TOKEN)
          .reader(SettingReaders::aliases)
          .into(
              ResponseOptions.Builder.class,
              (options, list) -> options.tokenTypeAliases(Set.copyOf(list)))
          .define();

  /** It decides what is sent as the token. */
  static final Setting<String> TOKEN_POINTER =
      typed(ProviderField.TOKEN_POINTER, SettingForm.TEXT, Effect.TOKEN_DESTINATION)
          .reader(SettingReaders::pointer)
          .into(ResponseOptions.Builder.class, ResponseOptions.Builder::tokenPointer)
          .define();

  static final Setting<String> TOKEN_TYPE_POINTER =
      typed(ProviderField.TOKEN_TYPE_POINTER, SettingForm.TEXT, Effect.TOKEN_DESTINATION)
          .reader(SettingReaders::pointer)
          .into(ResponseOptions.Builder.class, ResponseOptions.Builder::tokenTypePointer)
          .define();
  static final Setting<String> LIFETIME_POINTER =
      typed(ProviderField.LIFETIME_POINTER, SettingForm.TEXT, Effect.TOKEN_DESTINATION)
          .reader(SettingReaders::pointer)
          .into(ResponseOptions.Builder.class, ResponseOptions.Builder::lifetimePointer)
          .define();
  static final Setting<List<String>> RENEWAL_STATUSES =
      typed(ProviderField.RENEWAL_STATUSES, SettingForm.LINES, Effect.NONE)
          .reader(SettingReaders::statuses)
          .into(
              RenewalRules.Builder.class,
              (rules, list) ->
                  rules.statuses(list.stream().map(Integer::valueOf).collect(Collectors.toSet())))
          .define();
  static final Setting<String> RENEWAL_POINTER =
      typed(ProviderField.RENEWAL_POINTER, SettingForm.TEXT, Effect.NONE)
          .reader(SettingReaders::pointer)
          .into(RenewalRules.Builder.class, RenewalRules.Builder::pointer)
          .define();
  static final Setting<List<String>> RENEWAL_VALUES =
      typed(ProviderField.RENEWAL_VALUES, SettingForm.LINES, Effect.NONE)
          .reader(SettingReaders::values)
          .into(RenewalRules.Builder.class, RenewalRules.Builder::values)
          .define();

  /** When a secret was set last; kept by the library itself. */
  static final Setting<Long> SECRET_SET_AT = kept("secret_set_at", SettingForm.MOMENT).define();

  /** All settings, those that are typed in the order of their fields. */
  static final List<Setting<?>> ALL =
      agreed(
          List.of(ProviderField.values()),
          Stream.concat(DEFINED.stream(), AssertionTable.all().stream()).toList());

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
