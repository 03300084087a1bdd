package io.calloutauth.provider;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantAssertion;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.provider.Setting.Presence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The part of the {@linkplain SettingTable table of settings} about the assertion of the JWT bearer
 * grant (RFC 7523 section 2.1). Its audience, algorithm and key are those of client assertions too:
 * {@link AssertionTable} has them. An edit of a setting that is defined here starts an epoch, so
 * that a server that refused the last assertion is asked again at once.
 */
final class GrantAssertionTable {

  private static final List<Setting<?>> DEFINED = new ArrayList<>();

  static final Setting<String> ISSUER =
      typed(ProviderField.ASSERTION_ISSUER, SettingForm.TEXT)
          .reader(SettingReaders.trimmed(SettingReaders.text(1_024)))
          .into(
              RequestOptions.Builder.class,
              (options, issuer) -> options.assertion().grant().issuer(issuer))
          .define();

  static final Setting<String> SUBJECT =
      typed(ProviderField.ASSERTION_SUBJECT, SettingForm.TEXT)
          .reader(SettingReaders.trimmed(SettingReaders.text(1_024)))
          .into(
              RequestOptions.Builder.class,
              (options, subject) -> options.assertion().grant().subject(subject))
          .define();

  static final Setting<Duration> LIFETIME =
      typed(
              ProviderField.ASSERTION_LIFETIME,
              SettingForm.DURATION.withNone(GrantAssertion.DEFAULT_LIFETIME))
          .reader(SettingReaders::assertionLifetime)
          .into(
              RequestOptions.Builder.class,
              (options, lifetime) -> options.assertion().grant().lifetime(lifetime))
          .define();

  static final Setting<Boolean> SCOPE_AS_CLAIM =
      typed(ProviderField.SCOPE_AS_CLAIM, SettingForm.FLAG)
          .into(
              RequestOptions.Builder.class,
              (options, asClaim) -> options.assertion().grant().scopeAsClaim(asClaim))
          .define();

  /** No destination: the assertion goes to the endpoint that the client's secrets go to. */
  static final Setting<Map<String, Secret>> CLAIMS =
      typed(ProviderField.CLAIMS, SettingForm.SECRETS)
          .reader(SecretReaders::claims)
          .sealedAs(SecretName.claim(""))
          .into(
              RequestOptions.Builder.class,
              (options, secrets) ->
                  options.assertion().grant().claimNames(List.copyOf(secrets.keySet())))
          .define();

  static final Setting<String> KEY_ID =
      typed(ProviderField.ASSERTION_KEY_ID, SettingForm.TEXT)
          .reader(SettingReaders.trimmed(SettingReaders.text(255)))
          .into(
              RequestOptions.Builder.class,
              (options, keyId) -> options.assertion().grant().keyId(keyId))
          .define();

  private GrantAssertionTable() {}

  /** Returns all settings that are defined here. */
  static List<Setting<?>> all() {
    return List.copyOf(DEFINED);
  }

  private static <T> Setting.Builder<T> typed(ProviderField field, SettingForm<T> form) {
    return new Setting.Builder<>(field.key(), field, form, Effect.TOKEN, DEFINED::add)
        .need(GrantAssertionTable::need);
  }

  private static Presence need(GrantType grant, ClientAuthentication method) {
    return grant.usesAssertion() ? Presence.OPTIONAL : Presence.NONE;
  }
}
