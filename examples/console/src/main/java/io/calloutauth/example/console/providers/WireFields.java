package io.calloutauth.example.console.providers;

import static io.calloutauth.provider.ProviderField.AUDIENCE;
import static io.calloutauth.provider.ProviderField.BODY_FORMAT;
import static io.calloutauth.provider.ProviderField.CLIENT_ID_IN_BODY;
import static io.calloutauth.provider.ProviderField.HEADERS;
import static io.calloutauth.provider.ProviderField.LIFETIME_POINTER;
import static io.calloutauth.provider.ProviderField.LIFETIME_UNIT;
import static io.calloutauth.provider.ProviderField.PARAMETERS;
import static io.calloutauth.provider.ProviderField.RENEWAL_POINTER;
import static io.calloutauth.provider.ProviderField.RENEWAL_STATUSES;
import static io.calloutauth.provider.ProviderField.RENEWAL_VALUES;
import static io.calloutauth.provider.ProviderField.RESOURCES;
import static io.calloutauth.provider.ProviderField.REVOCATION_AUTHENTICATION;
import static io.calloutauth.provider.ProviderField.SCOPE_SEPARATOR;
import static io.calloutauth.provider.ProviderField.TOKEN_POINTER;
import static io.calloutauth.provider.ProviderField.TOKEN_TYPE_ALIASES;
import static io.calloutauth.provider.ProviderField.TOKEN_TYPE_POINTER;
import static io.calloutauth.provider.ProviderField.USER_AGENT;

import io.calloutauth.example.console.providers.FormField.Input;
import io.calloutauth.example.console.providers.FormField.Kind;
import io.calloutauth.oauth.BodyFormat;
import io.calloutauth.oauth.LifetimeUnit;
import io.calloutauth.oauth.RenewalRules;
import io.calloutauth.oauth.RevocationAuthentication;
import io.calloutauth.oauth.ScopeSeparator;
import io.calloutauth.provider.ProviderSettings;
import java.net.URI;
import java.util.List;

/** Says how the form shows and writes what token requests hold and how responses are read. */
final class WireFields {

  private final FieldTable table;

  WireFields(FieldTable table) {
    this.table = table;
  }

  void add() {
    requests();
    responses();
    renewal();
  }

  private void requests() {
    table.text(
        AUDIENCE,
        "Optional. What the token is for, in the server’s words.",
        provider -> provider.requests().audience().orElse(""),
        (draft, form) -> draft.requests(request -> request.audience(form.text(AUDIENCE))));
    table.lines(
        RESOURCES,
        "Optional. One URI in each line (RFC 8707).",
        provider ->
            FieldTable.shown(provider.requests().resources().stream().map(URI::toString).toList()),
        (draft, form) ->
            draft.requests(
                request -> {
                  request.noResources();
                  form.lines(RESOURCES).forEach(request::resource);
                }));
    table.add(
        SCOPE_SEPARATOR,
        Input.choice(
            ScopeSeparator.class,
            ScopeSeparator::value,
            "What stands between the parts of a scope: a space, unless the server wants otherwise."),
        provider -> provider.requests().scopeSeparator().value(),
        (draft, form) ->
            draft.requests(
                request ->
                    request.scopeSeparator(
                        form.chosen(
                            SCOPE_SEPARATOR, ScopeSeparator.class, ScopeSeparator::value))));
    table.add(
        BODY_FORMAT,
        Input.choice(BodyFormat.class, BodyFormat::value, "How token requests are written."),
        provider -> provider.requests().bodyFormat().value(),
        (draft, form) ->
            draft.requests(
                request ->
                    request.bodyFormat(
                        form.chosen(BODY_FORMAT, BodyFormat.class, BodyFormat::value))));
    table.add(
        REVOCATION_AUTHENTICATION,
        Input.choice(
            RevocationAuthentication.class,
            RevocationAuthentication::value,
            "How the client authenticates where a token is taken back."),
        provider -> provider.requests().revocationAuthentication().value(),
        (draft, form) ->
            draft.requests(
                request ->
                    request.revocationAuthentication(
                        form.chosen(
                            REVOCATION_AUTHENTICATION,
                            RevocationAuthentication.class,
                            RevocationAuthentication::value))));
    extras();
  }

