package io.calloutauth.keys;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The public keys of a client, for an authorization server to verify its signatures with: as the
 * text that a host serves under a URL of its own, and each in the forms that an administrator
 * copies. Immutable and thread-safe; there is nothing to hide.
 *
 * @param id the id of the set: part of the URL that it is served under. Another set is served under
 *     another URL, which the authorization server must be told
 * @param keys the keys, the one that signs first
 */
public record PublicKeySet(String id, List<PublishedKey> keys) {

  /** Copies the list. */
  public PublicKeySet {
    keys = List.copyOf(keys);
  }

  /** Returns the JWK set (RFC 7517 section 5): {@code application/jwk-set+json}. */
  public String jwks() {
    return keys.stream()
        .map(PublishedKey::jwk)
        .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  /** Returns how long a server may keep it: what {@code max-age} is to say. */
  public Duration maxAge() {
    return Duration.ofMinutes(5);
  }
}
