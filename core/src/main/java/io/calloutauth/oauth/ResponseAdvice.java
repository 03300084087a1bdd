package io.calloutauth.oauth;

/**
 * Says what an administrator should check when a response brings no token that can be used, or no
 * place for a pushed authorization request: what is wrong with it, and limits as limits.
 */
final class ResponseAdvice {

  private ResponseAdvice() {}

  static String on(TokenFailure failure) {
    return switch (failure.error()) {
      case UNSUPPORTED_TOKEN_TYPE ->
          "The token is not called a bearer token: have the server issue one to this client, or, if"
              + " it is one by another name, list that name among the token type aliases";
      case MISSING_ACCESS_TOKEN ->
          "The response has no access token: check the URL of the token endpoint, or set the token"
              + " pointer to where the token is";
      case MALFORMED_RESPONSE ->
          failure
              .hint()
              .flatMap(ResponseFlaw::named)
              .map(flaw -> onFlaw(flaw, failure))
              .orElseGet(() -> RefusalAdvice.onOtherResponse(failure));
      case ILLEGAL_TOKEN_CHARS -> onTokenCharacters(failure.hint().orElse(""));
      case FOREIGN_TOKEN -> onForeignValue(failure);
      case TOKEN_TOO_LARGE ->
          "No header can carry a token that long: have the server issue a shorter kind";
      case JSON_TOO_DEEP -> "The response is nested more than 32 deep, which is not read";
      case DUPLICATE_PARAMETER ->
          "The response has a member twice, and nobody can tell which counts: have the server send"
              + " it once";
      case BODY_TOO_LARGE -> "The response is longer than 256 KiB, which is not read";
      default ->
          "The response cannot be read safely: check the URL of the " + failure.source().text();
    };
  }

  private static String onForeignValue(TokenFailure failure) {
    return failure.source() == TokenFailure.Source.TOKEN_ENDPOINT
        ? "What stands for the access token is a secret of the client, or the refresh token or ID"
            + " token: set the token pointer to where the access token is"
        : "The server sent a secret back as request_uri, which would stand in the browser's"
            + " address: check the URL of the "
            + failure.source().text();
  }

  private static String onFlaw(ResponseFlaw flaw, TokenFailure failure) {
    return switch (flaw) {
      case EMPTY -> "The response is empty: ask who runs the server if this lasts";
      case ENDS_EARLY ->
          "The response ends before it is complete: ask who runs the server if this lasts";
      case HTML -> RefusalAdvice.onOtherUrl(failure);
      case NOT_UTF8 ->
          "The response is not in UTF-8, nor in a charset that it names: have the server send JSON"
              + " in UTF-8";
      case TOO_MANY_MEMBERS -> "The response has more than 256 members, which are not read";
      case HEAD_TOO_LARGE ->
          "The header fields of the response are larger than what is read: have the server send"
              + " fewer or shorter ones";
    };
  }

  private static String onTokenCharacters(String scheme) {
    return scheme.isEmpty()
        ? "No header can carry the token: have the server issue another kind"
        : "The token starts with \""
            + scheme
            + " \", which is added here anyway: have the server leave it out, or set the token"
            + " pointer to where the bare token is";
  }
}
