package io.calloutauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.AddressCheck.Outcome;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy that the host's code narrows to listed hosts. */
class NarrowedEndpointsTest {

  private static final String TENANT = "acme";

  private final FakeResolver resolver = new FakeResolver();

  private PublicEndpointsBuilder builder() {
    return PublicEndpoints.builder()
        .nameResolver(resolver)
        .ownAddresses(new OwnAddresses(Set::of, InstantSource.system()));
  }

  private static Endpoint endpoint(String url) {
    return new Endpoint(URI.create(url));
  }

  private void refuses(PublicEndpoints policy, String tenant, String url) {
    assertThat(policy.check(tenant, url).refusal())
        .as(url)
        .isEqualTo(EndpointRefusal.HOST_NOT_LISTED);
    AddressCheck late = policy.resolve(tenant, endpoint(url)); // read before it was narrowed
    assertThat(late.outcome()).isEqualTo(Outcome.DISALLOWED);
    assertThat(late.reason()).isEqualTo("HOST_NOT_LISTED");
    assertThat(resolver.asked()).isEmpty();
  }

  private static void allows(PublicEndpoints policy, String tenant, String url) {
    assertThat(policy.check(tenant, url).refusal()).as(url).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.example.org",
        "https://badlogin.example.com",
        "https://sub.login.example.com",
        "https://example.com",
        "https://okta.com",
        "https://notokta.com",
        "https://okta.com.example.net",
        "https://1.1.1.2",
        "https://[2606:4700::2]",
        "https://10.0.0.1",
        "http://127.0.0.1"
      })
  void refusesWhatIsNotListedWithoutAskingDns(String url) {
    PublicEndpoints policy =
        builder()
            .onlyHost("Login.example.com")
            .onlyHost("*.okta.com")
            .onlyHost("1.1.1.1")
            .onlyHost("[2606:4700::1]")
            .build();

    refuses(policy, TENANT, url);
    allows(policy, TENANT, "https://login.EXAMPLE.com:8443/token");
    allows(policy, TENANT, "https://acme.okta.com/token");
    allows(policy, TENANT, "https://a.b.okta.com/token");
    allows(policy, TENANT, "https://1.1.1.1/token");
    allows(policy, TENANT, "https://[2606:4700::1]/token");
  }

  @Test
  void judgesAListedHostAsEver() {
    resolver.answer("login.example.com", "10.0.0.1");
    PublicEndpoints policy = builder().onlyHost("login.example.com").onlyHost("keycloak").build();

    assertThat(policy.resolve(TENANT, endpoint("https://login.example.com")).outcome())
        .isEqualTo(Outcome.DISALLOWED);
    assertThat(policy.check(TENANT, "https://login.example.com:22").refusal())
        .isEqualTo(EndpointRefusal.PORT_NOT_ALLOWED);
    assertThat(policy.check(TENANT, "https://keycloak").refusal())
        .isEqualTo(EndpointRefusal.HOST_NOT_ALLOWED);
  }

  @Test
  void refusesWhatIsRelaxedAndNotListed() {
    PublicEndpoints policy =
        builder()
            .allowLoopbackHttp()
            .allowHostAndPort("keycloak", 8443)
            .allowCidr("10.0.0.0/8")
            .onlyHost("127.0.0.1")
            .build();

    allows(policy, TENANT, "http://127.0.0.1:8080");
    refuses(policy, TENANT, "http://localhost:8080");
    refuses(policy, TENANT, "https://keycloak:8443");
    refuses(policy, TENANT, "https://10.0.0.1");
  }

  @Test
  void narrowsOneTenantInPlaceOfAll() {
    PublicEndpoints policy =
        builder()
            .onlyHost("login.example.com")
            .onlyHostForTenant("globex", "sso.globex.example")
            .onlyHostForTenant("globex", "sso2.globex.example")
            .build();

    allows(policy, TENANT, "https://login.example.com");
    refuses(policy, TENANT, "https://sso.globex.example");
    allows(policy, "globex", "https://sso.globex.example");
    allows(policy, "globex", "https://sso2.globex.example");
    refuses(policy, "globex", "https://login.example.com");
  }

  @Test
  void leavesOtherTenantsOpenWhenOneIsNarrowed() {
    PublicEndpoints policy = builder().onlyHostForTenant("globex", "sso.globex.example").build();

    allows(policy, TENANT, "https://login.example.com");
    refuses(policy, "globex", "https://login.example.com");
  }

  @Test
  void narrowsEndpointsBehindAProxyToo() {
    PublicEndpoints policy =
        builder().egressProxy("proxy.example", 3128).onlyHost("login.example.com").build();

    refuses(policy, TENANT, "https://idp.example.com");
  }

  @Test
  void leavesTheTargetsOfCalloutsAlone() throws Exception {
    resolver.answer("api.example.com", "93.184.216.34");
    PublicEndpoints policy = builder().allowLoopbackHttp().onlyHost("login.example.com").build();

    assertThat(policy.calloutTargets(TENANT).lookup("api.example.com"))
        .isEqualTo(List.of(Addresses.of("93.184.216.34")));
    assertThat(policy.allowsPlainHttp(TENANT, URI.create("http://127.0.0.1:8080/hook"))).isTrue();
  }

  @Test
  void isNoRelaxation() {
    assertThat(builder().onlyHost("login.example.com").build().relaxations()).isEmpty();
  }
}
