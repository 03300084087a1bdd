package io.calloutauth.client;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.MetadataResult;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.RevocationResult;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TestEndpointResult;
import io.calloutauth.oauth.TokenResult;
import java.time.Duration;

/**
 * Speaks OAuth 2.0 with authorization servers. One request a call: no retries, no redirects, no
 * probing.
 *
 * <p>Thread-safe. Every method blocks until there is a response or the deadline passes, counted to
 * the last byte of the response, and throws nothing for what a server or network does.
 */
public interface TokenClient extends AutoCloseable {

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
   * Requests the revocation of a token (RFC 7009 section 2.1).
   *
   * @throws IllegalArgumentException when the registration has no revocation endpoint
   */
  RevocationResult revoke(RegisteredClient client, Secret token, Duration deadline);

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

  /** Closes its connections; requests that are under way fail. */
  @Override
  void close();
}
