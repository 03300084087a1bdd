package io.calloutauth.client;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.oauth.AuthorizationRequest;
import io.calloutauth.oauth.AuthorizationRequestOptions;
import io.calloutauth.oauth.AuthorizationUri;
import io.calloutauth.oauth.ClientRegistration;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters of an authorization request (RFC 6749 section 4.1.1, RFC 7636 section 4.3), and
 * the URI that a browser takes them to. What administrators add never takes the place of the
 * request's own. Immutable.
 */
record AuthorizationParameters(ClientRegistration registration, AuthorizationRequest request) {

  /** Returns all parameters by their names. */
  Map<String, List<String>> all() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    AuthorizationRequestOptions options = registration.authorizationRequests();
    options.namedParameters().forEach(extra -> all.put(extra.getKey(), List.of(extra.getValue())));
    all.put("response_type", List.of("code"));
    all.put("client_id", List.of(registration.clientId()));
    all.put("redirect_uri", List.of(request.redirectUri().toString()));
    all.put("state", List.of(request.state().reveal()));
    all.put("code_challenge", List.of(request.challenge()));
    all.put("code_challenge_method", List.of("S256"));
    if (!registration.scope().isEmpty()) {
      all.put("scope", List.of(Grant.scope(registration)));
    }
    registration.requests().audience().ifPresent(one -> all.put("audience", List.of(one)));
    List<URI> resources = registration.requests().resources();
    if (!resources.isEmpty()) {
      all.put("resource", resources.stream().map(Object::toString).toList());
    }
    return all;
  }

  /** Returns the URI with all parameters. */
  AuthorizationUri uri() {
    return uri(all());
  }

  /** Returns the URI with what the server gave for the parameters (RFC 9126 section 4). */
  AuthorizationUri uri(String requestUri) {
    Map<String, List<String>> few = new LinkedHashMap<>();
    few.put("client_id", List.of(registration.clientId()));
    few.put("request_uri", List.of(requestUri));
    return uri(few);
  }

  private AuthorizationUri uri(Map<String, List<String>> parameters) {
    Endpoint endpoint =
        registration
            .authorizationRequests()
            .endpoint()
            .orElseThrow(() -> new IllegalArgumentException("there is no authorization endpoint"));
    String url = endpoint.uri().toString();
    String separator = url.indexOf('?') < 0 ? "?" : "&";
    return new AuthorizationUri.Ready(
        URI.create(url + separator + URLUtils.serializeParameters(parameters)));
  }

  /** Returns nothing of the state. */
  @Override
  public String toString() {
    return "AuthorizationParameters[" + registration + "]";
  }
}
