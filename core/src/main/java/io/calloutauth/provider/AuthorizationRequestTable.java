package io.calloutauth.provider;

import io.calloutauth.oauth.AuthorizationRequestOptions;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.provider.Setting.Presence;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of the {@linkplain SettingTable table of settings} about authorization requests (RFC
 * 6749 section 4.1.1). The browser takes them there, with nothing in them that anybody must not
 * see, and what comes back is redeemed at the token endpoint alone: but for the endpoint that they
 * are pushed to none is a destination, and an edit ends no token.
 */
final class AuthorizationRequestTable {

  private static final List<Setting<?>> DEFINED = new ArrayList<>();

  static final Setting<String> ENDPOINT =
      typed(ProviderField.AUTHORIZATION_ENDPOINT, SettingForm.TEXT, Effect.NONE, Presence.REQUIRED)
          .reader(EndpointReaders::authorizationEndpoint)
          .define();

  /** The client authenticates there (RFC 9126 section 2). */
  static final Setting<String> PUSH_ENDPOINT =
      typed(
              ProviderField.PUSHED_AUTHORIZATION_REQUEST_ENDPOINT,
              SettingForm.TEXT,
              Effect.SECRET_DESTINATION,
              Presence.OPTIONAL)
          .reader(EndpointReaders::endpoint)
          .widening((before, now) -> !now.isEmpty() && !now.equals(before))
          .define();

  static final Setting<List<String>> PARAMETERS =
      typed(
              ProviderField.AUTHORIZATION_PARAMETERS,
              SettingForm.LINES,
              Effect.NONE,
              Presence.OPTIONAL)
          .reader(SettingReaders::authorizationParameters)
          .into(
              AuthorizationRequestOptions.Builder.class,
              AuthorizationRequestOptions.Builder::parameters)
          .define();

  static final Setting<Boolean> ISSUER_IN_RESPONSES =
      typed(ProviderField.ISSUER_IN_RESPONSES, SettingForm.FLAG, Effect.NONE, Presence.OPTIONAL)
          .into(
              AuthorizationRequestOptions.Builder.class,
              AuthorizationRequestOptions.Builder::responseNamesIssuer)
          .define();

  private AuthorizationRequestTable() {}

  /** Returns all settings that are defined here. */
  static List<Setting<?>> all() {
    return List.copyOf(DEFINED);
  }

  private static <T> Setting.Builder<T> typed(
      ProviderField field, SettingForm<T> form, Effect effect, Presence presence) {
    return new Setting.Builder<>(field.key(), field, form, effect, DEFINED::add)
        .need((grant, method) -> need(grant, presence));
  }

  private static Presence need(GrantType grant, Presence presence) {
    return grant.usesAuthorizationEndpoint() ? presence : Presence.NONE;
  }
}
