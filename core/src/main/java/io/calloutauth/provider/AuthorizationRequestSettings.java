package io.calloutauth.provider;

import org.jspecify.annotations.Nullable;

/**
 * Collects what is typed about the authorization requests of the authorization code grant (RFC 6749
 * section 4.1.1): a part of {@link ProviderSettings.Builder}, and as tolerant. Null and an empty
 * text are the same as none. None of it is a secret. Not thread-safe.
 */
public final class AuthorizationRequestSettings {

  private final ProviderDraft draft;

  AuthorizationRequestSettings(ProviderDraft draft) {
    this.draft = draft;
  }

  /** Sets the authorization endpoint, where whoever authorizes is sent to: required. */
  public AuthorizationRequestSettings endpoint(@Nullable String url) {
    draft.put(AuthorizationRequestTable.ENDPOINT, url);
    return this;
  }

  /**
   * Sets where authorization requests are pushed to (RFC 9126); without it the browser carries
   * them.
   */
  public AuthorizationRequestSettings pushEndpoint(@Nullable String url) {
    draft.put(AuthorizationRequestTable.PUSH_ENDPOINT, url);
    return this;
  }

  /**
   * Adds an extra parameter of authorization requests, for example {@code prompt} and {@code
   * consent}, or {@code access_type} and {@code offline}. Anybody may see it: names that look like
   * a secret's are refused, and so are those that OAuth itself uses. At most 20 of 1 to 255
   * characters each.
   */
  public AuthorizationRequestSettings parameter(String name, String value) {
    draft.add(AuthorizationRequestTable.PARAMETERS, name + "=" + value);
    return this;
  }

  /** Takes away all extra parameters that were added. */
  public AuthorizationRequestSettings noParameters() {
    draft.put(AuthorizationRequestTable.PARAMETERS, null);
    return this;
  }

  /**
   * Sets whether each authorization response must name the issuer (RFC 9207), as the server's
   * metadata says; not so unless set. One that names another issuer than the provider's is refused
   * in any case.
   */
  public AuthorizationRequestSettings issuerInResponses(boolean named) {
    draft.put(AuthorizationRequestTable.ISSUER_IN_RESPONSES, named);
    return this;
  }

  /** Returns nothing of what was typed. */
  @Override
  public String toString() {
    return "AuthorizationRequestSettings";
  }
}
