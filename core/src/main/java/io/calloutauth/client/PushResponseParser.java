package io.calloutauth.client;

import io.calloutauth.client.ClientAuthenticator.Credential;
import io.calloutauth.client.ErrorResponse.Asked;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.json.JsonValue;
import io.calloutauth.oauth.AuthorizationUri;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenFailure.Source;
import io.calloutauth.redact.Redactor;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Parses what a server responds to a pushed authorization request (RFC 9126 sections 2.2 and 2.3).
 * An error response is one of a token endpoint. What a server sends back of a secret never comes
 * into the browser's address. Thread-safe.
 *
 * @param errors reads error responses
 */
record PushResponseParser(TokenResponseParser errors) {

  /** An absolute URI of the server's own making (RFC 3986), which goes into a query. */
  private static final Pattern REQUEST_URI =
      Pattern.compile(
          "[A-Za-z][A-Za-z0-9+.-]{0,40}:[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=%-]{1,2000}");

  /** So most of them begin (RFC 9126 section 2.2), and so may values of extra parameters. */
  private static final String COMMON_START = "urn:ietf:params:oauth:request_uri:";

  /** A shorter value of an extra header or parameter may be a part of an address by chance. */
  private static final int SHORTEST_EXTRA = 16;

  private static final Set<TokenError> OF_TOKENS =
      Set.of(
          TokenError.MISSING_ACCESS_TOKEN,
          TokenError.UNSUPPORTED_TOKEN_TYPE,
          TokenError.ILLEGAL_TOKEN_CHARS,
          TokenError.TOKEN_TOO_LARGE,
          TokenError.FOREIGN_TOKEN);

  /** Returns a parser that reads dates by a clock. */
  static PushResponseParser by(InstantSource clock) {
    return new PushResponseParser(
        new TokenResponseParser(new Asked(Source.PUSHED_AUTHORIZATION_REQUEST_ENDPOINT, clock)));
  }

  /** Returns the URI to send a browser to, or why there is none. */
  AuthorizationUri parse(
      Credential credential, HttpResult response, AuthorizationParameters parameters) {
    Optional<String> uri = requestUri(response);
    if (uri.isEmpty()) {
      return new AuthorizationUri.Failed(failure(credential, response));
    }
    return holdsSecret(uri.get(), credential.client())
        ? new AuthorizationUri.Failed(failure(TokenError.FOREIGN_TOKEN, response))
        : parameters.uri(uri.get());
  }

  private static Optional<String> requestUri(HttpResult response) {
    if (response.failure().isPresent() || !response.mayBringToken()) {
      return Optional.empty();
    }
    try {
      JsonValue members = ResponseBody.read(response).members();
      return members
          .member("request_uri")
          .filter(value -> !TokenResponseParser.hasError(members))
          .filter(value -> value.is(JsonValue.Kind.STRING))
          .map(JsonValue::text)
          .filter(text -> REQUEST_URI.matcher(text).matches());
    } catch (UnreadableResponseException unreadable) {
      return Optional.empty();
    }
  }

  /** Of an assertion the signature counts: a server's own JWT may begin as that one does. */
  private static boolean holdsSecret(String uri, RegisteredClient client) {
    Redactor secrets = Redactor.none();
    client
        .secrets()
        .forEach(
            (name, value) -> {
              String text = value.reveal();
              if (name.startsWith(SecretName.CLIENT_ASSERTION)) {
                secrets.and(text.substring(text.lastIndexOf('.') + 1));
              } else if (!SecretName.isExtra(name) || text.length() >= SHORTEST_EXTRA) {
                secrets.and(text);
              }
            });
    return secrets.finds(ownPart(uri, client));
  }

  /** Where the server is said to be is no secret, though an extra value may name it too. */
  private static String ownPart(String uri, RegisteredClient client) {
    return Stream.concat(
            Stream.of(COMMON_START),
            client.registration().authorizationRequests().pushEndpoint().stream()
                .map(Endpoint::origin)
                .map(Object::toString))
        .filter(uri::startsWith)
        .findFirst()
        .map(start -> uri.substring(start.length()))
        .orElse(uri);
  }

  private TokenFailure failure(Credential credential, HttpResult response) {
    return errors.parse(credential, response) instanceof TokenFailure told
            && !OF_TOKENS.contains(told.error())
        ? told
        : failure(TokenError.MALFORMED_RESPONSE, response);
  }

  private static TokenFailure failure(TokenError error, HttpResult response) {
    return TokenFailure.builder(FailureClass.PERMANENT, error)
        .source(Source.PUSHED_AUTHORIZATION_REQUEST_ENDPOINT)
        .status(response.status())
        .build();
  }
}
