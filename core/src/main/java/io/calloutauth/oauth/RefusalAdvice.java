package io.calloutauth.oauth;

/**
 * Says what an administrator should check when a server refused a token request: by the error code
 * (RFC 6749 section 5.2) where it is a known one, else by the HTTP status.
 */
final class RefusalAdvice {

  private static final String CLIENT = "client id, client secret and client authentication";
  private static final String ASSERTION =
      "The server does not accept the client's signature: check there that this key or client"
          + " secret is the registered one, that the algorithm and the audience are what it"
          + " expects, and that its clock is right";
  private static final String GRANT_ASSERTION =
      "The server refuses the assertion: check its issuer, its subject and its audience, that this"
          + " key is registered there, and that its clock and ours agree";
  private static final String CERTIFICATE =
      "The server did not get the client certificate or does not know it: check that this"
          + " certificate, or its exact subject, is registered for the client there, that the"
          + " authentication method is allowed for it, and that no proxy before the server ends"
          + " TLS";
  private static final String INVALID_TARGET = "invalid_target";
  private static final String CONSENT_REQUIRED = "consent_required";

  private static final String NO_TOKEN_RESPONSE =
      "The response is no token response: check the URL of the token endpoint";

  private static final String NO_TOKEN_ENDPOINT =
      "There is no token endpoint at this URL. Is it the URL of the issuer? The token endpoint's is"
          + " in the issuer's metadata, as token_endpoint: the issuer's URL with"
          + " /.well-known/openid-configuration at its end shows them";

  private RefusalAdvice() {}

  /** Says it for what another kind of URL answers. */
  static String onOtherResponse(TokenFailure failure) {
    return isOfTokens(failure)
        ? NO_TOKEN_RESPONSE
        : "The response has no request_uri that can be used: check the URL of the "
            + failure.source().text();
  }

  /** For what an issuer's own URL answers, which is easily taken for the token endpoint. */
  static String onOtherUrl(TokenFailure failure) {
    return isOfTokens(failure)
        ? NO_TOKEN_ENDPOINT
        : "There is no "
            + failure.source().text()
            + " at this URL: the issuer's metadata has it, as"
            + " pushed_authorization_request_endpoint";
  }

  private static boolean isOfTokens(TokenFailure failure) {
    return failure.source() == TokenFailure.Source.TOKEN_ENDPOINT;
  }

  static String on(TokenFailure failure) {
    return switch (failure.error()) {
      case INVALID_REQUEST ->
          "Check what the server requires, such as scope, audience and body format, and the client"
              + " authentication";
      case UNAUTHORIZED_CLIENT ->
          isOfAssertion(failure)
              ? ASSERTION + ", and have the grant type allowed for this client there"
              : onUnauthorizedClient(failure.status());
      case UNSUPPORTED_GRANT_TYPE -> "Have the grant type allowed for this client at the server";
      case INVALID_GRANT ->
          isOfAssertion(failure)
              ? GRANT_ASSERTION
              : "Have the client's registration checked at the server";
      case INVALID_SCOPE -> "Check the scope: the server does not grant it to this client";
      case INVALID_CLIENT -> isOfAssertion(failure) ? ASSERTION : onRefusedClient(failure);
      default -> onStatus(failure);
    };
  }

  private static boolean isOfAssertion(TokenFailure failure) {
    return failure.hint().filter(AssertionHint::isIn).isPresent();
  }

  private static String onRefusedClient(TokenFailure failure) {
    if (failure.hint().filter(CertificateHint::isIn).isPresent()) {
      return CERTIFICATE;
    }
    return failure.code().isPresent() ? "Check " + CLIENT : onSilence(failure);
  }

  /** Some servers name a wrong secret so. */
  private static String onUnauthorizedClient(int status) {
    return status == 401
        ? "Check " + CLIENT + ", and have the grant type allowed for this client at the server"
        : "Have the grant type allowed for this client at the server";
  }

  private static String onSilence(TokenFailure failure) {
    return "The server refuses the client and does not say why: check "
        + CLIENT
        + ", and the URL of the "
        + failure.source().text();
  }

  private static String onStatus(TokenFailure failure) {
    return switch (failure.code().orElse("")) {
      case INVALID_TARGET ->
          "Check the resources and the audience: the server does not know one of them, or does"
              + " not grant it to this client";
      case CONSENT_REQUIRED ->
          "Open the consent page at the server once, as the subject of the assertion: its consent"
              + " is missing";
      default -> onOtherStatus(failure);
    };
  }

  private static String onOtherStatus(TokenFailure failure) {
    return switch (failure.status()) {
      case 401, 403 -> failure.code().isPresent() ? "Check " + CLIENT : onSilence(failure);
      case 404, 405 -> onOtherUrl(failure);
      case 410, 422 -> onPage(failure);
      case 408, 421, 425 -> "The server did not take the request: ask who runs it if this lasts";
      case 415 ->
          "The server wants the parameters in another form: set the body format to JSON,"
              + " or back to a form";
      default -> onCode(failure);
    };
  }

  private static String onCode(TokenFailure failure) {
    if (failure.code().isEmpty()) {
      return onPage(failure);
    }
    return failure.failureClass() == FailureClass.TRANSIENT
        ? "The server asks to come back later: it gets too many requests"
        : "Look up the error code in the server's documentation";
  }

  private static String onPage(TokenFailure failure) {
    boolean page = failure.hint().filter(ResponseFlaw.HTML.text()::equals).isPresent();
    return page ? onOtherUrl(failure) : onOtherResponse(failure);
  }
}
