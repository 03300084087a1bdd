package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.EndpointRefusal;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.engine.CommandOutcome.TestOutcome;
import io.calloutauth.engine.TokenOutcome;
import io.calloutauth.oauth.Advice;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.ResponseFlaw;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.TestEndpointResult;
import io.calloutauth.oauth.TestEndpointResult.Outcome;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenFailureBuilder;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every text that tells an administrator what is wrong with an endpoint, and what to change. */
class WordsTest {

  private static final String OUT_OF_REACH =
      " cannot be reached: check its URL, and that it is public, answers in time and has a"
          + " certificate that is trusted here; the operator's log has the details";
  private static final String NO_TOKEN_RESPONSE =
      "The response is no token response: check the URL of the token endpoint";
  private static final String NO_TOKEN_ENDPOINT =
      "There is no token endpoint at this URL. Is it the URL of the issuer? The token endpoint's is"
          + " in the issuer's metadata, as token_endpoint: the issuer's URL with"
          + " /.well-known/openid-configuration at its end shows them";
  private static final String SILENT =
      "The server refuses the client and does not say why: check client id, client secret and"
          + " client authentication, and the URL of the token endpoint";
  private static final String CLIENT = "Check client id, client secret and client authentication";
  private static final String NO_REQUEST =
      "The server did not take the request: ask who runs it if this lasts";
  private static final String NO_CANONICAL_HOST =
      "must have a host in its plain form: a name of letters, digits and hyphens between dots,"
          + " without underscores and without a dot at its end; an IPv4 address as four decimal"
          + " numbers without leading zeros; or in brackets an IPv6 address in its shortest form,"
          + " in lower case";

  /** A URL that is typed, why it is refused, and what the administrator reads. */
  record Url(String url, EndpointRefusal refusal, String text) {}

  static final List<Url> URLS =
      List.of(
          new Url(
              "idp.example.com/token",
              EndpointRefusal.NOT_A_URL,
              "is not an absolute https URL in plain ASCII"),
          new Url(
              "https://idp.example.com/" + "x".repeat(2048),
              EndpointRefusal.TOO_LONG,
              "is longer than 2,048 characters"),
          new Url(
              "http://idp.example.com/token",
              EndpointRefusal.NOT_HTTPS,
              "must start with https://"),
          new Url(
              "https://me:pw@idp.example.com/",
              EndpointRefusal.USER_INFO,
              "must not contain a user name or password"),
          new Url(
              "https://idp.example.com/#top",
              EndpointRefusal.FRAGMENT,
              "must not contain a fragment (#)"),
          new Url(
              "https://idp.example.com/?client_secret=x",
              EndpointRefusal.SECRET_IN_QUERY,
              "must not carry a secret in its path or query: no password, token, key, code or"
                  + " signature"),
          new Url(
              "https://[2606:4700:4700:0::1111]/",
              EndpointRefusal.HOST_NOT_CANONICAL,
              NO_CANONICAL_HOST),
          new Url(
              "https://idp_x.example.com/", EndpointRefusal.HOST_NOT_CANONICAL, NO_CANONICAL_HOST),
          new Url(
              "https://idp.example.com./", EndpointRefusal.HOST_NOT_CANONICAL, NO_CANONICAL_HOST),
          new Url("https://127.1/", EndpointRefusal.HOST_NOT_CANONICAL, NO_CANONICAL_HOST),
          new Url(
              "https://10.0.0.1/",
              EndpointRefusal.HOST_NOT_ALLOWED,
              "must name a host on the public internet"),
          new Url(
              "https://idp.example.org/",
              EndpointRefusal.HOST_NOT_LISTED,
              "must name one of the hosts that the operator has listed"),
          new Url(
              "https://idp.example.com:22/",
              EndpointRefusal.PORT_NOT_ALLOWED,
              "must use port 443 or an unreserved port from 1024"));

  /** What an exchange came to, and what the administrator reads. */
  record Failed(TokenFailure failure, String text) {}

