package io.calloutauth.example.console.providers;

import static io.calloutauth.provider.ProviderField.AUTHORIZATION_ENDPOINT;
import static io.calloutauth.provider.ProviderField.AUTHORIZATION_PARAMETERS;
import static io.calloutauth.provider.ProviderField.ISSUER_IN_RESPONSES;
import static io.calloutauth.provider.ProviderField.PUSHED_AUTHORIZATION_REQUEST_ENDPOINT;

import io.calloutauth.provider.AuthorizationRequestSettings;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import java.util.function.BiConsumer;

/** Says how the form shows and writes what authorization requests are made of. */
final class AuthorizationRequestFields {

  private final FieldTable table;

  AuthorizationRequestFields(FieldTable table) {
    this.table = table;
  }

  void add() {
    table.text(
        AUTHORIZATION_ENDPOINT,
        "For the grant authorization_code: where whoever authorizes is sent to.",
        provider -> FieldTable.shown(provider.authorizationEndpoint()),
        writing((settings, form) -> settings.endpoint(form.text(AUTHORIZATION_ENDPOINT))));
    table.text(
        PUSHED_AUTHORIZATION_REQUEST_ENDPOINT,
        "For the grant authorization_code: where requests are pushed to first (RFC 9126), if at"
            + " all.",
        provider -> FieldTable.shown(provider.pushedAuthorizationRequestEndpoint()),
        writing(
            (settings, form) ->
                settings.pushEndpoint(form.text(PUSHED_AUTHORIZATION_REQUEST_ENDPOINT))));
    table.lines(
        AUTHORIZATION_PARAMETERS,
        "For the grant authorization_code: a name and a value in each line, as prompt=consent or"
            + " access_type=offline. Everybody may see them.",
        provider -> FieldTable.shown(provider.authorizationParameters()),
        writing(AuthorizationRequestFields::parameters));
    table.flag(
        ISSUER_IN_RESPONSES,
        "For the grant authorization_code: the server names its issuer whenever it sends somebody"
            + " back (RFC 9207).",
        Provider::issuerInResponses,
        writing((settings, form) -> settings.issuerInResponses(form.ticked(ISSUER_IN_RESPONSES))));
  }

  private static BiConsumer<ProviderSettings.Builder, ProviderForm> writing(
      BiConsumer<AuthorizationRequestSettings, ProviderForm> writes) {
    return (draft, form) -> draft.authorizationRequests(settings -> writes.accept(settings, form));
  }

  private static void parameters(AuthorizationRequestSettings settings, ProviderForm form) {
    settings.noParameters();
    for (String line : form.lines(AUTHORIZATION_PARAMETERS)) {
      String[] parameter = line.split("=", 2);
      settings.parameter(parameter[0], parameter.length == 2 ? parameter[1] : "");
    }
  }
}
