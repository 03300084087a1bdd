package io.calloutauth.provider;

import io.calloutauth.oauth.BodyFormat;
import io.calloutauth.oauth.RevocationAuthentication;
import io.calloutauth.oauth.ScopeSeparator;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is typed about a provider's token requests, where they differ from what RFC 6749
 * says: a part of {@link ProviderSettings.Builder}, and as tolerant. Null and an empty text are the
 * same as none. Not thread-safe.
 */
public final class RequestSettings {

  private final ProviderDraft draft;

  RequestSettings(ProviderDraft draft) {
    this.draft = draft;
  }

  /** Sets the {@code audience} to ask for. */
  public RequestSettings audience(@Nullable String audience) {
    draft.put(RequestTable.AUDIENCE, audience);
    return this;
  }

  /**
   * Adds a {@code resource} to ask for (RFC 8707 section 2): an absolute URI without a fragment,
   * sent as a parameter of its own.
   */
  public RequestSettings resource(@Nullable String uri) {
    draft.add(RequestTable.RESOURCES, uri);
    return this;
  }

  /** Takes away all resources that were added. */
  public RequestSettings noResources() {
    draft.put(RequestTable.RESOURCES, null);
    return this;
  }

  /**
   * Sets what stands between the tokens of a scope, in requests and in responses; a space unless
   * set.
   */
  public RequestSettings scopeSeparator(@Nullable ScopeSeparator separator) {
    draft.put(RequestTable.SCOPE_SEPARATOR, separator);
    return this;
  }

  /** Sets how the parameters are written; as a form unless set. */
  public RequestSettings bodyFormat(@Nullable BodyFormat format) {
    draft.put(RequestTable.BODY_FORMAT, format);
    return this;
  }

  /** Sets how the client authenticates at the revocation endpoint; the same way unless set. */
  public RequestSettings revocationAuthentication(@Nullable RevocationAuthentication method) {
    draft.put(RequestTable.REVOCATION_AUTHENTICATION, method);
    return this;
  }

  /**
   * Sets an extra parameter of the token request. The value counts as a secret: it is sealed, never
   * shown, and kept by an edit that does not mention it, as the client secret is. At most 20 of at
   * most 4,096 bytes each; parameters that OAuth itself uses are refused.
   */
  public RequestSettings parameter(String name, @Nullable String value) {
    draft.secret(RequestTable.PARAMETERS, name, value);
    return this;
  }

  /** Takes an extra parameter away. */
  public RequestSettings noParameter(String name) {
    return parameter(name, null);
  }

  /**
   * Sets an extra header of the requests to the token and revocation endpoints. The value counts as
   * a secret, as a parameter's does. At most 20 of at most 4,096 visible ASCII characters each;
   * headers that HTTP or OAuth itself uses are refused.
   */
  public RequestSettings header(String name, @Nullable String value) {
    draft.secret(RequestTable.HEADERS, name, value);
    return this;
  }

  /** Takes an extra header away. */
  public RequestSettings noHeader(String name) {
    return header(name, null);
  }

  /**
   * Sets the {@code User-Agent} of the requests to the token and revocation endpoints (RFC 9110
   * section 10.1.5), for example {@code acme-billing/2.1}; {@code callout-auth} unless set. It is
   * no secret: it is stored and shown as it is.
   */
  public RequestSettings userAgent(@Nullable String product) {
    draft.put(RequestTable.USER_AGENT, product);
    return this;
  }

  /**
   * Sets whether the client id is a parameter of the body too where the client authenticates with
   * the Authorization header, as some servers want it; not so unless set.
   */
  public RequestSettings clientIdInBody(boolean inBody) {
    draft.put(RequestTable.CLIENT_ID_IN_BODY, inBody);
    return this;
  }

  /** Returns nothing of what was typed. */
  @Override
  public String toString() {
    return "RequestSettings";
  }
}
