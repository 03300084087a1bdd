package io.calloutauth.provider;

import io.calloutauth.Providers;
import io.calloutauth.oauth.AssertionOptions;
import io.calloutauth.oauth.SigningAlgorithm;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is typed about the assertions that a client authenticates with, or asks for tokens
 * with by the JWT bearer grant (RFC 7523): a part of {@link ProviderSettings.Builder}, and as
 * tolerant. Null and an empty text are the same as none. One key and one audience are for both. Not
 * thread-safe.
 */
public final class AssertionSettings {

  private final ProviderDraft draft;

  AssertionSettings(ProviderDraft draft) {
    this.draft = draft;
  }

  /**
   * Sets the private key to sign with: PKCS#8 in PEM, or a JWK; RSA of 2,048 to 4,096 bits, EC on
   * P-256, or Ed25519. Without one the library makes it. In an edit, what is not mentioned is kept,
   * null has a new one made, and either takes the place of all keys there are: {@link
   * Providers#addKey} keeps the one that signs. Its id is its RFC 7638 thumbprint, whatever a JWK
   * calls it.
   */
  public AssertionSettings privateKey(@Nullable String pemOrJwk) {
    draft.onlySecret(AssertionTable.PRIVATE_KEY, pemOrJwk);
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

  /**
   * Sets whether the client id is left out beside an assertion, where no client secret is sent; not
   * so unless set.
   */
  public AssertionSettings withoutClientId(boolean leftOut) {
    draft.put(AssertionTable.WITHOUT_CLIENT_ID, leftOut);
    return this;
  }

  /**
   * Sets whether assertions name the key by the thumbprint of its certificate ({@code x5t#S256},
   * RFC 7515 section 4.1.8) and not by its id; not so unless set. It takes an RSA key. The
   * certificate to register is that of {@link Providers#publicKeys}.
   */
  public AssertionSettings certificateThumbprint(boolean named) {
    draft.put(AssertionTable.CERTIFICATE_THUMBPRINT, named);
    return this;
  }

  /** Sets the {@code iss} of the grant's assertion; the client id unless set. */
  public AssertionSettings issuer(@Nullable String issuer) {
    draft.put(GrantAssertionTable.ISSUER, issuer);
    return this;
  }

  /**
   * Sets the {@code sub} of the grant's assertion: whom the token is to act for. RFC 7523 wants
   * one; a server for whom the issuer alone says enough may want none.
   */
  public AssertionSettings subject(@Nullable String subject) {
    draft.put(GrantAssertionTable.SUBJECT, subject);
    return this;
  }

  /**
   * Sets the time between {@code iat} and {@code exp} of the grant's assertion: 30 seconds to 1
   * hour; 60 seconds unless set. The {@code iat} is 10 seconds ago, for servers whose clock is
   * behind.
   */
  public AssertionSettings lifetime(@Nullable Duration lifetime) {
    draft.put(GrantAssertionTable.LIFETIME, lifetime);
    return this;
  }

  /**
   * Sets whether the scope is a claim of the grant's assertion, and not a parameter beside it; not
   * so unless set.
   */
  public AssertionSettings scopeAsClaim(boolean asClaim) {
    draft.put(GrantAssertionTable.SCOPE_AS_CLAIM, asClaim);
    return this;
  }

  /**
   * Sets an extra claim of the grant's assertion: a text, or JSON (RFC 8259); a text that would be
   * JSON is given in quotes. The value counts as a secret: it is sealed, never shown, and kept by
   * an edit that does not mention it. At most 20 of at most 4,096 bytes each; the claims of RFC
   * 7523 and {@code scope} are refused.
   */
  public AssertionSettings claim(String name, @Nullable String value) {
    draft.secret(GrantAssertionTable.CLAIMS, name, value);
    return this;
  }

  /** Takes an extra claim away. */
  public AssertionSettings noClaim(String name) {
    return claim(name, null);
  }

  /**
   * Sets what the server calls the key: the {@code kid} of the grant's assertion, where it is not
   * the key's thumbprint. It is of one key: with another, type another.
   */
  public AssertionSettings keyId(@Nullable String keyId) {
    draft.put(GrantAssertionTable.KEY_ID, keyId);
    return this;
  }

  /** Returns nothing of what was typed. */
  @Override
  public String toString() {
    return "AssertionSettings";
  }
}