  static final List<Failed> FAILURES =
      List.of(
          failed(TokenError.UNREACHABLE, 0, "The token endpoint" + OUT_OF_REACH),
          failed(TokenError.ENDPOINT_REFUSED, 0, "The token endpoint" + OUT_OF_REACH),
          redirected(308, "", "redirects, which is not followed: enter the URL it leads to"),
          redirected(
              307,
              "idp.example.com",
              "redirects to idp.example.com, which is not followed: enter that URL"),
          redirected(
              302,
              "idp.example.com",
              "redirects to idp.example.com, which is not followed: check that it is the token"
                  + " endpoint"),
          redirected(
              303, "", "redirects, which is not followed: check that it is the token endpoint"),
          redirected(
              301,
              "/signin (it looks like a login page)",
              "redirects to /signin (it looks like a login page), which is not followed: check that"
                  + " it is the token endpoint"),
          redirected(
              302,
              "/token/ (it differs by a slash at the end)",
              "redirects to /token/ (it differs by a slash at the end), which is not followed:"
                  + " enter that URL"),
          failed(TokenError.UNEXPECTED_STATUS, 401, SILENT + " (status 401)"),
          failed(TokenError.UNEXPECTED_STATUS, 403, SILENT + " (status 403)"),
          failed(TokenError.INVALID_CLIENT, 401, SILENT + " (status 401)"),
          coded(
              TokenError.INVALID_CLIENT,
              401,
              "unauthorized",
              CLIENT + " (unauthorized, status 401)"),
          coded(TokenError.OAUTH_ERROR, 403, "no_way", CLIENT + " (no_way, status 403)"),
          coded(
              TokenError.OAUTH_ERROR,
              404,
              "not_found",
              NO_TOKEN_ENDPOINT + " (not_found, status 404)"),
          failed(TokenError.UNEXPECTED_STATUS, 405, NO_TOKEN_ENDPOINT + " (status 405)"),
          failed(TokenError.UNEXPECTED_STATUS, 410, NO_TOKEN_RESPONSE + " (status 410)"),
          failed(TokenError.UNEXPECTED_STATUS, 422, NO_TOKEN_RESPONSE + " (status 422)"),
          failed(TokenError.UNEXPECTED_STATUS, 408, NO_REQUEST + " (status 408)"),
          coded(TokenError.OAUTH_ERROR, 421, "odd", NO_REQUEST + " (odd, status 421)"),
          coded(
              TokenError.OAUTH_ERROR,
              415,
              "odd",
              "The server wants the parameters in another form: set the body format to JSON, or"
                  + " back to a form (odd, status 415)"),
          coded(
              TokenError.OAUTH_ERROR,
              400,
              "invalid_target",
              "Check the resources and the audience: the server does not know one of them, or does"
                  + " not grant it to this client (invalid_target, status 400)"),
          coded(
              TokenError.OAUTH_ERROR,
              400,
              "odd",
              "Look up the error code in the server's documentation (odd, status 400)"),
          new Failed(
              TokenFailure.builder(FailureClass.TRANSIENT, TokenError.OAUTH_ERROR)
                  .status(400)
                  .code("too_many_requests")
                  .build(),
              "The server asks to come back later: it gets too many requests (too_many_requests,"
                  + " status 400)"),
          coded(
              TokenError.UNAUTHORIZED_CLIENT,
              401,
              "unauthorized_client",
              CLIENT
                  + ", and have the grant type allowed for this client at the server"
                  + " (unauthorized_client, status 401)"),
          flawed(
              ResponseFlaw.EMPTY, "The response is empty: ask who runs the server if this lasts"),
          flawed(
              ResponseFlaw.ENDS_EARLY,
              "The response ends before it is complete: ask who runs the server if this lasts"),
          flawed(ResponseFlaw.HTML, NO_TOKEN_ENDPOINT),
          flawed(
              ResponseFlaw.NOT_UTF8,
              "The response is not in UTF-8, nor in a charset that it names: have the server send"
                  + " JSON in UTF-8"),
          flawed(
              ResponseFlaw.TOO_MANY_MEMBERS,
              "The response has more than 256 members, which are not read"),
          flawed(
              ResponseFlaw.HEAD_TOO_LARGE,
              "The header fields of the response are larger than what is read: have the server send"
                  + " fewer or shorter ones"),
          failed(
              TokenError.UNEXPECTED_STATUS,
              415,
              "The server wants the parameters in another form: set the body format to JSON, or"
                  + " back to a form (status 415)"),
          failed(TokenError.UNEXPECTED_STATUS, 404, NO_TOKEN_ENDPOINT + " (status 404)"),
          new Failed(
              failure(TokenError.INVALID_CLIENT, 401)
                  .code("invalid_client")
                  .hint("AADSTS7000222")
                  .build(),
              CLIENT + " (invalid_client, AADSTS7000222, status 401)"),
          failed(
              TokenError.INVALID_REQUEST,
              400,
              "Check what the server requires, such as scope, audience and body format, and the"
                  + " client authentication (status 400)"),
          failed(
              TokenError.UNAUTHORIZED_CLIENT,
              400,
              "Have the grant type allowed for this client at the server (status 400)"),
          failed(
              TokenError.UNSUPPORTED_GRANT_TYPE,
              400,
              "Have the grant type allowed for this client at the server (status 400)"),
          failed(
              TokenError.INVALID_GRANT,
              400,
              "Have the client's registration checked at the server (status 400)"),
          new Failed(
              failure(TokenError.INVALID_GRANT, 400)
                  .hint("assertion for https://a signed with RS256 by key k1")
                  .build(),
              "The server refuses the assertion: check its issuer, its subject and its audience,"
                  + " that this key is registered there, and that its clock and ours agree"
                  + " (assertion for https://a signed with RS256 by key k1, status 400)"),
          new Failed(
              failure(TokenError.OAUTH_ERROR, 400).code("consent_required").build(),
              "Open the consent page at the server once, as the subject of the assertion: its"
                  + " consent is missing (consent_required, status 400)"),
          failed(
              TokenError.INVALID_SCOPE,
              400,
              "Check the scope: the server does not grant it to this client (status 400)"),
          failed(TokenError.OAUTH_ERROR, 200, NO_TOKEN_RESPONSE + " (status 200)"),
          failed(
              TokenError.THROTTLED,
              429,
              "The server asks to come back later: it gets too many requests (status 429)"),
          failed(
              TokenError.SERVER_UNAVAILABLE,
              503,
              "The server fails: ask who runs it if this lasts (status 503)"),
          failed(TokenError.MALFORMED_RESPONSE, 200, NO_TOKEN_RESPONSE + " (status 200)"),
          failed(
              TokenError.JSON_TOO_DEEP,
              200,
              "The response is nested more than 32 deep, which is not read (status 200)"),
          failed(
              TokenError.DUPLICATE_PARAMETER,
              200,
              "The response has a member twice, and nobody can tell which counts: have the server"
                  + " send it once (status 200)"),
          failed(
              TokenError.BODY_TOO_LARGE,
              200,
              "The response is longer than 256 KiB, which is not read (status 200)"),
          failed(
              TokenError.UNSUPPORTED_TOKEN_TYPE,
              200,
              "The token is not called a bearer token: have the server issue one to this client,"
                  + " or, if it is one by another name, list that name among the token type aliases"
                  + " (status 200)"),
          failed(
              TokenError.MISSING_ACCESS_TOKEN,
              200,
              "The response has no access token: check the URL of the token endpoint, or set the"
                  + " token pointer to where the token is (status 200)"),
          failed(
              TokenError.ILLEGAL_TOKEN_CHARS,
              200,
              "No header can carry the token: have the server issue another kind (status 200)"),
          hinted(
              TokenError.ILLEGAL_TOKEN_CHARS,
              200,
              "Bearer",
              "The token starts with \"Bearer \", which is added here anyway: have the server leave"
                  + " it out, or set the token pointer to where the bare token is (status 200)"),
          failed(
              TokenError.FOREIGN_TOKEN,
              200,
              "What stands for the access token is a secret of the client, or the refresh token or"
                  + " ID token: set the token pointer to where the access token is (status 200)"),
          failed(
              TokenError.TOKEN_TOO_LARGE,
              200,
              "No header can carry a token that long: have the server issue a shorter kind"
                  + " (status 200)"),
          failed(
              TokenError.SECRET_UNOPENED,
              0,
              "The stored secret cannot be opened: have the operator look for a missing sealing"
                  + " key, or enter the secret again"),
          failed(
              TokenError.NO_PLACE,
              0,
              "Too many token requests are under way on our side: try again later"),
          failed(
              TokenError.LEASE_HELD,
              0,
              "Another node on our side has been asking for the token for too long: try again"
                  + " later"),
          failed(
              TokenError.AUTHORIZATION_OVER,
              400,
              "The server refuses the refresh token: the authorization is over and has to be given"
                  + " anew (status 400)"),
          failed(
              TokenError.AUTHORIZATION_IN_DOUBT,
              400,
              "The refresh token may have been used up by a token request that nothing came of:"
                  + " give the authorization anew (status 400)"),
          failed(
              TokenError.NODE_FAULT,
              0,
              "Something broke on our side, not at the server: the operator's log has the"
                  + " details"));

