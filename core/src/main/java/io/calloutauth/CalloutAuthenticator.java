package io.calloutauth;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Authenticates a host's callouts: the seam for any HTTP client.
 *
 * <p>A dispatcher asks for credentials before it sends a callout, and shows every response to
 * {@link #afterResponse}, which says whether to send the callout once more. {@code
 * CalloutHttpClient} does both for {@link java.net.http.HttpClient}. Thread-safe.
 */
public interface CalloutAuthenticator {

  /**
   * Returns the credentials for one callout, waiting up to 20 seconds (a setting) where a token has
   * to be fetched first. Returns at once, without a lock or an allocation, while a usable token is
   * held.
   *
   * @param notificationId the notification that makes the callout
   * @param method the callout's HTTP method. No bearer token depends on it; it is here for tokens
   *     that are bound to the request (DPoP, RFC 9449), so that hosts will not have to change
   * @param target where it goes: https, or http to a loopback address where the host's code allows
   *     it
   * @throws CalloutRefusedException when the token must not go to this target
   * @throws NoProviderBoundException when the notification has no provider
   * @throws ProviderDisabledException when its provider is disabled
   * @throws AuthorizationNeededException when its provider's authorization has to be given anew
   * @throws TokenErrorException when the authorization server refused
   * @throws TokenRequestException when there was no usable response from it
   * @throws TokenWaitException when the time was up or the thread was interrupted; the interrupt
   *     stays set
   * @throws SealedValueException when the client secret cannot be opened
   * @throws EndpointRefusedException when the endpoint policy does not allow the token endpoint any
   *     more
   * @throws StoreUnavailableException when the store is broken and nothing is held in memory
   * @throws CalloutAuthClosedException once it is closed
   * @throws IllegalArgumentException when the notification id is not 1 to 255 visible characters
   */
  CalloutCredentials authenticate(String notificationId, String method, URI target);

  /**
   * Does the same as {@link #authenticate(String, String, URI)}, with another longest wait.
   *
   * @param maxWait how long to wait for a token at most; zero: not at all
   */
  CalloutCredentials authenticate(
      String notificationId, String method, URI target, Duration maxWait);

  /**
   * Does the same as {@link #authenticate(String, String, URI)} without blocking. The stage
   * completes on a thread of the library where it has to wait, and exceptionally with what the
   * other method throws.
   */
  CompletionStage<CalloutCredentials> authenticateAsync(
      String notificationId, String method, URI target);

  /**
   * Does the same as {@link #authenticateAsync(String, String, URI)}, with another longest wait.
   *
   * @param maxWait how long to wait for a token at most; zero: not at all
   */
  CompletionStage<CalloutCredentials> authenticateAsync(
      String notificationId, String method, URI target, Duration maxWait);

  /**
   * Sees the response to each attempt of a callout and says whether to send it once more. Only a
   * response that blames the token can take time: up to 20 seconds (a setting). Every other one
   * returns at once. Throws nothing for what the response holds.
   *
   * @param used the credentials that the attempt carried
   * @param response what came back
   * @return credentials for the next attempt, if the callout's body can be sent again; an object of
   *     its own that knows which attempt it is for. Empty: the response is final. The response to
   *     the next attempt is to be shown too, and brings nothing when it blames the token again, so
   *     that a callout is sent twice at most. It is empty as well for a 401 within 30 seconds of
   *     the last token that was asked for because of one: the callout is to be tried again later,
   *     as after any failure
   */
  Optional<CalloutCredentials> afterResponse(CalloutCredentials used, CalloutResponse response);

  /**
   * Does the same as {@link #afterResponse(CalloutCredentials, CalloutResponse)}, with another
   * longest wait.
   *
   * @param maxWait how long to wait for another token at most; zero: not at all
   */
  Optional<CalloutCredentials> afterResponse(
      CalloutCredentials used, CalloutResponse response, Duration maxWait);

  /**
   * Does the same as {@link #afterResponse(CalloutCredentials, CalloutResponse)} without blocking.
   */
  CompletionStage<Optional<CalloutCredentials>> afterResponseAsync(
      CalloutCredentials used, CalloutResponse response);

  /**
   * Does the same as {@link #afterResponseAsync(CalloutCredentials, CalloutResponse)}, with another
   * longest wait.
   *
   * @param maxWait how long to wait for another token at most; zero: not at all
   */
  CompletionStage<Optional<CalloutCredentials>> afterResponseAsync(
      CalloutCredentials used, CalloutResponse response, Duration maxWait);

  /**
   * Returns an authenticator for a host's own tests: every callout carries one fixed token, targets
   * are not checked, and no response asks for a second attempt.
   *
   * @param token visible ASCII
   * @throws IllegalArgumentException when the token is empty or holds another character
   */
  static CalloutAuthenticator fixed(String token) {
    return new FixedAuthenticator(token);
  }
}
