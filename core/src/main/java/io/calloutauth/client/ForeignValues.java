package io.calloutauth.client;

import io.calloutauth.json.JsonValue;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
   * long one, plain or as it is sent, or is the refresh token or ID token of the response.
   */
  static boolean hold(RegisteredClient client, JsonValue response, String token) {
    return ownSecrets(client).anyMatch(secret -> isOrHolds(token, secret))
        || has(response, "refresh_token", token)
        || has(response, "id_token", token);
  }

  private static Stream<String> ownSecrets(RegisteredClient client) {
    Stream<String> values =
        client.secrets().values().stream().map(Secret::reveal).flatMap(ForeignValues::asSent);
    return Stream.concat(values, ClientSecretBasic.forms(client).stream());
  }

  private static Stream<String> asSent(String secret) {
    String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    return Stream.of(secret, form, form.replace("+", "%20")).distinct();
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
