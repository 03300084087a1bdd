package io.calloutauth.client;

import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.id.ClientID;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.RegisteredClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Puts client authentication into requests: one method in each (RFC 6749 section 2.3). */
final class Credentials {

  private static final String BASIC = "Basic ";

  private Credentials() {}

  /** Authenticates a request as the client is registered. */
  static void add(RegisteredClient client, Submission submission) {
    add(client, client.registration().clientAuthentication(), submission);
  }

  /** Authenticates a request in another way than the client is registered with. */
  static void add(RegisteredClient client, ClientAuthentication method, Submission submission) {
    String id = client.registration().clientId();
    String secret = client.clientSecret().reveal();
    switch (method) {
      case CLIENT_SECRET_BASIC -> submission.header("Authorization", encoded(id, secret));
      case CLIENT_SECRET_BASIC_RAW -> submission.header("Authorization", raw(id, secret));
      case CLIENT_SECRET_POST ->
          submission.parameters(
              new ClientSecretPost(new ClientID(id), nimbus(secret)).toParameters());
      case NONE -> submission.parameter("client_id", id);
    }
  }

  /**
   * Not by Nimbus, which writes a space as a plus sign: some servers read only the percent form.
   */
  private static String encoded(String id, String secret) {
    return raw(formEncoded(id), formEncoded(secret));
  }

  /** Returns what both forms of Basic send for a client's secret; nothing where it has none. */
  static List<String> basic(RegisteredClient client) {
    String id = client.registration().clientId();
    String secret = client.clientSecret().reveal();
    return secret.isEmpty()
        ? List.of()
        : Stream.of(encoded(id, secret), raw(id, secret))
            .map(header -> header.substring(BASIC.length()).replaceFirst("=+$", ""))
            .toList();
  }

  private static String formEncoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** As RFC 7617 has it, which servers follow that forget RFC 6749 section 2.3.1. */
  private static String raw(String id, String secret) {
    byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return BASIC + Base64.getEncoder().encodeToString(pair);
  }

  private static com.nimbusds.oauth2.sdk.auth.Secret nimbus(String secret) {
    return new com.nimbusds.oauth2.sdk.auth.Secret(secret);
  }
}
