package io.calloutauth;

import io.calloutauth.oauth.GrantType;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.TokenRow;
import io.calloutauth.testkit.TokenServer.Answer;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What tests of authorizations have in common: a server that issues refresh tokens. */
abstract class AuthorizingNode extends OneNode {

  static final String LOGIN = "login of alice";
  static final String ISSUER = "https://login.example.com";

  /** Lets the server send a refresh token with each token. */
  void issueRefreshTokens() {
    server.answerTokens(n -> token(n, "\"refresh-" + n + "\""));
  }

  static Answer token(int number, String refreshToken) {
    return new Answer(
        200,
        "{\"access_token\":\"token-%d\",\"token_type\":\"Bearer\",\"expires_in\":3600%s}"
            .formatted(number, refreshToken.isEmpty() ? "" : ",\"refresh_token\":" + refreshToken));
  }

  Provider made(UnaryOperator<ProviderSettings.Builder> more) {
    issueRefreshTokens();
    Provider provider =
        node.auth
            .providers()
            .create(
                more.apply(
                        node.settings("CRM")
                            .grantType(GrantType.AUTHORIZATION_CODE)
                            .authorizationRequests(a -> a.endpoint(server.url("/authorize"))))
                    .build());
    node.auth.notifications().bind(N, provider.id());
    return provider;
  }

  Provider made() {
    return made(d -> d);
  }

  Authorizations alice() {
    return node.auth.as("alice").authorizations();
  }

  static URI callback(Provider provider) {
    return URI.create("https://host.example.com/callback/" + provider.id() + "?a=b");
  }

  /** Begins in alice's login, and returns the state. */
  String begun(Provider provider) {
    return parameters(alice().begin(provider.id(), callback(provider), LOGIN))
        .getOrDefault("state", "");
  }

  static Map<String, String> parameters(URI uri) {
    return Arrays.stream(uri.getRawQuery().split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  /** Returns what a browser brings back, as a proxy may hand it on: without scheme and host. */
  static URI back(Provider provider, String query) {
    return URI.create("/callback/" + provider.id() + "?a=b&" + query);
  }

  /** Begins and completes in alice's login. */
  Authorizations.Result authorized(Provider provider) {
    return alice().complete(back(provider, "code=c&state=" + begun(provider)), LOGIN);
  }

  TokenRow row(Provider provider) {
    return node.store.tokens().find(new ProviderKey("acme", provider.id().value())).orElseThrow();
  }
}
