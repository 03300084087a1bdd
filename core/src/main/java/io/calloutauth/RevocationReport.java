package io.calloutauth;

import io.calloutauth.json.PlainMap;
import io.calloutauth.provider.Provider;
import java.util.List;
import java.util.Map;

/**
 * What a revocation came to. The token is dropped here in every case; this tells what the server
 * said (RFC 7009).
 *
 * @param outcome what the server said
 * @param status the HTTP status, or 0 when there was no response
 * @param sharing a warning: these other providers of the tenant, which are not disabled, use the
 *     same client at the same token endpoint. Where the server gives a client one token only,
 *     theirs was the one that was revoked, and their callouts obtain another after their first 401.
 *     Empty when there is no such provider, or was no token; looked for among the first 10,000
 *     providers by name, as far as the store answers
 */
public record RevocationReport(Outcome outcome, int status, List<Provider> sharing) {

  /** Copies the list. */
  public RevocationReport {
    sharing = List.copyOf(sharing);
  }

  /** Tells whether the server takes the token no more, or there was none. */
  boolean isDone() {
    return switch (outcome) {
      case REVOKED, NO_TOKEN, ALREADY_INVALID -> true;
      case NOT_SUPPORTED, REFUSED, NOT_TOLD -> false;
    };
  }

  /**
   * Returns this report for a host's JSON: {@code outcome}, {@code status} unless there was no
   * response, and {@code sharing}, the ids of those providers.
   */
  public Map<String, Object> toMap() {
    return new PlainMap()
        .put("outcome", outcome.name())
        .put("status", status == 0 ? null : status)
        .put("sharing", sharing.stream().map(provider -> provider.id().toString()).toList())
        .build();
  }

  /** What a revocation comes to at the server. */
  public enum Outcome {
    /** The server took the token back. */
    REVOKED,
    /** There was no token to revoke. */
    NO_TOKEN,
    /** The server says that the token was not valid any more. */
    ALREADY_INVALID,
    /** The server cannot revoke access tokens: it stays valid there until it expires. */
    NOT_SUPPORTED,
    /** The server refused: the token stays valid there until it expires. */
    REFUSED,
    /**
     * The server failed or could not be reached, or the token does not open on this node: it is
     * still valid there, and the server is told again until it was told or the token expires.
     */
    NOT_TOLD
  }
}
