package io.calloutauth.provider;

import io.calloutauth.keys.JwsSigner;
import io.calloutauth.keys.SigningKey;
import io.calloutauth.oauth.AssertionOptions;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SigningAlgorithm;
import java.nio.charset.StandardCharsets;

/**
 * The rules over several settings of a client that signs assertions. Not thread-safe.
 *
 * @param draft what was read of a draft, as far as it could be
 * @param keys what stands in clear about the keys of the provider that is edited
 * @param problems takes what is wrong
 */
record AssertionRules(ProviderDraft draft, KeySet keys, FieldProblems problems) {

  void apply() {
    ClientAuthentication method = draft.get(SettingTable.CLIENT_AUTHENTICATION);
    if (method.usesAssertion()) {
      issuerIsThereWhereItIsTheAudience();
    }
    if (method == ClientAuthentication.CLIENT_SECRET_JWT) {
      clientSecretIsLongEnoughToSign();
    }
    if (method.needsKeys()) {
      draft.get(AssertionTable.PRIVATE_KEY).forEach(this::keyFitsTheAlgorithm);
    }
  }

  private void issuerIsThereWhereItIsTheAudience() {
    if (draft.get(AssertionTable.AUDIENCE).equals(AssertionOptions.ISSUER)
        && draft.get(SettingTable.ISSUER).isEmpty()) {
      problems.add(
          ProviderField.ISSUER,
          "is missing: assertions are for the issuer unless another audience is set");
    }
  }

  private void clientSecretIsLongEnoughToSign() {
    for (Secret secret : draft.get(SettingTable.CLIENT_SECRET).values()) {
      int bytes = secret.reveal().getBytes(StandardCharsets.UTF_8).length;
      if (!secret.equals(ProviderDraft.KEPT) && bytes < JwsSigner.HS256_BYTES) {
        problems.add(
            ProviderField.CLIENT_SECRET,
            "must have at least 32 bytes to sign with, as client_secret_jwt does");
      }
    }
  }

  private void keyFitsTheAlgorithm(String kid, Secret key) {
    SigningAlgorithm algorithm = draft.get(AssertionTable.SIGNING_ALGORITHM);
    if (key.equals(ProviderDraft.KEPT)) {
      SigningAlgorithm before = keys.signing().getOrDefault(kid, algorithm);
      if (!before.keyType().equals(algorithm.keyType())) {
        problems.add(
            ProviderField.PRIVATE_KEY,
            "does not sign with the new algorithm: type one that does, or take it away to have one"
                + " made");
      }
      return;
    }
    SigningKey.of(key)
        .filter(typed -> !typed.fits(algorithm))
        .ifPresent(
            typed ->
                problems.add(
                    ProviderField.PRIVATE_KEY,
                    "is of the kind "
                        + typed.kind()
                        + ", which does not sign with the signing algorithm: change one of them"));
  }
}
