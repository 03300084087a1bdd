package io.calloutauth.example.console.providers;

import static io.calloutauth.provider.ProviderField.ASSERTION_AUDIENCE;
import static io.calloutauth.provider.ProviderField.ASSERTION_CERTIFICATE_THUMBPRINT;
import static io.calloutauth.provider.ProviderField.ASSERTION_WITHOUT_CLIENT_ID;
import static io.calloutauth.provider.ProviderField.PRIVATE_KEY;
import static io.calloutauth.provider.ProviderField.SIGNING_ALGORITHM;

import io.calloutauth.example.console.providers.FormField.Input;
import io.calloutauth.oauth.AssertionOptions;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;

/** Says how the form shows and writes how a client signs assertions, whatever they are for. */
final class AssertionFields {

  private final FieldTable table;

  AssertionFields(FieldTable table) {
    this.table = table;
  }

  void add() {
    table.lines(
        PRIVATE_KEY,
        "For private_key_jwt and the grant jwt-bearer: PKCS#8 in PEM, or a JWK; it is stored"
            + " sealed, and never shown again. Leave it empty to have a key made, or to keep the"
            + " stored one.",
        provider -> "",
        AssertionFields::privateKey);
    table.add(
        SIGNING_ALGORITHM,
        Input.choice(
            SigningAlgorithm.class,
            SigningAlgorithm::value,
            "For private_key_jwt and the grant jwt-bearer: what the key signs with."),
        provider ->
            assertion(provider).keys().values().stream()
                .findFirst()
                .orElse(SigningAlgorithm.RS256)
                .value(),
        (draft, form) ->
            draft.assertion(
                a ->
                    a.algorithm(
                        form.chosen(
                            SIGNING_ALGORITHM, SigningAlgorithm.class, SigningAlgorithm::value))));
    table.text(
        ASSERTION_AUDIENCE,
        "For signed assertions: whom they are for. The issuer, unless this says token_endpoint or"
            + " what else the server calls itself.",
        AssertionFields::audience,
        (draft, form) -> draft.assertion(a -> a.audience(form.text(ASSERTION_AUDIENCE))));
    table.flag(
        ASSERTION_WITHOUT_CLIENT_ID,
        "For signed assertions: the client id is not sent beside them.",
        provider -> assertion(provider).withoutClientId(),
        (draft, form) ->
            draft.assertion(a -> a.withoutClientId(form.ticked(ASSERTION_WITHOUT_CLIENT_ID))));
    table.flag(
        ASSERTION_CERTIFICATE_THUMBPRINT,
        "For private_key_jwt and the grant jwt-bearer, with RS256 or PS256: assertions name the"
            + " key by its certificate (x5t#S256), as Entra ID wants. Register the certificate that"
            + " the provider's page shows.",
        provider -> assertion(provider).certificateThumbprint(),
        (draft, form) ->
            draft.assertion(
                a -> a.certificateThumbprint(form.ticked(ASSERTION_CERTIFICATE_THUMBPRINT))));
  }

  private static AssertionOptions assertion(Provider provider) {
    return provider.requests().assertion();
  }

  private static String audience(Provider provider) {
    return assertion(provider).isForIssuer() ? "" : assertion(provider).audience();
  }

  /** Nothing typed keeps the key that an edited provider has. */
  private static void privateKey(ProviderSettings.Builder draft, ProviderForm form) {
    if (!form.text(PRIVATE_KEY).isEmpty()) {
      draft.assertion(a -> a.privateKey(form.text(PRIVATE_KEY)));
    }
  }
}
