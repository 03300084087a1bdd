package io.calloutauth.client;

import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * Client authentication by HTTP Basic, {@code client_secret_basic}: client id and secret
 * form-encoded first (RFC 6749 section 2.3.1), or as they are (RFC 7617), which servers follow that
 * forget the encoding. Not by Nimbus, which writes a space as a plus sign: some servers read only
 * the percent form.
 */
final class ClientSecretBasic implements ClientAuthenticator {

  private final boolean encoded;

  ClientSecretBasic(boolean encoded) {
    this.encoded = encoded;
  }

  @Override
  public List<String> credentials(RegisteredClient client) {
    return client.registration().clientSecrets();
  }

  @Override
  public void authenticate(RegisteredClient client, String credential, Submission request) {
    String id = client.registration().clientId();
    String secret = client.secretOf(credential).orElseThrow().reveal();
    request.header("Authorization", "Basic " + (encoded ? encoded(id, secret) : raw(id, secret)));
  }

  /** Returns what both forms send for a client's secrets, unpadded; nothing where it has none. */
  static List<String> forms(RegisteredClient client) {
    String id = client.registration().clientId();
    return client.registration().clientSecrets().stream()
        .flatMap(name -> client.secretOf(name).stream())
        .map(Secret::reveal)
        .flatMap(secret -> Stream.of(encoded(id, secret), raw(id, secret)))
        .map(pair -> pair.replaceFirst("=+$", ""))
        .toList();
  }

  private static String encoded(String id, String secret) {
    return raw(encoded(id), encoded(secret));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String raw(String id, String secret) {
    byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(pair);
  }
}