  private void extras() {
    table.add(
        PARAMETERS,
        Input.of(Kind.SECRET_LINES, SECRETS),
        provider -> FieldTable.names(provider.requests().parameterNames()),
        (draft, form) ->
            draft.requests(
                request -> form.secrets(PARAMETERS, request::noParameter, request::parameter)));
    table.add(
        HEADERS,
        Input.of(Kind.SECRET_LINES, SECRETS),
        provider -> FieldTable.names(provider.requests().headerNames()),
        (draft, form) ->
            draft.requests(request -> form.secrets(HEADERS, request::noHeader, request::header)));
    table.text(
        USER_AGENT,
        "Optional. What requests to the authorization server call themselves.",
        provider -> provider.requests().userAgent().orElse(""),
        (draft, form) -> draft.requests(request -> request.userAgent(form.text(USER_AGENT))));
    table.flag(
        CLIENT_ID_IN_BODY,
        "The client id is sent in the body too, beside the Authorization header.",
        provider -> provider.requests().clientIdInBody(),
        (draft, form) ->
            draft.requests(request -> request.clientIdInBody(form.ticked(CLIENT_ID_IN_BODY))));
  }

  private static final String SECRETS =
      "Optional. A name and a value in each line, as name=value. Values are stored sealed and never"
          + " shown: a name alone keeps the value that is stored, and a line taken away removes it.";

  private void responses() {
    table.add(
        LIFETIME_UNIT,
        Input.choice(LifetimeUnit.class, LifetimeUnit::value, "What expires_in counts."),
        provider -> provider.responses().lifetimeUnit().value(),
        (draft, form) ->
            draft.responses(
                response ->
                    response.lifetimeUnit(
                        form.chosen(LIFETIME_UNIT, LifetimeUnit.class, LifetimeUnit::value))));
    table.lines(
        TOKEN_TYPE_ALIASES,
        "Optional. What the server calls the token type Bearer, one name in each line.",
        provider ->
            FieldTable.shown(provider.responses().tokenTypeAliases().stream().sorted().toList()),
        (draft, form) ->
            draft.responses(
                response -> {
                  response.noTokenTypeAliases();
                  form.lines(TOKEN_TYPE_ALIASES).forEach(response::tokenTypeAlias);
                }));
    table.text(
        TOKEN_POINTER,
        POINTER,
        provider -> provider.responses().tokenPointer().orElse(""),
        (draft, form) ->
            draft.responses(response -> response.tokenPointer(form.text(TOKEN_POINTER))));
    table.text(
        TOKEN_TYPE_POINTER,
        POINTER,
        provider -> provider.responses().tokenTypePointer().orElse(""),
        (draft, form) ->
            draft.responses(response -> response.tokenTypePointer(form.text(TOKEN_TYPE_POINTER))));
    table.text(
        LIFETIME_POINTER,
        POINTER,
        provider -> provider.responses().lifetimePointer().orElse(""),
        (draft, form) ->
            draft.responses(response -> response.lifetimePointer(form.text(LIFETIME_POINTER))));
  }

  private static final String POINTER =
      "Optional. Where it is in the response, such as /data/token (RFC 6901).";

  private void renewal() {
    table.lines(
        RENEWAL_STATUSES,
        "Optional. By which statuses receivers refuse the token besides 401, one in each line.",
        provider ->
            FieldTable.shown(
                provider.renewal().statuses().stream().sorted().map(String::valueOf).toList()),
        (draft, form) -> {
          draft.noRenewalStatuses();
          form.numbers(RENEWAL_STATUSES).forEach(draft::renewalStatus);
        });
    table.text(
        RENEWAL_POINTER,
        "Optional. Where receivers tell in a body that they refuse the token, such as /error/code.",
        provider -> provider.renewal().body().map(RenewalRules.Body::pointer).orElse(""),
        WireFields::renewalBody);
    table.lines(
        RENEWAL_VALUES,
        "Optional. By which values there they refuse it, one in each line.",
        provider ->
            FieldTable.shown(
                provider.renewal().body().map(RenewalRules.Body::values).orElse(List.of())),
        WireFields::renewalBody);
  }

  private static void renewalBody(ProviderSettings.Builder draft, ProviderForm form) {
    draft.renewalBody(
        form.text(RENEWAL_POINTER), form.lines(RENEWAL_VALUES).toArray(String[]::new));
  }
}
