package io.calloutauth.client;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.oauth.AuthorizationRequest;
import io.calloutauth.oauth.AuthorizationUri;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IntrospectionResult;
import io.calloutauth.oauth.MetadataResult;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.RevocationResult;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TestEndpointResult;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.oauth.TokenTypeHint;
import java.time.Duration;

/**
 * Speaks OAuth 2.0 with authorization servers. One request a call: no retries, no redirects, no
 * probing. Only while a client's keys or secrets are rolled, a request whose credential the server
 * refuses is made once more with the other one.
 *
 * <p>Thread-safe. Every method blocks until there is a response or the deadline passes, counted to
 * the last byte of the response, and throws nothing for what a server or network does.
 */
public interface TokenClient extends AutoCloseable {

  /** No request starts with less time left before its deadline. */
  Duration LEAST_LEFT = Duration.ofSeconds(2);

  /**
   * Requests a token at the token endpoint (RFC 6749 section 3.2).
   *
   * @param client names the {@linkplain RegisteredClient#lastCredential credential} that worked
   *     last
   * @param input what the grant asks with beside the registration
   * @throws IllegalArgumentException when the registration's grant takes no such input
   */
  TokenResult fetch(RegisteredClient client, GrantInput input, Duration deadline);

  /**
   * Makes the URI that a browser is sent to for an authorization (RFC 6749 section 4.1.1). Where
   * the registration has an endpoint for it, the request is pushed there first (RFC 9126).
   *
   * @throws IllegalArgumentException when the registration has no authorization endpoint
   */
  AuthorizationUri authorizationUri(
      RegisteredClient client, AuthorizationRequest request, Duration deadline);

  /**
   * Requests the revocation of a token (RFC 7009 section 2.1).
   *
   * @param hint what the token is
   * @throws IllegalArgumentException when the registration has no revocation endpoint
   */
  RevocationResult revoke(
      RegisteredClient client, Secret token, TokenTypeHint hint, Duration deadline);

  /**
   * Asks the introspection endpoint what the server knows of a token (RFC 7662 section 2.1).
   *
   * @throws IllegalArgumentException when the registration has no introspection endpoint
   */
  IntrospectionResult introspect(RegisteredClient client, Secret token, Duration deadline);

  /**
   * Sends a GET with a token to the test endpoint.
   *
   * @throws IllegalArgumentException when the registration has no test endpoint
   */
  TestEndpointResult test(RegisteredClient client, Secret token, Duration deadline);

  /**
   * Requests a document of authorization server metadata (RFC 8414 section 3) on behalf of a
   * tenant, without any credentials.
   *
   * @param issuer what the document must call its issuer, character by character
   */
  MetadataResult metadata(String tenant, Endpoint document, String issuer, Duration deadline);

  /**
   * Drops the private keys in memory of clients that showed no certificate in TLS since the last
   * call. The next handshake of one of them opens its key again. Does not block; one that keeps no
   * keys does nothing.
   */
  default void dropIdle() {}

  /**
   * Closes its connections; requests that are under way fail. One that was sent and uses a refresh
   * token or a code up goes on to its deadline: its response may be all that is left of an
   * authorization. Waits for none of them.
   */
  @Override
  void close();
}
