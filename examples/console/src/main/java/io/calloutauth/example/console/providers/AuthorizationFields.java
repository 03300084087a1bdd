package io.calloutauth.example.console.providers;

import static io.calloutauth.provider.ProviderField.KEEP_ALIVE_INTERVAL;
import static io.calloutauth.provider.ProviderField.REFRESH_TOKEN;
import static io.calloutauth.provider.ProviderField.REFRESH_TOKEN_REUSE_INTERVAL;

import io.calloutauth.provider.ProviderSettings;
import java.time.Duration;

/** Says how the form shows and writes an authorization's refresh token. */
final class AuthorizationFields {

  private final FieldTable table;

  AuthorizationFields(FieldTable table) {
    this.table = table;
  }

  void add() {
    table.text(
        REFRESH_TOKEN,
        "For the grant refresh_token: what the server issued to this client. It is stored sealed,"
            + " and never shown again. Leave it empty to keep the authorization that there is.",
        provider -> "",
        AuthorizationFields::refreshToken);
    table.text(
        REFRESH_TOKEN_REUSE_INTERVAL,
        "In seconds: for how long the server takes a refresh token once more that was used. Leave"
            + " it empty unless its papers say so.",
        provider -> seconds(provider.refreshTokenReuseInterval()),
        (draft, form) ->
            draft.refreshTokenReuseInterval(form.seconds(REFRESH_TOKEN_REUSE_INTERVAL)));
    table.text(
        KEEP_ALIVE_INTERVAL,
        "In seconds: how long the refresh token may stay unused before it is used to keep it. 86400"
            + " is a day. If left empty, only the end counts that the server tells.",
        provider -> seconds(provider.keepAliveInterval()),
        (draft, form) -> draft.keepAliveInterval(form.seconds(KEEP_ALIVE_INTERVAL)));
  }

  /** Nothing typed keeps the one that an edited provider has. */
  private static void refreshToken(ProviderSettings.Builder draft, ProviderForm form) {
    if (!form.text(REFRESH_TOKEN).isEmpty()) {
      draft.refreshToken(form.text(REFRESH_TOKEN));
    }
  }

  private static String seconds(Duration interval) {
    return interval.isZero() ? "" : Long.toString(interval.toSeconds());
  }
}
