package io.calloutauth;

import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.ProviderId;
import java.net.URI;

/**
 * The tokens of one tenant's providers, for administrators. Thread-safe. Nothing here returns or
 * prints a token or secret but {@link #accessToken}. Every method throws {@link
 * ProviderNotFoundException} when the tenant has no such provider, {@link
 * StoreUnavailableException} when the store is out of reach and memory has nothing to go on, and
 * {@link CalloutAuthClosedException} once it is closed.
 *
 * <p>Where a method waits for a server, it waits for a place among the token requests, for the
 * token request, and for a second request, each for up to the {@linkplain
 * CalloutAuthBuilder#requestTimeout token request timeout}: up to three times that in all, 45
 * seconds unless set. When that is over, what was begun goes on.
 */
public interface TokenManager {

  /**
   * Obtains a new token now, whatever is held; joins a token request that is running. Blocks for up
   * to 45 seconds (three token request timeouts). When it fails the old token stays.
   *
   * @return the status afterwards; while the store does not tell it, what came with the token
   * @throws TokenErrorException when the authorization server refused
   * @throws TokenRequestException when there was no usable response from it
   * @throws EndpointRefusedException when the endpoint policy does not allow its endpoint any more
   * @throws SealedValueException when the client secret does not open
   * @throws TooManyAttemptsException when this node was asked for it more than once in 5 seconds or
   *     10 times a minute; or when the tenant asked this node for 60 new tokens, tests, checks and
   *     servers' metadata within a minute, or gave commands that reach 20 hosts (host and port)
   *     which none of its commands reached within 24 hours. To join a running token request does
   *     not count
   * @throws ProviderDisabledException when the provider is disabled
   * @throws AuthorizationNeededException when its authorization has to be given anew
   * @throws TokenWaitException when the time was up or the thread was interrupted; the interrupt
   *     stays set
   */
  TokenStatus obtain(ProviderId id);

  /**
   * Does the same as {@link #obtain}: with client credentials there is no refresh token (RFC 6749
   * section 4.4.3).
   */
  TokenStatus refresh(ProviderId id);

  /**
   * Tests the provider step by step: its token, which is fetched first when there is none; the
   * scope granted; what the introspection endpoint says of it, where there is one; and the response
   * of the test endpoint to a GET with the token, where there is one. Blocks for up to 60 seconds
   * (four token request timeouts). A step that fails is reported, not thrown. In a transaction of
   * the host's, an edit is tested once it is committed: until then the report says that the
   * provider is being changed.
   *
   * @throws EndpointMissingException when the provider has neither of the two
   * @throws TooManyAttemptsException when 10 tests and checks of the provider were asked of this
   *     node within a minute, or the tenant's limits that {@link #obtain} names are reached
   * @throws TokenWaitException when the time was up or the thread was interrupted; the interrupt
   *     stays set
   */
  TestReport test(ProviderId id);

  /**
   * Drops the token, here at once and on other nodes within 10 seconds, then tells the server (RFC
   * 7009). The next callout obtains another: to stop a provider, disable it. Where the server
   * cannot be told, also for one of the exceptions below, it is told later, by any node, until the
   * token expires, unless the provider's endpoints are changed by then; while the keys are out of
   * reach it waits on this node alone, and while the store is down, only this node drops the token.
   * Blocks for up to 45 seconds (three token request timeouts).
   *
   * @return what the server said, with a warning when other providers may share the token
   * @throws EndpointMissingException when the provider has no revocation endpoint; nothing was
   *     dropped
   * @throws TooManyAttemptsException when the tenant asked this node for 600 revocations and
   *     disablings within a minute, or reached 20 new hosts as {@link #obtain} says; nothing was
   *     dropped
   * @throws SealedValueException when the client secret does not open on this node
   * @throws EndpointRefusedException when the endpoint policy does not allow its endpoint any more
   * @throws TokenRequestException when the keys are out of reach
   * @throws TokenWaitException when the time was up or the thread was interrupted; the interrupt
   *     stays set, and the revocation goes on
   */
  RevocationReport revoke(ProviderId id);

  /**
   * Returns what is known of the token. Blocks for as long as the store needs; asks no
   * authorization server.
   */
  TokenStatus status(ProviderId id);

  /**
   * Returns the token itself, for protocols that cannot use {@link CalloutAuthenticator} (SMTP
   * XOAUTH2, say). Each use is an event. Blocks as {@link CalloutAuthenticator#authenticate} does:
   * for up to 20 seconds (a setting).
   *
   * @param target where the token is to go: https, and one of the provider's origins if it lists
   *     any
   * @throws IllegalStateException when the host did not enable this in the builder
   * @throws CalloutRefusedException when the token must not go there
   * @throws ProviderDisabledException when the provider is disabled
   * @throws TokenErrorException when the authorization server refused
   * @throws TokenRequestException when there was no usable response from it
   * @throws EndpointRefusedException when the endpoint policy does not allow its endpoint any more
   * @throws SealedValueException when the client secret does not open
   * @throws TokenWaitException when the time was up or the thread was interrupted; the interrupt
   *     stays set
   */
  Secret accessToken(ProviderId id, URI target);
}
