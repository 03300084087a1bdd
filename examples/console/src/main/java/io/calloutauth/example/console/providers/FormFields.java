package io.calloutauth.example.console.providers;

import static io.calloutauth.provider.ProviderField.CLIENT_AUTHENTICATION;
import static io.calloutauth.provider.ProviderField.CLIENT_CERTIFICATE;
import static io.calloutauth.provider.ProviderField.CLIENT_ID;
import static io.calloutauth.provider.ProviderField.CLIENT_SECRET;
import static io.calloutauth.provider.ProviderField.CLIENT_SECRET_EXPIRES_AT;
import static io.calloutauth.provider.ProviderField.DEFAULT_LIFETIME;
import static io.calloutauth.provider.ProviderField.GRANT_TYPE;
import static io.calloutauth.provider.ProviderField.INTROSPECTION_ENDPOINT;
import static io.calloutauth.provider.ProviderField.ISSUER;
import static io.calloutauth.provider.ProviderField.NAME;
import static io.calloutauth.provider.ProviderField.ORIGINS;
import static io.calloutauth.provider.ProviderField.REVOCATION_ENDPOINT;
import static io.calloutauth.provider.ProviderField.SCOPE;
import static io.calloutauth.provider.ProviderField.SINGLE_TOKEN;
import static io.calloutauth.provider.ProviderField.TEST_ENDPOINT;
import static io.calloutauth.provider.ProviderField.TOKEN_ENDPOINT;

import io.calloutauth.example.console.providers.FormField.Input;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of the form's fields: one for each setting of the library. A test compares the two, so
 * that a setting that is added there is not forgotten here.
 */
final class FormFields {

  /** All fields, in the order of the settings. */
  static final Map<ProviderField, FormField> ALL = new EnumMap<>(ProviderField.class);

  private static final FieldTable TABLE = new FieldTable(ALL);

  static {
    basics();
    endpoints();
    certificate();
    new AssertionFields(TABLE).add();
    new GrantAssertionFields(TABLE).add();
    new AuthorizationFields(TABLE).add();
    new AuthorizationRequestFields(TABLE).add();
    new WireFields(TABLE).add();
  }

  private FormFields() {}

  /** Returns the field of a request parameter, or null when there is none. */
  static @Nullable FormField of(String parameter) {
    return ALL.values().stream()
        .filter(field -> field.parameter().equals(parameter))
        .findFirst()
        .orElse(null);
  }

  private static void basics() {
    TABLE.text(NAME, "", Provider::name, (draft, form) -> draft.name(form.text(NAME)));
    TABLE.add(
        GRANT_TYPE,
        Input.choice(GrantType.class, GrantType::value, ""),
        provider -> provider.grantType().value(),
        (draft, form) ->
            draft.grantType(form.chosen(GRANT_TYPE, GrantType.class, GrantType::value)));
    TABLE.text(
        CLIENT_ID, "", Provider::clientId, (draft, form) -> draft.clientId(form.text(CLIENT_ID)));
    TABLE.text(CLIENT_SECRET, "", provider -> "", FormFields::secret);
    TABLE.text(
        CLIENT_SECRET_EXPIRES_AT,
        "Optional. When the server lets the secret end: a date such as 2027-01-31, or a time such"
            + " as 2027-01-31T18:00Z. You are told 30, 7 and 1 days before.",
        provider -> provider.clientSecretExpiresAt().map(Instant::toString).orElse(""),
        (draft, form) -> draft.clientSecretExpiresAt(form.text(CLIENT_SECRET_EXPIRES_AT)));
    TABLE.text(
        SCOPE,
        "",
        provider -> provider.scope().toString(),
        (draft, form) -> draft.scope(form.text(SCOPE)));
    TABLE.add(
        CLIENT_AUTHENTICATION,
        Input.choice(
            ClientAuthentication.class,
            ClientAuthentication::value,
            "How the client tells the token endpoint who it is."),
        provider -> provider.clientAuthentication().value(),
        (draft, form) ->
            draft.clientAuthentication(
                form.chosen(
                    CLIENT_AUTHENTICATION,
                    ClientAuthentication.class,
                    ClientAuthentication::value)));
    TABLE.text(
        DEFAULT_LIFETIME,
        "In seconds: for tokens whose response does not say how long they live.",
        provider -> String.valueOf(provider.defaultLifetime().toSeconds()),
        (draft, form) -> draft.defaultLifetime(form.seconds(DEFAULT_LIFETIME)));
    TABLE.flag(
        SINGLE_TOKEN,
        "The server lets one token live at a time. Then “Try it” asks for no token while callouts"
            + " use one: it would end theirs.",
        Provider::singleToken,
        (draft, form) -> draft.singleToken(form.ticked(SINGLE_TOKEN)));
  }

  /** Nothing typed keeps the secret that an edited provider has. */
  private static void secret(ProviderSettings.Builder draft, ProviderForm form) {
    if (!form.text(CLIENT_SECRET).isEmpty()) {
      draft.clientSecret(form.text(CLIENT_SECRET));
    }
  }

  /** Nothing typed keeps the certificate that an edited provider has. */
  private static void certificate() {
    TABLE.lines(
        CLIENT_CERTIFICATE,
        "For tls_client_auth and self_signed_tls_client_auth: the client’s own certificate, those"
            + " of its authorities and the private key (PKCS#8), all in PEM, or a PKCS#12 file in"
            + " base64. The key is stored sealed, and never shown again. Leave it empty to keep the"
            + " stored one.",
        provider -> "",
        (draft, form) -> {
          if (!form.text(CLIENT_CERTIFICATE).isEmpty()) {
            draft.clientCertificate(form.text(CLIENT_CERTIFICATE), form.certificatePassword());
          }
        });
  }

  private static void endpoints() {
    TABLE.text(
        ISSUER,
        "",
        provider -> FieldTable.shown(provider.issuer()),
        (draft, form) -> draft.issuer(form.text(ISSUER)));
    TABLE.text(
        TOKEN_ENDPOINT,
        "",
        provider -> provider.tokenEndpoint().toString(),
        (draft, form) -> draft.tokenEndpoint(form.text(TOKEN_ENDPOINT)));
    TABLE.text(
        REVOCATION_ENDPOINT,
        "",
        provider -> FieldTable.shown(provider.revocationEndpoint()),
        (draft, form) -> draft.revocationEndpoint(form.text(REVOCATION_ENDPOINT)));
    TABLE.text(
        INTROSPECTION_ENDPOINT,
        "Optional. Where a test asks the server what it knows of the token (RFC 7662).",
        provider -> FieldTable.shown(provider.introspectionEndpoint()),
        (draft, form) -> draft.introspectionEndpoint(form.text(INTROSPECTION_ENDPOINT)));
    TABLE.text(
        TEST_ENDPOINT,
        "",
        provider -> FieldTable.shown(provider.testEndpoint()),
        (draft, form) -> draft.testEndpoint(form.text(TEST_ENDPOINT)));
    TABLE.lines(
        ORIGINS,
        "",
        provider -> provider.origins().toString().replace(' ', '\n'),
        (draft, form) -> {
          draft.noOrigins();
          form.lines(ORIGINS).forEach(draft::origin);
        });
  }
}
