package io.calloutauth.cluster;

import io.calloutauth.cluster.ClusterGrant.Answer;
import io.calloutauth.cluster.ClusterGrant.Asked;

/**
 * An authorization server that gives another refresh token for each one that it takes, and ends an
 * authorization whose used one comes again (RFC 9700 section 4.14.2). Thread-safe.
 */
public interface RotatingAuthorizations {

  /**
   * What came of a token request.
   *
   * @param answer the response
   * @param next the refresh token in it, or the empty text
   */
  record Rotation(Answer answer, String next) {}

  /** Returns whether a token request may ask for whatever scope a provider was edited to. */
  default boolean takesAnyScope() {
    return true;
  }

  /** Gives an authorization to a provider's client, and returns its refresh token. */
  String authorize(int provider);

  /** Answers a token request that brings a refresh token. */
  Rotation use(Asked asked, String refreshToken);

  /**
   * Takes a revocation request (RFC 7009).
   *
   * @param authorization the request's header
   */
  void revoke(String authorization, String form);
}
