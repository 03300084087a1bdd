package io.calloutauth.client;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.json.JsonException;
import io.calloutauth.json.JsonReader;
import io.calloutauth.json.JsonValue;
import io.calloutauth.oauth.IntrospectionResult;
import io.calloutauth.oauth.IntrospectionResult.Binding;
import io.calloutauth.oauth.IntrospectionResult.Outcome;
import io.calloutauth.oauth.LifetimeUnit;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.ScopeSeparator;
import io.calloutauth.oauth.TokenWarning;
import io.calloutauth.redact.Redactor;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parses the response of an introspection endpoint (RFC 7662 section 2.2).
 *
 * @param asked the introspection endpoint
 * @param masking knows the secrets that must not be kept
 * @param now when it came
 */
record IntrospectionResponseParser(Endpoint asked, Redactor masking, Instant now) {

  private static final String INVALID_CLIENT = "invalid_client";
  private static final int LONGEST_SCOPE = 1_000;

  IntrospectionResult parse(HttpResult response) {
    Optional<HttpFailure> failure = response.failure();
    if (failure.filter(HttpFailure::isOfTheNetwork).isPresent()) {
      return unread(Outcome.UNREACHABLE, 0, null, response.detail());
    }
    if (response.hasStatusOfClass(3)) {
      String target = response.redirectTarget(asked).filter(to -> !masking.finds(to)).orElse(null);
      return unread(Outcome.REDIRECTED, response.status(), target, "");
    }
    if (failure.isPresent() && (response.status() == 0 || response.hasStatusOfClass(2))) {
      boolean unreadable = failure.get() == HttpFailure.NOT_HTTP;
      Outcome outcome = unreadable ? Outcome.MALFORMED : Outcome.TOO_LARGE;
      return unread(outcome, response.status(), null, response.detail());
    }
    return response.hasStatusOfClass(2)
        ? read(response)
        : new IntrospectionResult(refusal(response), response.status());
  }

  private static IntrospectionResult unread(
      Outcome outcome, int status, @Nullable String target, String detail) {
    return new IntrospectionResult(outcome, status, null, null, Binding.NONE, target, detail);
  }

  private static Outcome refusal(HttpResult response) {
    if (response.isServerFailure()) {
      return response.status() == 503 ? Outcome.THROTTLED : Outcome.SERVER_FAILED;
    }
    return switch (response.status()) {
      case 401 -> Outcome.CLIENT_REFUSED;
      case 404, 405, 410 -> Outcome.NOT_FOUND;
      case 429 -> Outcome.THROTTLED;
      default -> refusesClient(response) ? Outcome.CLIENT_REFUSED : Outcome.REQUEST_REFUSED;
    };
  }

  private static boolean refusesClient(HttpResult response) {
    return ErrorCodes.find(ResponseBody.ofError(response).members())
        .filter(INVALID_CLIENT::equals)
        .isPresent();
  }

  private IntrospectionResult read(HttpResult response) {
    try {
      String text = BodyText.decode(response, EnumSet.noneOf(TokenWarning.class));
      return read(JsonReader.readObject(text), response.status());
    } catch (JsonException unreadable) {
      return new IntrospectionResult(outcome(unreadable), response.status());
    } catch (UnreadableResponseException noText) {
      return new IntrospectionResult(Outcome.MALFORMED, response.status());
    }
  }

  private static Outcome outcome(JsonException unreadable) {
    return switch (unreadable.problem()) {
      case MALFORMED, ENDS_EARLY -> Outcome.MALFORMED;
      case DUPLICATE_MEMBER -> Outcome.DUPLICATE_MEMBER;
      case TOO_DEEP, TOO_MANY_MEMBERS -> Outcome.TOO_LARGE;
    };
  }

  /** A text such as "true" is not what says that a token is active. */
  private IntrospectionResult read(JsonValue members, int status) {
    JsonValue active = members.member("active").orElse(JsonValue.string(""));
    if (active.is(JsonValue.Kind.FALSE)) {
      return new IntrospectionResult(Outcome.INACTIVE, status);
    }
    return active.is(JsonValue.Kind.TRUE)
        ? new IntrospectionResult(
            Outcome.ACTIVE, status, scope(members), endsIn(members), binding(members), null, "")
        : new IntrospectionResult(Outcome.MALFORMED, status);
  }

  /** An administrator is shown it: it must not be a secret that the server echoes, nor a book. */
  private @Nullable Scope scope(JsonValue members) {
    return members
        .member("scope")
        .filter(value -> !GrantedScope.isTooLong(value)) // before it is taken apart
        .flatMap(value -> GrantedScope.read(value, ScopeSeparator.SPACE))
        .filter(scope -> scope.toString().length() <= LONGEST_SCOPE)
        .filter(scope -> !masking.finds(scope.toString()))
        .orElse(null);
  }

  private @Nullable Duration endsIn(JsonValue members) {
    return members
        .member("exp")
        .flatMap(value -> Lifetimes.read(value, LifetimeUnit.SECONDS))
        .map(sinceEpoch -> sinceEpoch.minusSeconds(now.getEpochSecond()))
        .orElse(null);
  }

  private static Binding binding(JsonValue members) {
    JsonValue confirmation = members.member("cnf").orElse(null);
    if (confirmation == null) {
      return Binding.NONE;
    }
    if (confirmation.text("x5t#S256").isPresent()) {
      return Binding.CERTIFICATE;
    }
    return confirmation.text("jkt").isPresent() ? Binding.PROOF_KEY : Binding.OTHER;
  }
}
