package io.calloutauth.provider;

import io.calloutauth.oauth.AuthorizationOptions;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.Need;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.provider.Setting.Presence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The part of the {@linkplain SettingTable table of settings} about an authorization and its
 * refresh token (RFC 6749 section 6). It knows nothing of the rest, which takes it in.
 */
final class AuthorizationTable {

  private static final List<Setting<?>> DEFINED = new ArrayList<>();

  /** The first of an authorization: those that the server sends later are kept beside the token. */
  static final Setting<Map<String, Secret>> REFRESH_TOKEN =
      new Setting.Builder<>(
              ProviderField.REFRESH_TOKEN.key(),
              ProviderField.REFRESH_TOKEN,
              SettingForm.SECRETS,
              Effect.TOKEN,
              DEFINED::add)
          .reader(SecretReaders::refreshToken)
          .need(
              (grant, method) ->
                  grant == GrantType.REFRESH_TOKEN ? Presence.REQUIRED : Presence.NONE)
          .storedElsewhere()
          .sealedAs(SecretName.REFRESH_TOKEN)
          .define();

  static final Setting<Duration> REUSE_INTERVAL =
      typed(ProviderField.REFRESH_TOKEN_REUSE_INTERVAL)
          .reader(SettingReaders::reuseInterval)
          .into(AuthorizationOptions.Builder.class, AuthorizationOptions.Builder::reuseInterval)
          .define();

  static final Setting<Duration> KEEP_ALIVE_INTERVAL =
      typed(ProviderField.KEEP_ALIVE_INTERVAL)
          .reader(SettingReaders::keepAliveInterval)
          .into(AuthorizationOptions.Builder.class, AuthorizationOptions.Builder::keepAliveInterval)
          .define();

  private AuthorizationTable() {}

  /** Returns all settings that are defined here. */
  static List<Setting<?>> all() {
    return List.copyOf(DEFINED);
  }

  private static Setting.Builder<Duration> typed(ProviderField field) {
    return new Setting.Builder<>(
            field.key(), field, SettingForm.DURATION, Effect.NONE, DEFINED::add)
        .need(AuthorizationTable::need);
  }

  private static Presence need(GrantType grant, ClientAuthentication method) {
    return Need.AUTHORIZATION.isOf(grant, method) ? Presence.OPTIONAL : Presence.NONE;
  }
}
