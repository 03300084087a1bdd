package io.calloutauth.provider;

import io.calloutauth.keys.JwsSigner;
import io.calloutauth.keys.SigningKey;
import io.calloutauth.oauth.AssertionOptions;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.Need;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.FieldProblem.Reason;
import java.nio.charset.StandardCharsets;

/**
 * The rules over several settings of a client that signs assertions. Not thread-safe.
 *
 * @param draft what was read of a draft, as far as it could be
 * @param keys what stands in clear about the keys of the provider that is edited
 * @param losesKeys whether an edit that types no key has another one made
 * @param problems takes what is wrong
 */
record AssertionRules(ProviderDraft draft, KeySet keys, boolean losesKeys, FieldProblems problems) {

  void apply() {
    ClientAuthentication method = draft.get(SettingTable.CLIENT_AUTHENTICATION);
    GrantType grant = draft.get(SettingTable.GRANT_TYPE);
    if (method.usesAssertion() || grant.usesAssertion()) {
      issuerIsThereWhereItIsTheAudience();
    }
    if (method.usesAssertion() && method.needsSecret()) {
      clientSecretIsLongEnoughToSign();
    }
    if (Need.KEYS.isOf(grant, method)) {
      draft.get(AssertionTable.PRIVATE_KEY).forEach(this::keyFitsTheAlgorithm);
      certificateIsOfAnRsaKey();
    }
    if (!draft.get(GrantAssertionTable.KEY_ID).isEmpty()) {
      keyIdIsOfAKeyThatThereIs();
    }
  }

  private void issuerIsThereWhereItIsTheAudience() {
    if (draft.get(AssertionTable.AUDIENCE).equals(AssertionOptions.ISSUER)
        && draft.get(SettingTable.ISSUER).isEmpty()) {
      problems.add(
          ProviderField.ISSUER,
          Reason.of(
              "missing",
              "is missing: assertions are for the issuer unless another audience is set"));
    }
  }

  private void clientSecretIsLongEnoughToSign() {
    for (Secret secret : draft.get(SettingTable.CLIENT_SECRET).values()) {
      int bytes = secret.reveal().getBytes(StandardCharsets.UTF_8).length;
      if (!secret.equals(ProviderDraft.KEPT) && bytes < JwsSigner.HS256_BYTES) {
        problems.add(
            ProviderField.CLIENT_SECRET,
            Reason.of(
                    "too_short",
                    "must have at least 32 bytes to sign with, as client_secret_jwt does")
                .with("least", JwsSigner.HS256_BYTES));
      }
    }
  }

  private void certificateIsOfAnRsaKey() {
    SigningAlgorithm algorithm = draft.get(AssertionTable.SIGNING_ALGORITHM);
    if (draft.get(AssertionTable.CERTIFICATE_THUMBPRINT)
        && !algorithm.keyType().equals(SigningAlgorithm.RS256.keyType())) {
      problems.add(
          ProviderField.ASSERTION_CERTIFICATE_THUMBPRINT,
          Reason.of("not_rsa", "needs an RSA key: sign with RS256 or PS256"));
    }
  }

  /** No server has told the id of a key that is yet to be made. */
  private void keyIdIsOfAKeyThatThereIs() {
    boolean made =
        draft.get(AssertionTable.PRIVATE_KEY).values().stream()
            .allMatch(key -> losesKeys && key.equals(ProviderDraft.KEPT));
    if (made && !problems.has(ProviderField.PRIVATE_KEY)) {
      problems.add(
          ProviderField.ASSERTION_KEY_ID,
          Reason.of(
              "of_no_key",
              "is of no key, because a new one is made: type the private key, or enter the id once"
                  + " the server has told it"));
    }
  }

  private void keyFitsTheAlgorithm(String kid, Secret key) {
    SigningAlgorithm algorithm = draft.get(AssertionTable.SIGNING_ALGORITHM);
    if (key.equals(ProviderDraft.KEPT)) {
      SigningAlgorithm before = keys.algorithms().getOrDefault(kid, algorithm);
      if (!before.keyType().equals(algorithm.keyType())) {
        problems.add(
            ProviderField.PRIVATE_KEY,
            Reason.of(
                "other_kind_of_key",
                "does not sign with the new algorithm: type one that does, or take it away to have"
                    + " one made"));
      }
      return;
    }
    SigningKey.of(key)
        .filter(typed -> !typed.fits(algorithm))
        .ifPresent(typed -> problems.add(ProviderField.PRIVATE_KEY, misfit(typed)));
  }

  /** Says that the signing algorithm does not sign with a typed key. */
  static Reason misfit(SigningKey typed) {
    return Reason.of(
            "other_kind_of_key",
            "is of the kind "
                + typed.kind()
                + ", which does not sign with the signing algorithm: change one of them")
        .with("kind", String.valueOf(typed.kind()));
  }
}
