package io.calloutauth.client;

import io.calloutauth.client.ClientAuthenticator.Credential;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.oauth.BodyFormat;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.RevocationAuthentication;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TokenTypeHint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the HTTP requests of RFC 6749, RFC 7009, RFC 7662 and RFC 6750 on behalf of a client.
 * Immutable.
 *
 * @param deadline how long each may take in all
 */
record Requests(RegisteredClient client, Duration deadline) {

  /**
   * Returns a token request (RFC 6749 section 4).
   *
   * @param credential what it is authenticated with, prepared by the grant
   */
  HttpCall token(Grant grant, GrantInput input, Credential credential) {
    ClientRegistration registration = client.registration();
    RequestOptions options = registration.requests();
    Submission submission = new Submission(options.bodyFormat());
    client.parameters().forEach((name, value) -> submission.parameter(name, value.reveal()));
    grant.write(credential.client(), input, submission);
    options.audience().ifPresent(audience -> submission.parameter("audience", audience));
    submission.parameters(
        Map.of("resource", options.resources().stream().map(Object::toString).toList()));
    addHeaders(submission);
    if (options.clientIdInBody() && registration.clientAuthentication().usesBasic()) {
      submission.parameter("client_id", registration.clientId());
    }
    credential.authenticate(submission);
    return submission.to(client.tenant(), registration.tokenEndpoint(), deadline);
  }

  /**
   * Returns a request that pushes an authorization request (RFC 9126 section 2.1).
   *
   * @param parameters those of the authorization request
   * @param credential what it is authenticated with
   */
  HttpCall push(Endpoint endpoint, Map<String, List<String>> parameters, Credential credential) {
    Submission submission = new Submission(BodyFormat.FORM);
    submission.parameters(parameters);
    addHeaders(submission);
    credential.authenticate(submission);
    return submission.to(client.tenant(), endpoint, deadline);
  }

  /**
   * Returns a revocation request (RFC 7009 section 2.1) for a token.
   *
   * @param credential what it is authenticated with, or null for nothing
   */
  HttpCall revocation(
      Endpoint endpoint, Secret token, TokenTypeHint hint, @Nullable Credential credential) {
    Submission submission = about(token, hint);
    if (credential != null) {
      credential.authenticate(submission);
    }
    if (client.registration().requests().revocationAuthentication()
        == RevocationAuthentication.BEARER) {
      submission.header("Authorization", "Bearer " + token.reveal());
    }
    return submission.to(client.tenant(), endpoint, deadline);
  }

  /** Returns an introspection request (RFC 7662 section 2.1) for an access token. */
  HttpCall introspection(Endpoint endpoint, Secret token, Credential credential) {
    Submission submission = about(token, TokenTypeHint.ACCESS_TOKEN);
    credential.authenticate(submission);
    return submission.to(client.tenant(), endpoint, deadline);
  }

  private Submission about(Secret token, TokenTypeHint hint) {
    Submission submission = new Submission(BodyFormat.FORM);
    submission.parameter("token", token.reveal());
    submission.parameter("token_type_hint", hint.value());
    addHeaders(submission);
    return submission;
  }

  private void addHeaders(Submission submission) {
    client
        .registration()
        .requests()
        .userAgent()
        .ifPresent(product -> submission.header("User-Agent", product));
    client.headers().forEach((name, value) -> submission.header(name, value.reveal()));
  }

  /** Returns a GET with a bearer token (RFC 6750 section 2.1). */
  HttpCall protectedResource(Endpoint endpoint, Secret token) {
    return HttpCall.get(client.tenant(), endpoint, deadline)
        .with(Map.of("Authorization", "Bearer " + token.reveal()));
  }
}
