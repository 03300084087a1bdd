package io.calloutauth.client;

import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.id.ClientID;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Puts client authentication into requests: one method in each (RFC 6749 section 2.3). */
final class Credentials {

  private Credentials() {}

  /** Authenticates a request as the client is registered. */
  static void add(RegisteredClient client, Submission submission) {
    String id = client.registration().clientId();
    String secret = client.clientSecret().reveal();
    switch (client.registration().clientAuthentication()) {
      case CLIENT_SECRET_BASIC -> submission.header("Authorization", encoded(id, secret));
      case CLIENT_SECRET_BASIC_RAW -> submission.header("Authorization", raw(id, secret));
      case CLIENT_SECRET_POST ->
          submission.parameters(
              new ClientSecretPost(new ClientID(id), nimbus(secret)).toParameters());
      case NONE -> submission.parameter("client_id", id);
    }
  }

  private static String encoded(String id, String secret) {
    return new ClientSecretBasic(new ClientID(id), nimbus(secret)).toHTTPAuthorizationHeader();
  }

  /** As RFC 7617 has it, which servers follow that forget RFC 6749 section 2.3.1. */
  private static String raw(String id, String secret) {
    byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static com.nimbusds.oauth2.sdk.auth.Secret nimbus(String secret) {
    return new com.nimbusds.oauth2.sdk.auth.Secret(secret);
  }
}