  /** What a test endpoint answered, and what the administrator reads. */
  record Answered(TestEndpointResult result, String text) {}

  static final List<Answered> ANSWERS =
      List.of(
          answered(Outcome.ACCEPTED, 200, "The test endpoint accepts the token (status 200)"),
          answered(
              Outcome.TOKEN_REFUSED,
              401,
              "The test endpoint refuses the token: check that it trusts this authorization server"
                  + " (status 401)"),
          answered(
              Outcome.INSUFFICIENT_SCOPE,
              403,
              "The token lacks scope for the test endpoint: ask for more (status 403)"),
          new Answered(
              new TestEndpointResult(
                  Outcome.INSUFFICIENT_SCOPE, 403, Scope.parse("orders.write"), null, ""),
              "The token lacks scope for the test endpoint: ask for orders.write (status 403)"),
          answered(
              Outcome.REQUEST_REFUSED,
              403,
              "The test endpoint denies access: let this client have it there, or, if it does not"
                  + " know the token, check that it trusts this authorization server (status 403)"),
          answered(
              Outcome.REQUEST_REFUSED,
              408,
              "The test endpoint did not take the request: try again later (status 408)"),
          answered(
              Outcome.REQUEST_REFUSED,
              404,
              "There is nothing to GET at the test endpoint: check its URL (status 404)"),
          answered(
              Outcome.REQUEST_REFUSED,
              429,
              "The test endpoint got too many requests: try again later (status 429)"),
          answered(
              Outcome.REQUEST_REFUSED,
              400,
              "The test endpoint refuses the request: check its URL (status 400)"),
          answered(
              Outcome.SERVER_FAILED, 500, "The test endpoint failed: try again later (status 500)"),
          answered(
              Outcome.REDIRECTED,
              302,
              "The test endpoint redirects, which is not followed: enter the URL it leads to"
                  + " (status 302)"),
          new Answered(
              new TestEndpointResult(Outcome.REDIRECTED, 302, Scope.EMPTY, "login.example.com", ""),
              "The test endpoint redirects to login.example.com, which is not followed: enter that"
                  + " URL (status 302)"),
          answered(Outcome.UNREACHABLE, 0, "The test endpoint" + OUT_OF_REACH));

