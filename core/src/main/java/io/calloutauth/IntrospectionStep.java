package io.calloutauth;

import io.calloutauth.TestReport.Step;
import io.calloutauth.TestReport.Subject;
import io.calloutauth.oauth.Advice;
import io.calloutauth.oauth.GrantDetails;
import io.calloutauth.oauth.IntrospectionResult;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.TestEndpointResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts what an introspection endpoint said into words (RFC 7662). A token that it calls inactive is
 * not refused by that alone: it may be good for others than this client.
 *
 * @param result what it said
 * @param grant what came with the token, or null when that is not known
 * @param endpoint what the test endpoint said, or null when it was not asked
 */
record IntrospectionStep(
    IntrospectionResult result,
    @Nullable GrantDetails grant,
    @Nullable TestEndpointResult endpoint) {

  private static final Duration MINUTES = Duration.ofMinutes(2);
  private static final String UNBOUND = ": have the server issue unbound tokens to this client";

  Step step() {
    return found().withStatus(result.status());
  }

  private Step found() {
    String code = result.outcome().name().toLowerCase(Locale.ROOT);
    return switch (result.outcome()) {
      case ACTIVE -> new Step(Subject.INTROSPECTION, true, onActive(), code);
      case INACTIVE -> onInactive();
      default -> {
        String status = result.status() == 0 ? "" : " (status " + result.status() + ")";
        yield new Step(Subject.INTROSPECTION, false, onFailure() + status, code);
      }
    };
  }

  private String onActive() {
    return "The server knows the token" + end(result.endsIn()) + lacking() + binding();
  }

  private static String end(@Nullable Duration endsIn) {
    if (endsIn == null) {
      return "";
    }
    if (endsIn.isNegative()) {
      return ", although it ended "
          + length(endsIn.negated())
          + " ago by the server's word: compare its clock with ours";
    }
    return ", for another " + length(endsIn);
  }

  private static String length(Duration duration) {
    return duration.compareTo(MINUTES) < 0
        ? duration.toSeconds() + " s"
        : duration.toMinutes() + " min";
  }

  private String lacking() {
    Scope told = result.scope();
    List<String> missing =
        told == null || grant == null ? List.of() : grant.scope().missingIn(told);
    return missing.isEmpty()
        ? ""
        : "; without scope that was granted: " + String.join(" ", missing);
  }

  private String binding() {
    return switch (result.binding()) {
      case NONE -> "";
      case CERTIFICATE ->
          "; it is bound to the client certificate (cnf), which callouts do not show" + UNBOUND;
      case PROOF_KEY ->
          "; it is bound to a key for DPoP (cnf), which callouts do not prove" + UNBOUND;
      case OTHER -> "; it is bound to something that callouts do not show (cnf)" + UNBOUND;
    };
  }

  private Step onInactive() {
    String inactive = "The server says that the token is not active";
    if (endpoint != null && endpoint.outcome() == TestEndpointResult.Outcome.TOKEN_REFUSED) {
      return new Step(
          Subject.INTROSPECTION,
          false,
          inactive + ", and the test endpoint refuses it too: revoke it and test again",
          "inactive_and_refused");
    }
    return new Step(
        Subject.INTROSPECTION,
        true,
        false,
        inactive
            + ", which proves nothing: some say so of a good one to a client that is not in its"
            + " audience",
        "inactive",
        Map.of());
  }

  private String onFailure() {
    return switch (result.outcome()) {
      case CLIENT_REFUSED ->
          "The introspection endpoint does not accept the client: have introspection allowed for it"
              + " there, with the client authentication of the token endpoint";
      case REQUEST_REFUSED ->
          "The introspection endpoint refuses the request: have introspection allowed for this"
              + " client there";
      case NOT_FOUND -> "There is no introspection endpoint at this URL: check it";
      case THROTTLED -> "The introspection endpoint got too many requests: try again later";
      case SERVER_FAILED -> "The introspection endpoint failed: try again later";
      case REDIRECTED ->
          Advice.onRedirect(
              "introspection endpoint",
              Objects.requireNonNullElse(result.redirectTarget(), ""),
              false);
      case DUPLICATE_MEMBER ->
          "The introspection response has a member twice, and nobody can tell which counts: have"
              + " the server send it once";
      case TOO_LARGE ->
          "The introspection response is longer or deeper than what is read: check the URL of the"
              + " introspection endpoint";
      case UNREACHABLE -> "The introspection endpoint" + Advice.OUT_OF_REACH;
      default ->
          "The response is no introspection response: check the URL of the introspection endpoint";
    };
  }
}
