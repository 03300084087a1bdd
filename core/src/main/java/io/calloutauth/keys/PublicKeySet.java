package io.calloutauth.keys;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The public keys of a client, for an authorization server to verify its signatures or its
 * certificate with: as the text that a host serves under a URL of its own, and each in the forms
 * that an administrator copies. Immutable and thread-safe; there is nothing to hide.
 *
 * @param id the id of the set: part of the URL that it is served under. Another set is served under
 *     another URL, which the authorization server must be told
 * @param keys the keys that sign, the one that does so now first
 * @param certificates the certificate that is shown in TLS, where the client has one
 */
public record PublicKeySet(
    String id, List<PublishedKey> keys, List<PublishedCertificate> certificates) {

  /** Copies the lists. */
  public PublicKeySet {
    keys = List.copyOf(keys);
    certificates = List.copyOf(certificates);
  }

  /** Makes a set of keys that sign, of a client without a certificate. */
  public PublicKeySet(String id, List<PublishedKey> keys) {
    this(id, keys, List.of());
  }

  /** Returns the JWK set (RFC 7517 section 5): {@code application/jwk-set+json}. */
  public String jwks() {
    return Stream.concat(
            keys.stream().map(PublishedKey::jwk),
            certificates.stream().map(PublishedCertificate::jwk))
        .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  /** Returns how long a server may keep it: what {@code max-age} is to say. */
  public Duration maxAge() {
    return Duration.ofMinutes(5);
  }
}
