package io.calloutauth.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.endpoint.EndpointCheck;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.history.History;
import io.calloutauth.provider.ProviderSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/** What properties set, and which property is named when its value makes no sense. */
class BuilderPropertiesTest {

  /** Some of Spring Boot's analyzers are made for a running application only. */
  private static final FailureHandler NEEDS_MORE = (type, analyzer, failure) -> {};

  @Test
  void propertiesRelaxAndNarrowEndpoints() {
    BootHost.inMemory()
        .withPropertyValues(
            "callout-auth.multi-tenant=true",
            "callout-auth.endpoints.allow-loopback-http=true",
            "callout-auth.endpoints.allow-cidrs=10.20.0.0/16, 10.30.0.0/16",
            "callout-auth.endpoints.allow-hosts=login.corp.internal:8443",
            "callout-auth.endpoints.cluster-cidrs=203.0.113.16/28",
            "callout-auth.endpoints.unwrap-dns64=64:ff9b::/96",
            "callout-auth.endpoints.egress-proxy.host=proxy.corp.internal",
            "callout-auth.endpoints.egress-proxy.port=3128",
            "callout-auth.endpoints.egress-proxy.username=callouts",
            "callout-auth.endpoints.egress-proxy.password=s3cret",
            "callout-auth.endpoints.tenants.acme.allow-loopback-http=true",
            "callout-auth.endpoints.tenants.acme.allow-cidrs=10.40.0.0/16",
            "callout-auth.endpoints.tenants.acme.allow-hosts=[fd12::1]:8443")
        .run(
            context -> {
              CalloutAuthTenants tenants = context.getBean(CalloutAuthTenants.class);
              assertThat(tenants.health().relaxations().toString())
                  .contains(
                      "10.20.0.0/16",
                      "10.30.0.0/16",
                      "login.corp.internal:8443",
                      "64:ff9b::/96",
                      "proxy.corp.internal")
                  .doesNotContain("s3cret");
              assertThat(tenants.tenant("acme").health().relaxations().toString())
                  .contains("10.40.0.0/16", "[fd12::1]:8443", "http");
            });
  }

  @Test
  void propertiesListHostsForAllAndForOneTenant() {
    BootHost.inMemory()
        .withPropertyValues(
            "callout-auth.endpoints.only-hosts=login.example.com,*.okta.com",
            "callout-auth.endpoints.tenants.acme.only-hosts=login.acme.com")
        .run(
            context -> {
              EndpointPolicy policy = context.getBean(EndpointPolicy.class);
              assertThat(allowed(policy, "other", "https://login.example.com/token")).isTrue();
              assertThat(allowed(policy, "other", "https://a.okta.com/token")).isTrue();
              assertThat(allowed(policy, "other", "https://login.acme.com/token")).isFalse();
              assertThat(allowed(policy, "acme", "https://login.acme.com/token")).isTrue();
              assertThat(allowed(policy, "acme", "https://login.example.com/token")).isFalse();
            });
  }

  @Test
  void aTenantsIdMayHaveADotInBrackets() {
    BootHost.inMemory()
        .withPropertyValues("callout-auth.endpoints.tenants.[acme.eu].only-hosts=login.acme.com")
        .run(
            context -> {
              EndpointPolicy policy = context.getBean(EndpointPolicy.class);
              assertThat(allowed(policy, "acme.eu", "https://login.acme.com/token")).isTrue();
              assertThat(allowed(policy, "acme.eu", "https://login.example.com/token")).isFalse();
            });
  }

