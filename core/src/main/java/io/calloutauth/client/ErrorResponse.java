package io.calloutauth.client;

import io.calloutauth.client.ErrorCodes.Meaning;
import io.calloutauth.client.RetryAfter.HttpDate;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.json.JsonPointer;
import io.calloutauth.json.JsonValue;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.ResponseFlaw;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.redact.Redactor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a response that brings no token (RFC 6749 section 5.2). Thread-safe. */
final class ErrorResponse {

  private final RegisteredClient client;
  private final @Nullable Duration ahead;
  private final HttpResult response;
  private final Asked asked;
  private final ResponseBody body;
  private final JsonValue members;
  private final Redactor masking;
  private final RetryAfter retryAfter;

  private ErrorResponse(
      RegisteredClient client, HttpResult response, ResponseBody body, Asked asked) {
    this.client = client;
    this.ahead = ahead(response, asked.clock());
    this.response = response;
    this.asked = asked;
    this.body = body;
    this.members = body.members();
    this.retryAfter = RetryAfter.of(response, asked.clock());
    this.masking = Redactor.of(client);
    for (String token : new String[] {"access_token", "refresh_token", "id_token"}) {
      members.text(token).ifPresent(masking::and);
    }
    client
        .registration()
        .responses()
        .tokenPointer()
        .flatMap(pointer -> JsonPointer.find(pointer, members))
        .ifPresent(token -> masking.and(token.text()));
  }

  /** Returns what a response comes to that brings no token. */
  static TokenFailure read(
      RegisteredClient client, HttpResult response, ResponseBody body, Asked asked) {
    return new ErrorResponse(client, response, body, asked).read();
  }

  /**
   * What was asked, and the clock to read its response by.
   *
   * @param source which endpoint of a client's
   */
  record Asked(TokenFailure.Source source, InstantSource clock) {

    private Endpoint endpoint(ClientRegistration registration) {
      return switch (source) {
        case TOKEN_ENDPOINT -> registration.tokenEndpoint();
        case PUSHED_AUTHORIZATION_REQUEST_ENDPOINT ->
            registration.authorizationRequests().pushEndpoint().orElseThrow();
        case AUTHORIZATION_ENDPOINT ->
            registration.authorizationRequests().endpoint().orElseThrow();
      };
    }
  }

  private TokenFailure read() {
    String code = code().filter(this::mayBeKept).orElse(null);
    Meaning meaning = ErrorClassifier.classify(response, body, code);
    return retryAfter
        .in(TokenFailure.builder(meaning.failureClass(), meaning.error()))
        .source(asked.source())
        .status(response.status())
        .code(code)
        .untrustedDescription(description())
        .untrustedErrorUri(errorPage())
        .hint(hint(meaning.error()).orElse(null))
        .build();
  }

  private Optional<String> code() {
    Optional<String> code = ErrorCodes.find(members);
    return code.isEmpty() && response.mayBringToken() ? ErrorCodes.findNumber(members) : code;
  }

  private boolean mayBeKept(String code) {
    return ErrorCodes.meaning(code).isPresent() || holdsNoSecret(code);
  }

  private boolean holdsNoSecret(String text) {
    return !masking.finds(text);
  }

  private @Nullable String description() {
    return members.text("error_description").map(masking::description).orElse(null);
  }

  private @Nullable String errorPage() {
    return members
        .text("error_uri")
        .flatMap(Hints::errorPage)
        .filter(this::holdsNoSecret)
        .orElse(null);
  }

  private Optional<String> hint(TokenError error) {
    if (error == TokenError.REDIRECT_REFUSED) {
      return response
          .redirectTarget(asked.endpoint(client.registration()))
          .filter(this::holdsNoSecret);
    }
    if (body.isPage()) {
      return Optional.of(ResponseFlaw.HTML.text());
    }
    Optional<String> vendor = members.text("error_description").flatMap(Hints::vendorError);
    return vendor.filter(this::holdsNoSecret).or(() -> assertion(error));
  }

  private Optional<String> assertion(TokenError error) {
    return switch (error) {
      case INVALID_CLIENT, UNAUTHORIZED_CLIENT ->
          ClientAssertion.hint(client, ahead).or(() -> MutualTls.hint(client));
      case INVALID_GRANT -> JwtBearer.hint(client, ahead);
      default -> Optional.empty();
    };
  }

  private static @Nullable Duration ahead(HttpResult response, InstantSource clock) {
    Instant now = clock.instant();
    return response
        .header("Date")
        .flatMap(date -> HttpDate.parse(date, now))
        .map(theirs -> Duration.between(now, theirs))
        .orElse(null);
  }
}
