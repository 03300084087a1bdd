package io.calloutauth.client;

import io.calloutauth.client.ClientAuthenticator.Credential;
import io.calloutauth.client.ErrorResponse.Asked;
import io.calloutauth.json.JsonValue;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.ResponseFlaw;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import java.time.InstantSource;

/** Parses the responses of token endpoints, and the errors of others like them. Thread-safe. */
final class TokenResponseParser {

  private final Asked asked;

  TokenResponseParser(InstantSource clock) {
    this(new Asked(TokenFailure.Source.TOKEN_ENDPOINT, clock));
  }

  TokenResponseParser(Asked asked) {
    this.asked = asked;
  }

  /**
   * Returns the token or why there is none.
   *
   * @param credential what the request was authenticated with
   */
  TokenResult parse(Credential credential, HttpResult response) {
    if (response.failure().isPresent() && !response.statusDecides()) {
      return broken(credential.client(), response, response.failure().get());
    }
    RegisteredClient client = credential.client();
    if (!response.mayBringToken()) {
      return ErrorResponse.read(client, response, ResponseBody.ofError(response), asked);
    }
    try {
      return parse(credential, response, ResponseBody.read(response));
    } catch (UnreadableResponseException e) {
      return withoutToken(client, response, ResponseBody.leniently(response, e), e);
    }
  }

  private TokenResult parse(Credential credential, HttpResult response, ResponseBody body) {
    RegisteredClient client = credential.client();
    if (hasError(body.members())) {
      return ErrorResponse.read(client, response, body, asked);
    }
    try {
      return SuccessResponse.read(credential, response, body, asked.clock());
    } catch (UnreadableResponseException e) {
      return withoutToken(client, response, body, e);
    }
  }

  /** What brings no token may still say why. */
  private TokenFailure withoutToken(
      RegisteredClient client,
      HttpResult response,
      ResponseBody body,
      UnreadableResponseException why) {
    boolean told =
        ErrorCodes.find(body.members()).isPresent()
            || (why.error() == TokenError.MISSING_ACCESS_TOKEN
                && ErrorCodes.findNumber(body.members()).isPresent());
    return told ? ErrorResponse.read(client, response, body, asked) : unreadable(response, why);
  }

  /** What broke off may have said why before. */
  private TokenFailure broken(RegisteredClient client, HttpResult response, HttpFailure failure) {
    if (response.hasStatusOfClass(4)) {
      ResponseBody body = ResponseBody.ofError(response);
      if (ErrorCodes.find(body.members()).isPresent()) {
        return ErrorResponse.read(client, response, body, asked);
      }
    }
    return broken(response, failure);
  }

  private TokenFailure broken(HttpResult response, HttpFailure failure) {
    boolean hidden = failure.isOfTheNetwork(); // a status would tell how far it got
    String head =
        hidden && response.status() != 0 ? "after status " + response.status() + ", " : "";
    return RetryAfter.of(response, asked.clock())
        .in(TokenFailure.builder(failure.failureClass(), failure.error()))
        .source(asked.source())
        .status(hidden ? 0 : response.status())
        .hint(failure.flaw().map(ResponseFlaw::text).orElse(null))
        .operatorDetail(head + response.detail())
        .mayHaveBeenSent(response.mayHaveBeenSent())
        .build();
  }

  private TokenFailure unreadable(HttpResult response, UnreadableResponseException why) {
    return RetryAfter.of(response, asked.clock())
        .in(TokenFailure.builder(why.failureClass(), why.error()))
        .source(asked.source())
        .status(response.status())
        .hint(why.hint().orElse(null))
        .build();
  }

  /** An error beside a token wins over the token; an error that says nothing is none. */
  static boolean hasError(JsonValue members) {
    return members
        .member("error")
        .filter(error -> !error.is(JsonValue.Kind.FALSE) && !isZero(error))
        .filter(error -> !error.is(JsonValue.Kind.STRING) || !error.text().isBlank())
        .isPresent();
  }

  private static boolean isZero(JsonValue error) {
    return error.is(JsonValue.Kind.NUMBER) && error.text().matches("-?0(\\.0+)?");
  }
}
