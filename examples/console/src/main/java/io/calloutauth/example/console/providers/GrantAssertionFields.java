package io.calloutauth.example.console.providers;

import static io.calloutauth.provider.ProviderField.ASSERTION_ISSUER;
import static io.calloutauth.provider.ProviderField.ASSERTION_KEY_ID;
import static io.calloutauth.provider.ProviderField.ASSERTION_LIFETIME;
import static io.calloutauth.provider.ProviderField.ASSERTION_SUBJECT;
import static io.calloutauth.provider.ProviderField.CLAIMS;
import static io.calloutauth.provider.ProviderField.SCOPE_AS_CLAIM;

import io.calloutauth.example.console.providers.FormField.Input;
import io.calloutauth.example.console.providers.FormField.Kind;
import io.calloutauth.oauth.GrantAssertion;
import io.calloutauth.provider.AssertionSettings;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import java.util.function.BiConsumer;

/** Says how the form shows and writes the assertion of the JWT bearer grant. */
final class GrantAssertionFields {

  private final FieldTable table;

  GrantAssertionFields(FieldTable table) {
    this.table = table;
  }

  void add() {
    table.text(
        ASSERTION_ISSUER,
        "For the grant jwt-bearer: who signs, if it is not the client id.",
        provider -> assertion(provider).issuer().orElse(""),
        writing((assertion, form) -> assertion.issuer(form.text(ASSERTION_ISSUER))));
    table.text(
        ASSERTION_SUBJECT,
        "For the grant jwt-bearer: whom the token is to act for, such as a user.",
        provider -> assertion(provider).subject().orElse(""),
        writing((assertion, form) -> assertion.subject(form.text(ASSERTION_SUBJECT))));
    table.text(
        ASSERTION_LIFETIME,
        "For the grant jwt-bearer, in seconds: how long an assertion is good. 60 if left empty.",
        GrantAssertionFields::lifetime,
        writing(GrantAssertionFields::lifetime));
    table.flag(
        SCOPE_AS_CLAIM,
        "For the grant jwt-bearer: the scope is a claim of the assertion, and not a parameter.",
        provider -> assertion(provider).scopeAsClaim(),
        writing((assertion, form) -> assertion.scopeAsClaim(form.ticked(SCOPE_AS_CLAIM))));
    table.add(
        CLAIMS,
        Input.of(
            Kind.SECRET_LINES,
            "For the grant jwt-bearer: a name and a value in each line, as name=value. A value is a"
                + " text or JSON. It is stored sealed and never shown: a name alone keeps it."),
        provider -> FieldTable.names(assertion(provider).claimNames()),
        writing((assertion, form) -> form.secrets(CLAIMS, assertion::noClaim, assertion::claim)));
    table.text(
        ASSERTION_KEY_ID,
        "For the grant jwt-bearer: what the server calls the key, if that is not its thumbprint.",
        provider -> assertion(provider).keyId().orElse(""),
        writing((assertion, form) -> assertion.keyId(form.text(ASSERTION_KEY_ID))));
  }

  private static GrantAssertion assertion(Provider provider) {
    return provider.requests().assertion().grant();
  }

  private static BiConsumer<ProviderSettings.Builder, ProviderForm> writing(
      BiConsumer<AssertionSettings, ProviderForm> writes) {
    return (draft, form) -> draft.assertion(assertion -> writes.accept(assertion, form));
  }

  private static String lifetime(Provider provider) {
    boolean standard = assertion(provider).lifetime().equals(GrantAssertion.DEFAULT_LIFETIME);
    return standard ? "" : String.valueOf(assertion(provider).lifetime().toSeconds());
  }

  private static void lifetime(AssertionSettings assertion, ProviderForm form) {
    boolean none = form.text(ASSERTION_LIFETIME).isEmpty();
    assertion.lifetime(none ? null : form.seconds(ASSERTION_LIFETIME));
  }
}
