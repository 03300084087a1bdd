package io.calloutauth.example.interop;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.oauth.TokenError;
import java.net.URI;
import java.util.Optional;

/**
 * A running authorization server, with what it does in its own way. It speaks TLS and asks clients
 * for a certificate; whoever is not the library talks to it over plain http. Thread-safe.
 */
interface RealServer extends AutoCloseable {

  /** Returns the token endpoint (RFC 6749 §3.2). */
  URI tokenEndpoint();

  /** Returns the revocation endpoint (RFC 7009). */
  URI revocationEndpoint();

  /** Returns the introspection endpoint (RFC 7662). */
  URI introspectionEndpoint();

  /** Returns its origin over plain http, with the same paths. */
  URI plainOrigin();

  /** Returns an endpoint over plain http. */
  default URI plain(URI endpoint) {
    return plainOrigin().resolve(endpoint.getRawPath());
  }

  /** Returns what it calls itself (RFC 8414 §2): whom signed assertions are for. */
  String issuer();

  /** Returns whether a client can be registered to sign assertions with an algorithm. */
  default boolean takes(SigningAlgorithm algorithm) {
    return true;
  }

  /** Returns how it answers a client whose assertion another key signed. */
  default Refusal wrongKey() {
    return new Refusal(TokenError.INVALID_CLIENT, "invalid_client", 401);
  }

  /**
   * Returns how it answers a client whose certificate it does not know; empty if it refuses that in
   * TLS already.
   */
  default Optional<Refusal> unknownCertificate(ShowingClient client) {
    return Optional.of(new Refusal(TokenError.INVALID_CLIENT, "invalid_client", 401));
  }

  /** Returns whether its metadata names a client authentication (RFC 8414 §2). */
  default boolean offers(ClientAuthentication method) {
    return true;
  }

  /** Returns whether a client is told of its own token that it is active. */
  default boolean knowsItsToken(String clientId) {
    return true;
  }

  /** Returns how it answers a client that brings a wrong secret. */
  Refusal wrongSecret();

  /**
   * Returns how it answers a client that asks for more scope than it may have; empty if it grants
   * the rest and says nothing.
   */
  Optional<Refusal> excessiveScope();

  /** Stops the server; blocks until it is gone. Closing twice does nothing more. */
  @Override
  void close();
}
