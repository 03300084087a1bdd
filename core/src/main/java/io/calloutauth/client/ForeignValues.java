package io.calloutauth.client;

import java.util.stream.Stream;

/**
 * Tells an access token from other secrets in its place: a server that echoes what it was sent, or
 * a pointer that leads elsewhere, must not have a client secret, refresh token or ID token sent in
 * callouts.
 */
final class ForeignValues {

  /** A shorter secret may be a part of a token by chance. */
  private static final int SHORTEST_PART = 16;

  private ForeignValues() {}

  /**
   * Tells whether what was found as the access token is one of the client's own secrets, holds a
   * long one, or is the refresh token or ID token of the response.
   */
  static boolean hold(RegisteredClient client, JsonValue response, String token) {
    return Stream.concat(Stream.of(client.clientSecret()), client.extras().all().stream())
            .map(Secret::reveal)
            .anyMatch(secret -> isOrHolds(token, secret))
        || has(response, "refresh_token", token)
        || has(response, "id_token", token);
  }

  private static boolean isOrHolds(String token, String secret) {
    return token.equals(secret) || (secret.length() >= SHORTEST_PART && token.contains(secret));
  }

  /** Wherever the member is: a pointer may lead to any depth, which the reader bounds. */
  private static boolean has(JsonValue value, String name, String token) {
    return value.text(name).filter(token::equals).isPresent()
        || value.children().stream().anyMatch(child -> has(child, name, token));
  }
}
