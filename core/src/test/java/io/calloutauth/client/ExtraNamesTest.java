package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.oauth.ExtraNames;
import io.calloutauth.oauth.RequestOptions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtraNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client_id", "client_secret", "client_assertion", "client_assertion_type", "scope",
        "grant_type", "audience", "resource", "token", "token_type_hint"
      })
  void aParameterOfOAuthIsRefusedInWhateverSpelling(String name) {
    for (String spelling :
        List.of(
            name,
            name.toUpperCase(Locale.ROOT),
            name.replace('_', '.'),
            name.replace('_', '-'),
            " " + name,
            name + "[]",
            name + "\0",
            "%" + Integer.toHexString(name.charAt(0)) + name.substring(1))) {
      assertThat(ExtraNames.isParameter(spelling)).as(spelling).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection",
        "Keep-Alive",
        "Proxy-Authorization",
        "Proxy-Connection",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
        "Host",
        "Authorization",
        "Content-Type",
        "Content-Length",
        "Content-Encoding",
        "Cookie",
        "Set-Cookie",
        "Metadata",
        "Metadata-Flavor",
        "X-aws-ec2-metadata-token",
        "X-aws-ec2-metadata-token-ttl-seconds",
        "Forwarded",
        "X-Forwarded-For",
        "X-Google-Metadata-Request",
        "X-HTTP-Method-Override",
        "Accept",
        "Accept-Encoding",
        "User-Agent",
        "Expect",
        "X-Original-URL",
        "X-Original-Host",
        "X-Originally-Forwarded-For",
        "X-Rewrite-URL",
        "X-Override-URL",
        "X-Proxy-URL",
        "X-HTTP-Host-Override",
        "X-HTTP-DestinationURL",
        "X-Host",
        "X-Scheme",
        "X-Script-Name",
        "Front-End-Https",
        "X-Envoy-Original-Path",
        "X-Envoy-Decorator-Operation",
        "Forwarded-For",
        "X-Forwarded",
        "X-Forwarder-For",
        "X-Real-IP",
        "X-Client-IP",
        "Client-IP",
        "True-Client-IP",
        "CF-Connecting-IP",
        "CF-Connecting-IPv6",
        "Fastly-Client-IP",
        "X-Cluster-Client-IP",
        "X-Originating-IP",
        "X-ProxyUser-Ip",
        "X-Azure-ClientIP",
        "X-Azure-SocketIP",
        "X-Remote-Addr",
        "X-Remote-User",
        "Remote-User",
        "X-Auth-Request-Email",
        "X-WebAuth-User",
        "X-MS-Client-Principal",
        "X-MS-CLIENT-PRINCIPAL-ID",
        "X-Goog-Authenticated-User-Email",
        "X-Goog-IAP-JWT-Assertion",
        "X-Amzn-Oidc-Identity",
        "X-Appengine-User-Email",
        "Impersonate-User",
        "Client-Cert",
        "SSL-Client-Verify",
        "X-SSL-Client-Cert",
        "X-aliyun-ecs-metadata-token",
        "X-aliyun-ecs-metadata-token-ttl-seconds",
        "X-metadata-token",
        "Metadata-Token",
        "X-IDENTITY-HEADER",
        "X-Instance-ID-Signature",
        "X-Vault-Request",
        "X-Consul-Token",
        "Cf-Access-Authenticated-User-Email",
        "Cf-Access-Jwt-Assertion",
        "X-Authenticated-Userid",
        "X-Consumer-Username",
        "X-Credential-Identifier",
        "X-Anonymous-Consumer",
        "X-Pomerium-Claim-Email",
        "X-Authentik-Username",
        "Tailscale-User-Login",
        "X-ARR-ClientCert",
        "X-MS-TOKEN-AAD-ID-TOKEN",
        "X-Amzn-Mtls-Clientcert",
        "X-Tls-Client-Subject",
        "X-Client-Verify",
        "X-Client-DN",
        "iv-user",
        "SM_USER",
        "OAM-Remote-User",
        "X-SSO-User",
        "X-HTTP-Path-Override",
        "X-Backend-Host",
        "X-Upstream-Host",
        "X-Host-Override",
        "X-Real-Host",
        "X-Accel-Redirect",
        "Destination",
        "Max-Forwards",
        "Alt-Used",
        "Proxy",
        "X-Middleware-Subrequest",
        "X-Middleware-Rewrite",
        "X-aws-parameters-secrets-token"
      })
  void aHeaderOfHttpOrThatSteersWhatStandsOnTheWayIsRefusedInWhateverSpelling(String name) {
    for (String spelling :
        List.of(
            name,
            name.toLowerCase(Locale.ROOT),
            name.toUpperCase(Locale.ROOT),
            name.replace('-', '_'),
            name.replace('-', '.').replace('_', '.'),
            name.replace('-', '~'),
            name + " ",
            name + ":")) {
      assertThat(ExtraNames.isHeader(spelling)).as(spelling).isFalse();
    }
    assertThatThrownBy(() -> RequestOptions.builder().headerNames(List.of(name)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\r\nb", "é", "a:b", "a\0"})
  void aNameIsVisibleAscii(String name) {
    assertThat(ExtraNames.isParameter(name)).isFalse();
    assertThat(ExtraNames.isHeader(name)).isFalse();
    assertThatThrownBy(() -> RequestOptions.builder().parameterNames(List.of(name)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatVendorsAskForIsAllowed() {
    assertThat(List.of("account_id", "userAccessType", "actor.token", "tenant-alias"))
        .allMatch(ExtraNames::isParameter);
    assertThat(List.of("x-merchant-id", "X-ApplicationKey", "Ocp-Apim-Subscription-Key"))
        .allMatch(ExtraNames::isHeader);
    assertThat(List.of("Secret", "X-Consumer-Key", "X-Credential")).allMatch(ExtraNames::isHeader);
    assertThat(List.of("X-Request-Id", "PSU-IP-Address", "X-Tenant-Id", "X-Api-Key", "Client-Id"))
        .allMatch(ExtraNames::isHeader);
    assertThat(ExtraNames.isParameter("n".repeat(50))).isTrue();
    assertThat(ExtraNames.isParameter("n".repeat(51))).isFalse();
    assertThat(ExtraNames.isHeader("n".repeat(50))).isTrue();
    assertThat(ExtraNames.isHeader("n".repeat(51))).isFalse();
  }

  @Test
  void headersThatAServerTakesForTheSameDoNotDiffer() {
    assertThat(ExtraNames.differ(Set.of("X-Key", "x-key"))).isFalse();
    assertThat(ExtraNames.differ(Set.of("X-Key", "X_KEY"))).isFalse();
    assertThat(ExtraNames.differ(Set.of("X-Key", "X-Key2"))).isTrue();
  }
}
