package io.calloutauth.client;

import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the requests of RFC 6749, RFC 7009 and RFC 6750. */
final class Requests {

  private Requests() {}

  /** Returns a token request (RFC 6749 section 4.4.2). */
  static HttpCall token(RegisteredClient client, Duration deadline) {
    ClientRegistration registration = client.registration();
    Endpoint endpoint = registration.tokenEndpoint();
    TokenRequest request =
        switch (registration.grantType()) {
          case CLIENT_CREDENTIALS ->
              new TokenRequest.Builder(
                      endpoint.uri(), authentication(client), new ClientCredentialsGrant())
                  .scope(scope(registration))
                  .build();
        };
    return post(client.tenant(), endpoint, deadline, request.toHTTPRequest());
  }

  /** Returns a revocation request (RFC 7009 section 2.1) for an access token. */
  static HttpCall revocation(
      RegisteredClient client, Endpoint endpoint, Secret token, Duration deadline) {
    TokenRevocationRequest request =
        new TokenRevocationRequest(
            endpoint.uri(), authentication(client), new BearerAccessToken(token.reveal()));
    return post(client.tenant(), endpoint, deadline, request.toHTTPRequest());
  }

  /** Returns a GET with a bearer token (RFC 6750 section 2.1). */
  static HttpCall protectedResource(
      String tenant, Endpoint endpoint, Secret token, Duration deadline) {
    return HttpCall.get(tenant, endpoint, deadline)
        .with(Map.of("Authorization", "Bearer " + token.reveal()));
  }

  private static com.nimbusds.oauth2.sdk.auth.ClientAuthentication authentication(
      RegisteredClient client) {
    ClientID id = new ClientID(client.registration().clientId());
    com.nimbusds.oauth2.sdk.auth.Secret secret =
        new com.nimbusds.oauth2.sdk.auth.Secret(client.clientSecret().reveal());
    return switch (client.registration().clientAuthentication()) {
      case CLIENT_SECRET_BASIC -> new ClientSecretBasic(id, secret);
      case CLIENT_SECRET_POST -> new ClientSecretPost(id, secret);
    };
  }

  private static com.nimbusds.oauth2.sdk.Scope scope(ClientRegistration registration) {
    if (registration.scope().isEmpty()) {
      return new com.nimbusds.oauth2.sdk.Scope();
    }
    // One value: Nimbus would join several with a space.
    String separator = registration.scopeSeparator().text();
    return new com.nimbusds.oauth2.sdk.Scope(String.join(separator, registration.scope().tokens()));
  }

  private static HttpCall post(
      String tenant, Endpoint endpoint, Duration deadline, HTTPRequest request) {
    Map<String, List<String>> parameters =
        new HashMap<>(URLUtils.parseParameters(request.getBody()));
    // RFC 6749 section 3.2: a parameter without a value is left out.
    parameters.values().removeIf(values -> values.stream().allMatch(String::isEmpty));
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", "application/json");
    if (request.getAuthorization() != null) {
      headers.put("Authorization", request.getAuthorization());
    }
    String form = URLUtils.serializeParameters(parameters);
    return HttpCall.post(tenant, endpoint, deadline, form).with(headers);
  }
}
