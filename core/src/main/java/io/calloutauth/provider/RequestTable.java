package io.calloutauth.provider;

import io.calloutauth.oauth.BodyFormat;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.RevocationAuthentication;
import io.calloutauth.oauth.ScopeSeparator;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.provider.Setting.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The part of the {@linkplain SettingTable table of settings} about what token and revocation
 * requests hold beside the client, the scope and assertions. It knows nothing of the rest, which
 * takes it in.
 */
final class RequestTable {

  private static final List<Setting<?>> DEFINED = new ArrayList<>();

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

  private RequestTable() {}

  private static <T> Setting.Builder<T> typed(
      ProviderField field, SettingForm<T> form, Effect effect) {
    return new Setting.Builder<>(field.key(), field, form, effect, DEFINED::add);
  }

  /** Returns the settings of this part. */
  static List<Setting<?>> all() {
    return List.copyOf(DEFINED);
  }
}
