package io.calloutauth.client;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.oauth.BodyFormat;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.Secret;
import java.time.Duration;
import java.util.Map;

/** Makes the requests of RFC 6749, RFC 7009 and RFC 6750. */
final class Requests {

  private Requests() {}

  /** Returns a token request (RFC 6749 section 4.4.2), with the grant type's name. */
  static HttpCall token(RegisteredClient client, Duration deadline) {
    ClientRegistration registration = client.registration();
    RequestOptions options = registration.requests();
    Submission submission = new Submission(options.bodyFormat());
    submission.parameter("grant_type", registration.grantType().value());
    // Nimbus would join several tokens with a space.
    String separator = options.scopeSeparator().text();
    submission.parameter("scope", String.join(separator, registration.scope().tokens()));
    options.audience().ifPresent(audience -> submission.parameter("audience", audience));
    submission.parameters(
        Map.of("resource", options.resources().stream().map(Object::toString).toList()));
    client
        .extras()
        .parameters()
        .forEach((name, value) -> submission.parameter(name, value.reveal()));
    addHeaders(client, submission);
    Credentials.add(client, submission);
    return submission.to(client.tenant(), registration.tokenEndpoint(), deadline);
  }

  /** Returns a revocation request (RFC 7009 section 2.1) for an access token. */
  static HttpCall revocation(
      RegisteredClient client, Endpoint endpoint, Secret token, Duration deadline) {
    Submission submission = new Submission(BodyFormat.FORM);
    submission.parameter("token", token.reveal());
    submission.parameter("token_type_hint", "access_token");
    addHeaders(client, submission);
    switch (client.registration().requests().revocationAuthentication()) {
      case SAME -> Credentials.add(client, submission);
      case CLIENT_SECRET_BASIC ->
          Credentials.add(client, ClientAuthentication.CLIENT_SECRET_BASIC, submission);
      case CLIENT_SECRET_POST ->
          Credentials.add(client, ClientAuthentication.CLIENT_SECRET_POST, submission);
      case NONE -> {}
      case CLIENT_ID -> submission.parameter("client_id", client.registration().clientId());
      case BEARER -> submission.header("Authorization", "Bearer " + token.reveal());
    }
    return submission.to(client.tenant(), endpoint, deadline);
  }

  private static void addHeaders(RegisteredClient client, Submission submission) {
    client.extras().headers().forEach((name, value) -> submission.header(name, value.reveal()));
  }

  /** Returns a GET with a bearer token (RFC 6750 section 2.1). */
  static HttpCall protectedResource(
      String tenant, Endpoint endpoint, Secret token, Duration deadline) {
    return HttpCall.get(tenant, endpoint, deadline)
        .with(Map.of("Authorization", "Bearer " + token.reveal()));
  }
}
