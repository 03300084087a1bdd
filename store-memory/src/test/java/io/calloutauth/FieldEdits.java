package io.calloutauth;

import io.calloutauth.oauth.BodyFormat;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.LifetimeUnit;
import io.calloutauth.oauth.RevocationAuthentication;
import io.calloutauth.oauth.ScopeSeparator;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.AuthorizationRequestSettings;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.provider.RequestSettings;
import io.calloutauth.provider.ResponseSettings;
import io.calloutauth.testkit.TokenServer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** One edit of each field that an administrator types. */
public final class FieldEdits {

  private FieldEdits() {}

  /**
   * Returns an edit of a field that widens it where it is a destination; origins that are listed.
   */
  public static UnaryOperator<ProviderSettings.Builder> edit(
      ProviderField field, TokenServer server) {
    return switch (field) {
      case NAME -> draft -> draft.name("Another");
      case GRANT_TYPE -> draft -> draft.grantType(GrantType.ACCOUNT_CREDENTIALS);
      case CLIENT_ID -> draft -> draft.clientId("another");
      case CLIENT_SECRET -> draft -> draft;
      case CLIENT_SECRET_EXPIRES_AT -> draft -> draft.clientSecretExpiresAt("2099-12-31");
      case PRIVATE_KEY, CLIENT_CERTIFICATE, REFRESH_TOKEN -> draft -> draft;
      case REFRESH_TOKEN_REUSE_INTERVAL ->
          draft -> draft.refreshTokenReuseInterval(Duration.ofMinutes(1));
      case KEEP_ALIVE_INTERVAL -> draft -> draft.keepAliveInterval(Duration.ofDays(1));
      case SIGNING_ALGORITHM -> draft -> draft.assertion(a -> a.algorithm(SigningAlgorithm.ES256));
      case ASSERTION_AUDIENCE -> draft -> draft.assertion(a -> a.audience("another"));
      case ASSERTION_WITHOUT_CLIENT_ID -> draft -> draft.assertion(a -> a.withoutClientId(true));
      case ASSERTION_CERTIFICATE_THUMBPRINT ->
          draft -> draft.assertion(a -> a.certificateThumbprint(true));
      case ASSERTION_ISSUER -> draft -> draft.assertion(a -> a.issuer("another"));
      case ASSERTION_SUBJECT -> draft -> draft.assertion(a -> a.subject("another"));
      case ASSERTION_LIFETIME -> draft -> draft.assertion(a -> a.lifetime(Duration.ofMinutes(2)));
      case SCOPE_AS_CLAIM -> draft -> draft.assertion(a -> a.scopeAsClaim(true));
      case CLAIMS -> draft -> draft.assertion(a -> a.claim("another", "x"));
      case ASSERTION_KEY_ID -> draft -> draft.assertion(a -> a.keyId("another"));
      case ISSUER -> draft -> draft.issuer(server.url("/another"));
      case TOKEN_ENDPOINT -> draft -> draft.tokenEndpoint(server.url("/another"));
      case REVOCATION_ENDPOINT -> draft -> draft.revocationEndpoint(server.url("/another"));
      case INTROSPECTION_ENDPOINT -> draft -> draft.introspectionEndpoint(server.url("/another"));
      case AUTHORIZATION_ENDPOINT -> authorization(a -> a.endpoint(server.url("/another")));
      case PUSHED_AUTHORIZATION_REQUEST_ENDPOINT ->
          authorization(a -> a.pushEndpoint(server.url("/another")));
      case AUTHORIZATION_PARAMETERS -> authorization(a -> a.parameter("prompt", "another"));
      case ISSUER_IN_RESPONSES -> authorization(a -> a.issuerInResponses(true));
      case TEST_ENDPOINT -> draft -> draft.testEndpoint(server.url("/another"));
      case SCOPE -> draft -> draft.scope("another");
      case CLIENT_AUTHENTICATION ->
          draft -> draft.clientAuthentication(ClientAuthentication.CLIENT_SECRET_POST);
      case DEFAULT_LIFETIME -> draft -> draft.defaultLifetime(Duration.ofMinutes(1));
      case SINGLE_TOKEN -> draft -> draft.singleToken(true);
      case ORIGINS -> ProviderSettings.Builder::anyOrigin;
      case AUDIENCE -> request(r -> r.audience("another"));
      case RESOURCES -> request(r -> r.resource("urn:another"));
      case SCOPE_SEPARATOR -> request(r -> r.scopeSeparator(ScopeSeparator.COMMA));
      case BODY_FORMAT -> request(r -> r.bodyFormat(BodyFormat.JSON));
      case REVOCATION_AUTHENTICATION ->
          request(r -> r.revocationAuthentication(RevocationAuthentication.CLIENT_ID));
      case PARAMETERS -> request(r -> r.parameter("another", "x"));
      case HEADERS -> request(r -> r.header("X-Another", "x"));
      case USER_AGENT -> request(r -> r.userAgent("another/1"));
      case CLIENT_ID_IN_BODY -> request(r -> r.clientIdInBody(true));
      case LIFETIME_UNIT -> answer(a -> a.lifetimeUnit(LifetimeUnit.MILLISECONDS));
      case TOKEN_TYPE_ALIASES -> answer(a -> a.tokenTypeAlias("another"));
      case TOKEN_POINTER -> answer(a -> a.tokenPointer("/another"));
      case TOKEN_TYPE_POINTER -> answer(a -> a.tokenTypePointer("/another"));
      case LIFETIME_POINTER -> answer(a -> a.lifetimePointer("/another"));
      case RENEWAL_STATUSES -> draft -> draft.renewalStatus(403);
      case RENEWAL_POINTER -> draft -> draft.renewalBody("/another", "kept");
      case RENEWAL_VALUES -> draft -> draft.renewalBody("/kept", "another");
    };
  }

  private static UnaryOperator<ProviderSettings.Builder> authorization(
      Consumer<AuthorizationRequestSettings> change) {
    return draft -> draft.authorizationRequests(change);
  }

  private static UnaryOperator<ProviderSettings.Builder> request(Consumer<RequestSettings> change) {
    return draft -> draft.requests(change);
  }

  private static UnaryOperator<ProviderSettings.Builder> answer(Consumer<ResponseSettings> change) {
    return draft -> draft.responses(change);
  }
}