  @Test
  void aTenantForWhichNothingIsSetIsNamed() {
    BootHost.inMemory()
        .withPropertyValues("callout-auth.endpoints.tenants.acme.only-hosts=")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOf(CalloutAuthPropertyException.class)
                    .hasMessageContaining("callout-auth.endpoints.tenants.acme is refused")
                    .hasMessageContaining("tenants.[acme.eu].only-hosts"));
  }

  private static boolean allowed(EndpointPolicy policy, String tenant, String url) {
    EndpointCheck check = policy.check(tenant, url);
    return check.endpoint() != null;
  }

  @Test
  void goodValuesAreTaken() {
    BootHost.inMemory()
        .withPropertyValues(
            "callout-auth.connect-timeout=3s",
            "callout-auth.request-timeout=10s",
            "callout-auth.max-wait=12s",
            "callout-auth.tokens-held=500",
            "callout-auth.providers-per-tenant=20",
            "callout-auth.history.retention=30d",
            "callout-auth.allow-token-disclosure=true")
        .run(context -> assertThat(context).hasNotFailed().hasSingleBean(CalloutAuth.class));
  }

  @Test
  void historyIsKeptUnlessItIsSwitchedOff() {
    assertThat(historyWith()).containsExactly("PROVIDER_CREATED");
    assertThat(historyWith("callout-auth.history.enabled=true"))
        .containsExactly("PROVIDER_CREATED");
    assertThat(historyWith("callout-auth.history.enabled=false")).isEmpty();
    assertThat(
            historyWith("callout-auth.history.enabled=false", "callout-auth.history.retention=30d"))
        .isEmpty();
  }

  private static List<String> historyWith(String... properties) {
    List<String> types = new ArrayList<>();
    BootHost.inMemory()
        .withPropertyValues(properties)
        .run(
            context -> {
              CalloutAuth auth = context.getBean(CalloutAuth.class);
              ProviderSettings settings =
                  ProviderSettings.clientCredentials()
                      .name("CRM")
                      .tokenEndpoint("https://login.example.com/token")
                      .clientId("billing")
                      .clientSecret("s3cret")
                      .anyOrigin()
                      .build();
              auth.history()
                  .ofProvider(auth.providers().create(settings).id(), History.Query.last(9))
                  .items()
                  .forEach(entry -> types.add(entry.type()));
            });
    return types;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          connect-timeout                        | PT0S                 | must be positive
          request-timeout                        | PT1S                 | at least 3 seconds
          max-wait                               | PT25H                | at most 24 hours
          tokens-held                            | 0                    | at least 1
          providers-per-tenant                   | -1                   | at least 1
          history.retention                      | PT23H                | 1 to 3,650 days
          ssl-bundle                             | missing              | SSL bundle
          endpoints.allow-cidrs[0]               | 10.20.0.0            | CIDR
          endpoints.allow-hosts[0]               | login.corp.internal  | host:port
          endpoints.allow-hosts[0]               | a.internal:99999     | 65535
          endpoints.only-hosts[0]                | a b                  | host
          endpoints.cluster-cidrs[0]             | x                    | CIDR
          endpoints.unwrap-dns64[0]              | 64:ff9b::/33         | bits
          endpoints.tenants.acme.allow-cidrs[0]  | x                    | CIDR
          """)
  void aValueThatMakesNoSenseIsNamed(String property, String value, String why) {
    BootHost.inMemory()
        .withPropertyValues("callout-auth." + property + "=" + value)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOf(CalloutAuthPropertyException.class)
                    .hasMessageContaining("callout-auth." + property)
                    .hasMessageContaining(value)
                    .hasMessageContaining(why));
  }

  @Test
  void aProxyThatIsHalfGivenIsNamedWithoutItsPassword() {
    proxy("callout-auth.endpoints.egress-proxy.host", "port=3128");
    proxy("callout-auth.endpoints.egress-proxy", "host=proxy.corp.internal", "port=99999");
    proxy(
        "callout-auth.endpoints.egress-proxy.username",
        "host=proxy.corp.internal",
        "port=3128",
        "password=s3cret");
    proxy(
        "callout-auth.endpoints.egress-proxy.password",
        "host=proxy.corp.internal",
        "port=3128",
        "username=callouts");
    proxy(
        "callout-auth.endpoints.egress-proxy",
        "host=proxy.corp.internal",
        "port=3128",
        "username=a:b",
        "password=s3cret");
  }

  private static void proxy(String named, String... properties) {
    BootHost.inMemory()
        .withPropertyValues(
            List.of(properties).stream()
                .map(property -> "callout-auth.endpoints.egress-proxy." + property)
                .toArray(String[]::new))
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOf(CalloutAuthPropertyException.class)
                    .hasMessageStartingWith("The property " + named + " is refused")
                    .hasMessageNotContaining("s3cret"));
  }

  @Test
  void springBootSaysWhatToChange() {
    Throwable failure =
        new IllegalStateException(
            new CalloutAuthPropertyException("callout-auth.max-wait", "'0s': must be positive"));
    FailureAnalysis analysis =
        SpringFactoriesLoader.forDefaultResourceLocation()
            .load(FailureAnalyzer.class, NEEDS_MORE)
            .stream()
            .filter(analyzer -> analyzer.getClass().getName().startsWith("io.calloutauth."))
            .flatMap(analyzer -> Stream.ofNullable(analyzer.analyze(failure)))
            .findFirst()
            .orElseThrow();

    assertThat(analysis.getDescription()).contains("callout-auth.max-wait", "must be positive");
    assertThat(analysis.getAction()).contains("callout-auth.max-wait");
  }
}
