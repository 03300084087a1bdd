package io.calloutauth.provider;

import io.calloutauth.oauth.AssertionOptions;
import io.calloutauth.oauth.SigningAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is typed about the assertions that a client authenticates with (RFC 7523): a part
 * of {@link ProviderSettings.Builder}, and as tolerant. Null and an empty text are the same as
 * none. Not thread-safe.
 */
public final class AssertionSettings {

  private final ProviderDraft draft;

  AssertionSettings(ProviderDraft draft) {
    this.draft = draft;
  }

  /**
   * Sets the private key to sign with: PKCS#8 in PEM, or a JWK; RSA of 2,048 to 4,096 bits, EC on
   * P-256, or Ed25519. Without one the library makes it. In an edit, what is not mentioned is kept,
   * and null has a new one made. Its id is its RFC 7638 thumbprint, whatever a JWK calls it.
   */
  public AssertionSettings privateKey(@Nullable String pemOrJwk) {
    draft.put(AssertionTable.PRIVATE_KEY, null);
    draft.secret(AssertionTable.PRIVATE_KEY, "", pemOrJwk);
    return this;
  }

  /** Sets the algorithm to sign with a private key; RS256, which every server takes, unless set. */
  public AssertionSettings algorithm(@Nullable SigningAlgorithm algorithm) {
    draft.put(AssertionTable.SIGNING_ALGORITHM, algorithm);
    return this;
  }

  /**
   * Sets the audience of assertions: {@link AssertionOptions#ISSUER}, which is the default and
   * needs an issuer, {@link AssertionOptions#TOKEN_ENDPOINT}, or what the server calls itself.
   */
  public AssertionSettings audience(@Nullable String audience) {
    draft.put(AssertionTable.AUDIENCE, audience);
    return this;
  }

  /** Sets whether the client id is left out beside an assertion; not so unless set. */
  public AssertionSettings withoutClientId(boolean leftOut) {
    draft.put(AssertionTable.WITHOUT_CLIENT_ID, leftOut);
    return this;
  }

  /** Returns nothing of what was typed. */
  @Override
  public String toString() {
    return "AssertionSettings";
  }
}
