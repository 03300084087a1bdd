package io.calloutauth;

import io.calloutauth.json.PlainMap;
import io.calloutauth.oauth.AuthorizationError;
import io.calloutauth.oauth.Scope;
import io.calloutauth.provider.ProviderId;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Begins and completes the authorizations of providers with the authorization code grant (RFC 6749
 * section 4.1): somebody agrees in a browser, at the authorization server, and the provider gets
 * its tokens from then on. PKCE (RFC 7636) is always used. An authorization replaces the one
 * before. Thread-safe.
 *
 * <p>The host's web layer owns the rest:
 *
 * <ul>
 *   <li><b>Permission.</b> Both methods do as they are told: check before that who calls may
 *       authorize.
 *   <li><b>CSRF.</b> {@link #begin} is called by a POST that is protected as others of the host's
 *       are; its URI is redirected to with status 303.
 *   <li><b>The callback.</b> A GET route for the redirect URI, which is registered at the server:
 *       one for each provider, with the provider's id in its path. It calls {@link #complete} with
 *       the request's URI, on whichever node, and shows what came of it. Its query holds a code:
 *       keep it out of access logs, and send {@code Referrer-Policy: no-referrer}.
 *   <li><b>The login value.</b> The same text for both calls, of this login of this user alone and
 *       unknown to everybody else: a random value in the session, say. It ties the response to the
 *       browser that began, so that nobody completes an authorization of his own for another.
 * </ul>
 */
public interface Authorizations {

  /**
   * Begins an authorization. It can be completed for 10 minutes, on any node, once. A provider may
   * have 100 that are begun, and a tenant 1,000.
   *
   * <p>Blocks for the store, and where the provider has an endpoint for pushed requests (RFC 9126)
   * for the server: up to 45 seconds (three times {@link CalloutAuthBuilder#requestTimeout}).
   *
   * @param callback the redirect URI: https, or plain http to loopback where the endpoint policy
   *     allows that; of 2,048 characters at most, without a fragment, without dot segments and
   *     parameters of a response, and with the provider's id as a segment of its path. Only where
   *     each authorization response names the issuer may it be one for many providers
   * @param login the login value, of 1 to 4,096 characters
   * @return where to send the browser. It holds a secret of this authorization: keep it out of logs
   * @throws IllegalArgumentException when the callback or the login value is not as said
   * @throws ProviderNotFoundException when there is none, or it is not committed yet
   * @throws EndpointMissingException when the provider's grant has no authorization endpoint
   * @throws ProviderDisabledException when its use is stopped
   * @throws TooManyAttemptsException when the limits that {@link TokenManager#obtain} names are
   *     reached, or those above
   * @throws TokenErrorException when the server refuses the request that is pushed to it
   * @throws TokenRequestException when it does not answer that
   * @throws SealedValueException when a secret of the provider does not open
   * @throws StoreUnavailableException when the store does not answer
   * @throws TokenWaitException when the time was up or the thread was interrupted
   * @throws CalloutAuthClosedException once it is closed
   */
  URI begin(ProviderId id, URI callback, String login);

  /**
   * Completes an authorization with what the browser brought back. Whatever that is, anybody may
   * have sent it: what is wrong with it is a result. A response is taken once, over all nodes, and
   * a code is never sent twice: whatever fails from there on, the authorization is begun again. The
   * one before stays until the new one is stored. Of responses to nothing that is known here, 60 in
   * a minute, for each tenant and node, are told to listeners and to the log; {@link
   * Health#eventsDropped} counts the others.
   *
   * <p>Blocks for the store and the server, as {@link #begin} does.
   *
   * @param request the URI that the browser asked for, of which the path and the query count: they
   *     are as the browser sent them, also behind a proxy
   * @param login the login value of the login that the browser is in now
   * @throws ProviderDisabledException when the provider's use was stopped meanwhile
   * @throws SealedValueException when a sealed value does not open
   * @throws StoreUnavailableException when the store does not answer
   * @throws TokenWaitException when the time was up or the thread was interrupted: the status says
   *     what came of it
   * @throws CalloutAuthClosedException once it is closed
   */
  Result complete(URI request, String login);

  /** What came of completing an authorization. Immutable and thread-safe. */
  final class Result {

    private final @Nullable ProviderId provider;
    private final @Nullable AuthorizationError error;
    private final Detail detail;

    Result(@Nullable ProviderId provider, @Nullable AuthorizationError error, Detail detail) {
      this.provider = provider;
      this.error = error;
      this.detail = detail;
    }

    /** What goes along. */
    record Detail(
        String correlationId,
        Scope scope,
        @Nullable String code,
        @Nullable String untrustedDescription) {}

    /** Returns whether the provider is authorized now. */
    public boolean isDone() {
      return error == null;
    }

    /** Returns whose it is; empty when that is not known, as of an unknown state. */
    public Optional<ProviderId> provider() {
      return Optional.ofNullable(provider);
    }

    /** Returns why it is not done; empty when it is. */
    public Optional<AuthorizationError> error() {
      return Optional.ofNullable(error);
    }

    /** Returns what came of it and what to do, in words for whoever authorizes. */
    public String text() {
      return error == null ? "The provider is authorized" : error.text();
    }

    /** Returns the scope that was granted; empty where nothing was. */
    public Scope scope() {
      return detail.scope();
    }

    /**
     * Returns the server's error code, such as {@code access_denied} (RFC 6749 sections 4.1.2.1 and
     * 5.2); empty when it sent none.
     */
    public Optional<String> code() {
      return Optional.ofNullable(detail.code());
    }

    /**
     * Returns what the server says of the error, at most 500 characters without control characters.
     * It is untrusted: escape it wherever it is shown.
     */
    public Optional<String> untrustedDescription() {
      return Optional.ofNullable(detail.untrustedDescription());
    }

    /**
     * Returns what the operator's log, the event and this have in common; empty when it is done.
     */
    public String correlationId() {
      return detail.correlationId();
    }

    /**
     * Returns this result for a host's JSON: {@code done}, {@code text}, and where it is known
     * {@code provider}, {@code error}, {@code code}, {@code scope} and {@code correlation_id}.
     */
    public Map<String, Object> toMap() {
      return new PlainMap()
          .put("done", isDone())
          .put("provider", provider == null ? null : provider.toString())
          .put("error", error == null ? null : error.name())
          .put("code", detail.code())
          .put("scope", scope().isEmpty() ? null : scope().toString())
          .put("text", text())
          .put("correlation_id", correlationId().isEmpty() ? null : correlationId())
          .build();
    }

    /** Returns the error or that there is none, and nothing that anybody sent. */
    @Override
    public String toString() {
      return "Result[" + (error == null ? "done" : error) + "]";
    }
  }
}