  private static Failed failed(TokenError error, int status, String text) {
    return new Failed(failure(error, status).build(), text);
  }

  private static Failed hinted(TokenError error, int status, String hint, String text) {
    return new Failed(failure(error, status).hint(hint).build(), text);
  }

  private static Failed coded(TokenError error, int status, String code, String text) {
    return new Failed(failure(error, status).code(code).build(), text);
  }

  private static Failed redirected(int status, String target, String text) {
    String told = "The token endpoint " + text + " (status " + status + ")";
    return hinted(TokenError.REDIRECT_REFUSED, status, target, told);
  }

  private static Failed flawed(ResponseFlaw flaw, String text) {
    return hinted(TokenError.MALFORMED_RESPONSE, 200, flaw.text(), text + " (status 200)");
  }

  private static TokenFailureBuilder failure(TokenError error, int status) {
    return TokenFailure.builder(FailureClass.PERMANENT, error).status(status);
  }

  private static Answered answered(Outcome outcome, int status, String text) {
    return new Answered(new TestEndpointResult(outcome, status), text);
  }

  private static String told(TestOutcome tested) {
    List<TestReport.Step> steps = TestReports.of("it", tested, Scope.EMPTY).steps();
    assertThat(steps).hasSize(1);
    return steps.get(0).text();
  }

  @ParameterizedTest
  @FieldSource("URLS")
  void saysWhatIsWrongWithAUrl(Url typed) {
    PublicEndpoints policy =
        PublicEndpoints.builder().onlyHost("*.example.com").onlyHost("10.0.0.1").build();

    assertThat(policy.check("acme", typed.url).refusal()).isEqualTo(typed.refusal);
    assertThat(typed.refusal.text()).isEqualTo(typed.text);
  }

  @ParameterizedTest
  @FieldSource("FAILURES")
  void saysWhatToChangeWhenNoTokenIsIssued(Failed failed) {
    TokenOutcome outcome = new TokenOutcome.Failed("", failed.failure, Duration.ZERO);

    assertThat(told(new TestOutcome(outcome, null, null, null, null))).isEqualTo(failed.text);
  }

  @ParameterizedTest
  @FieldSource("ANSWERS")
  void saysWhatATestEndpointThinksOfTheToken(Answered answered) {
    assertThat(told(new TestOutcome(null, null, null, null, answered.result)))
        .isEqualTo(answered.text);
  }

  @Test
  void leavesNoTextOut() {
    assertThat(URLS).extracting(Url::refusal).contains(EndpointRefusal.values());
    assertThat(FAILURES).extracting(f -> f.failure.error()).contains(TokenError.values());
    assertThat(ANSWERS).extracting(a -> a.result.outcome()).contains(Outcome.values());
  }

  @Test
  void tellsBlockedRefusedAndTimedOutApartForNobodyButTheOperator() {
    assertThat(
            FAILURES.stream()
                .filter(failed -> Advice.isOfTheNetwork(failed.failure.error()))
                .map(Failed::text)
                .collect(Collectors.toSet()))
        .hasSize(1);
    assertThat(ANSWERS)
        .filteredOn(answered -> answered.result.outcome() == Outcome.UNREACHABLE)
        .extracting(Answered::text)
        .containsOnly("The test endpoint" + OUT_OF_REACH);
  }
}
