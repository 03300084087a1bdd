package io.calloutauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.AddressCheck.Outcome;
import java.net.InetAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicEndpointsTest {

  private static final String TENANT = "acme";
  private static final String PUBLIC = "93.184.216.34";

  private final FakeResolver resolver = new FakeResolver();

  @Test
  void handsOutTheAddressesThatWereJudgedAndJudgesEachAnswerAnew() {
    resolver.answer("idp.example.com", PUBLIC, "1.1.1.1").answer("idp.example.com", "10.0.0.1");
    PublicEndpoints policy = strict();
    Endpoint endpoint = endpoint("https://idp.example.com/token");

    AddressCheck first = policy.resolve(TENANT, endpoint);
    assertThat(first.outcome()).isEqualTo(Outcome.ALLOWED);
    assertThat(first.addresses()).containsExactly(Addresses.of(PUBLIC), Addresses.of("1.1.1.1"));
    assertThat(resolver.asked()).hasSize(1);

    AddressCheck rebound = policy.resolve(TENANT, endpoint);
    assertThat(rebound.outcome()).isEqualTo(Outcome.DISALLOWED);
    assertThat(rebound.addresses()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "::1", "fd00::1", "169.254.169.254", "0.0.0.0"})
  void refusesAllAddressesForOneThatIsDisallowed(String disallowed) {
    resolver.answer("first.example.com", disallowed, PUBLIC);
    resolver.answer("last.example.com", PUBLIC, "2606:4700:4700::1111", disallowed);

    assertThat(resolved(strict(), "https://first.example.com")).isEqualTo(Outcome.DISALLOWED);
    assertThat(resolved(strict(), "https://last.example.com")).isEqualTo(Outcome.DISALLOWED);
  }

  @Test
  void handsOutTwentyAddressesAtMostAndJudgesAllOfThem() {
    String[] many =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "93.184.%d.%d".formatted(i / 250, i % 250 + 1))
            .toArray(String[]::new);
    String[] oneIsPrivate = many.clone();
    oneIsPrivate[999] = "10.0.0.1";
    resolver.answer("many.example.com", many).answer("bad.example.com", oneIsPrivate);

    AddressCheck found = strict().resolve(TENANT, endpoint("https://many.example.com/token"));

    assertThat(found.addresses())
        .containsExactlyElementsOf(Stream.of(many).limit(20).map(Addresses::of).toList());
    assertThat(resolved(strict(), "https://bad.example.com")).isEqualTo(Outcome.DISALLOWED);
  }

  @Test
  void tellsWhatHasNoAddressFromWhatIsDisallowed() {
    resolver.answer("empty.example.com");

    assertThat(resolved(strict(), "https://empty.example.com")).isEqualTo(Outcome.UNRESOLVED);
    assertThat(resolved(strict(), "https://unknown.example.com")).isEqualTo(Outcome.UNRESOLVED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://idp.example.com", "https://localhost", "https://db.internal", "https://keycloak",
        "https://idp.example.com:22", "https://10.0.0.1", "https://[::1]", "https://metadata.goog"
      })
  void asksNoDnsAboutWhatItRefusesByText(String url) {
    assertThat(strict().check(TENANT, url).endpoint()).isNull();
    assertThat(strict().resolve(TENANT, endpoint(url)).outcome()).isEqualTo(Outcome.DISALLOWED);
    assertThat(resolver.asked()).isEmpty();
  }

  @Test
  void connectsToAddressLiteralsWithoutDns() {
    assertThat(strict().resolve(TENANT, endpoint("https://1.1.1.1")).addresses())
        .containsExactly(Addresses.of("1.1.1.1"));
    assertThat(strict().resolve(TENANT, endpoint("https://[2606:4700::1]")).addresses())
        .containsExactly(Addresses.of("2606:4700::1"));
    assertThat(resolver.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8080/token", "http://127.8.9.10:80/", "http://[::1]:1/",
        "http://localhost/token", "http://LOCALHOST:65535", "https://localhost:22/"
      })
  void opensLoopbackOnEveryPort(String url) {
    resolver.answer("localhost", "127.0.0.1", "::1");
    PublicEndpoints policy = builder().allowLoopbackHttp().build();

    assertThat(policy.check(TENANT, url).refusal()).isNull();
    assertThat(resolved(policy, url)).isEqualTo(Outcome.ALLOWED);
    assertThat(strict().check(TENANT, url).refusal()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:0/",
        "http://127.0.0.1:65536/",
        "http://idp.example.com/",
        "http://foo.localhost/",
        "http://localhost.example.com/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://127.1/",
        "http://localhost./",
        "https://localhost.localdomain/",
        "ftp://127.0.0.1/"
      })
  void opensNothingButLoopback(String url) {
    PublicEndpoints policy = builder().allowLoopbackHttp().build();

    assertThat(policy.check(TENANT, url).refusal()).isNotNull();
  }

  @Test
  void refusesALocalhostThatLeadsElsewhereAndNamesThatLeadToLoopback() {
    resolver.answer("localhost", "127.0.0.1", PUBLIC).answer("lo.example.com", "127.0.0.1");
    PublicEndpoints policy = builder().allowLoopbackHttp().build();

    assertThat(resolved(policy, "http://localhost:8080")).isEqualTo(Outcome.DISALLOWED);
    assertThat(resolved(policy, "https://lo.example.com")).isEqualTo(Outcome.DISALLOWED);
  }

  @Test
  void opensTheAddressesOfABlockAndNotTheNamesOrPorts() {
    resolver.answer("idp.example.com", "10.1.2.3").answer("other.example.com", "10.2.0.0");
    PublicEndpoints policy = builder().allowCidr("10.1.0.0/16").allowCidr("fd12::/32").build();

    assertThat(resolved(policy, "https://idp.example.com")).isEqualTo(Outcome.ALLOWED);
    assertThat(resolved(policy, "https://other.example.com")).isEqualTo(Outcome.DISALLOWED);
    assertThat(policy.check(TENANT, "https://10.1.2.3:8443").refusal()).isNull();
    assertThat(policy.check(TENANT, "https://[fd12::1]").refusal()).isNull();
    assertThat(policy.check(TENANT, "https://[fd13::1]").refusal()).isNotNull();
    assertThat(policy.check(TENANT, "https://idp.internal").refusal()).isNotNull();
    assertThat(policy.check(TENANT, "https://10.1.2.3:22").refusal()).isNotNull();
    assertThat(policy.check(TENANT, "http://10.1.2.3").refusal()).isNotNull();
  }

  @Test
  void opensExactlyTheHostAndPortThatIsNamed() {
    resolver.answer("keycloak", "10.0.0.7");
    PublicEndpoints policy =
        builder()
            .allowHostAndPort("Keycloak", 443)
            .allowHostAndPort("idp.internal", 81)
            .allowHostAndPort("[fd00::7]", 8443)
            .build();

    assertThat(resolved(policy, "https://keycloak/token")).isEqualTo(Outcome.ALLOWED);
    assertThat(policy.check(TENANT, "https://IDP.internal:81").refusal()).isNull();
    assertThat(policy.check(TENANT, "https://[fd00::7]:8443").refusal()).isNull();
    for (String other :
        List.of(
            "http://keycloak:443",
            "https://keycloak:444",
            "https://badkeycloak",
            "https://sub.idp.internal:81",
            "https://badidp.internal:81",
            "https://idp.internal",
            "https://[fd00::7]",
            "https://[fd00::8]:8443")) {
      assertThat(policy.check(TENANT, other).refusal()).as(other).isNotNull();
    }
  }

  @Test
  void keepsRelaxationsOfOneTenantFromTheOthers() {
    PublicEndpoints policy =
        builder()
            .allowLoopbackHttpForTenant("dev")
            .allowCidrForTenant("dev", "10.0.0.0/8")
            .allowHostAndPortForTenant("dev", "idp.internal", 443)
            .allowCidr("192.168.0.0/16")
            .build();
    resolver.answer("idp.internal", "172.16.0.1");

    for (String url : List.of("http://127.0.0.1", "https://10.0.0.1", "https://idp.internal")) {
      assertThat(policy.check("dev", url).refusal()).as(url).isNull();
      Endpoint endpoint = endpoint(url);
      assertThat(policy.resolve("dev", endpoint).outcome()).isEqualTo(Outcome.ALLOWED);
      for (String other : List.of(TENANT, "de", "dev2", "DEV", "")) {
        assertThat(policy.check(other, url).refusal()).as(url).isNotNull();
        assertThat(policy.resolve(other, endpoint).outcome()).isEqualTo(Outcome.DISALLOWED);
      }
    }
    assertThat(policy.check("dev", "https://192.168.0.1").refusal()).isNull();
    assertThat(policy.check(TENANT, "https://192.168.0.1").refusal()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.170.2",
        "169.254.170.23",
        "100.100.100.200",
        "192.0.0.192",
        "168.63.129.16",
        "fd00:ec2::254",
        "fd20:ce::254",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1:a9fe:a9:fe00::",
        "64:ff9b:1::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "2002:6464:64c8::",
        "::a9fe:a9fe",
        "::ffff:0:a9fe:a9fe",
        "2001:0:a9fe:a9fe::1",
        "2001:0:4136:e378:8000:63bf:5601:5601",
        "fe80::5efe:a9fe:a9fe",
        "100.96.0.96",
        "fd00:ec2::23",
        "fd00:ec2::123",
        "fd00:a9fe:a9fe::1",
        "fd00:100::100:200",
        "169.254.0.0",
        "169.254.7.7",
        "169.254.255.255",
        "fe80::1",
        "febf:ffff::1",
        "64:ff9b::a9fe:707",
        "64:ff9b:1:a9fe:7:700::",
        "64:ff9b:1::a9fe:707",
        "2002:a9fe:707::1",
        "::a9fe:707",
        "::ffff:0:a9fe:707",
        "2001:0:a9fe:707::1",
        "2001:0:4136:e378:8000:63bf:5601:f8f8",
        "fd12::5efe:a9fe:707",
        "fd12::a9fe:707",
        "2a00:64::5efe:a9fe:707",
        "2a00:64::200:5efe:a9fe:707",
        "2a00:64::a9fe:707",
        "2a00:64:a9fe:707::",
        "2a00:64:0:a9fe:7:700::",
        "2a00:64::a9:fe07:700:0"
      })
  void keepsCloudMetadataAndLinkLocalClosedWhateverIsRelaxed(String address) {
    resolver.answer("idp.example.com", address).answer("named.example.com", address);
    PublicEndpoints policy =
        builder()
            .allowLoopbackHttp()
            .allowCidr("0.0.0.0/0")
            .allowCidr("::/0")
            .allowHostAndPort("named.example.com", 443)
            .unwrapDns64("64:ff9b::/96")
            .build();

    assertThat(resolved(policy, "https://idp.example.com")).isEqualTo(Outcome.DISALLOWED);
    assertThat(resolved(policy, "https://named.example.com")).isEqualTo(Outcome.DISALLOWED);
    String literal = address.contains(":") ? "[" + address + "]" : address;
    assertThat(policy.check(TENANT, "https://" + literal).refusal())
        .isEqualTo(EndpointRefusal.HOST_NOT_ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.253.255.255",
        "169.255.0.0",
        "fe7f::1",
        "fec0::1",
        "2a00:a9fe:707::1",
        "2a00:64:a9fe:707::1",
        "2a00:64::1:a9fe:707:1",
        "2a00:64::100:0:a9fe:707",
        "fd00:ec3::1"
      })
  void closesNothingElseForTheSakeOfLinkLocalAddresses(String address) {
    resolver.answer("idp.example.com", address);
    PublicEndpoints policy = builder().allowCidr("0.0.0.0/0").allowCidr("::/0").build();

    assertThat(resolved(policy, "https://idp.example.com")).isEqualTo(Outcome.ALLOWED);
  }

  @ParameterizedTest
  @CsvSource({
    "2a00:64::5efe:a00:1, DISALLOWED",
    "2a00:64::200:5efe:a00:1, DISALLOWED",
    "2a00:64::100:5efe:7f00:1, DISALLOWED",
    "2a00:64::300:5efe:6440:1, DISALLOWED",
    "2a00:64::200:5efe:cb00:7107, DISALLOWED",
    "2a00:64::200:5efe:5db8:d822, ALLOWED",
    "2a00:64::400:5efe:a00:1, ALLOWED",
    "2a00:64::200:5eff:a00:1, ALLOWED"
  })
  void judgesATunnelWithinASiteByTheIpv4AddressInItToo(String address, Outcome outcome) {
    resolver.answer("idp.example.com", address);

    assertThat(resolved(strict(), "https://idp.example.com")).isEqualTo(outcome);
  }

  @Test
  void keepsMappedCloudMetadataClosedWhateverIsRelaxed() {
    keepsMappedClosed("::a9fe:a9fe");
    keepsMappedClosed("::a9fe:707");
  }

  private void keepsMappedClosed(String compatible) {
    byte[] mapped = Addresses.of(compatible).getAddress();
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    PublicEndpoints policy =
        builder()
            .nameResolver(host -> List.of(Addresses.ipv6(mapped)))
            .allowCidr("::/0")
            .allowCidr("0.0.0.0/0")
            .build();

    assertThat(resolved(policy, "https://idp.example.com")).isEqualTo(Outcome.DISALLOWED);
  }

  @Test
  void keepsCloudMetadataNamesClosedWhateverIsRelaxed() {
    PublicEndpoints policy = builder().allowCidr("0.0.0.0/0").build();

    assertThat(policy.check(TENANT, "https://metadata.google.internal").refusal()).isNotNull();
    assertThat(policy.check(TENANT, "https://x.metadata.tencentyun.com").refusal()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "64:ff9b::/96, 64:ff9b::5db8:d822, ALLOWED",
    "64:ff9b::/96, 64:ff9b::a00:1, DISALLOWED",
    "64:ff9b::/96, 64:ff9b:1::5db8:d822, DISALLOWED",
    "2a00:64::/32, 2a00:64:5db8:d822::, ALLOWED",
    "2a00:64::/32, 2a00:64:a00:1::, DISALLOWED",
    "2a00:64::/64, 2a00:64::5d:b8d8:2200:0, ALLOWED",
    "2a00:64::/64, 2a00:64::a:0:100:0, DISALLOWED",
    "2a00:64::/96, 2a00:64::c0a8:1, DISALLOWED",
  })
  void judgesAnAddressBehindADns64PrefixByTheIpv4AddressInIt(
      String prefix, String address, Outcome outcome) {
    resolver.answer("idp.example.com", address);

    assertThat(resolved(builder().unwrapDns64(prefix).build(), "https://idp.example.com"))
        .isEqualTo(outcome);
  }

  @Test
  void refusesTheNodesOwnAddresses() {
    Set<InetAddress> own = Set.of(Addresses.of(PUBLIC), Addresses.of("10.0.0.5"));
    PublicEndpointsBuilder builder =
        builder().ownAddresses(new OwnAddresses(() -> own, InstantSource.system()));

    assertThat(resolved(builder.build(), "https://" + PUBLIC)).isEqualTo(Outcome.DISALLOWED);
    assertThat(resolved(builder.build(), "https://1.1.1.1")).isEqualTo(Outcome.ALLOWED);
    builder.allowCidr(PUBLIC + "/32");
    assertThat(resolved(builder.build(), "https://" + PUBLIC)).isEqualTo(Outcome.ALLOWED);
  }

  @Test
  void refusesTheClusterAddressesThatTheHostNames() {
    resolver.answer("mapped.example.com", "64:ff9b::5db8:d822");
    resolver.answer("isatap.example.com", "2a00:64::5efe:5db8:d822");
    PublicEndpointsBuilder builder =
        builder()
            .clusterCidr("93.184.216.32/28")
            .clusterCidr("2606:4700::/32")
            .unwrapDns64("64:ff9b::/96");
    List<String> ours =
        List.of(
            "https://" + PUBLIC,
            "https://[2606:4700::1]",
            "https://mapped.example.com",
            "https://isatap.example.com");

    assertThat(resolved(strict(), "https://" + PUBLIC)).isEqualTo(Outcome.ALLOWED);
    assertThat(ours).allMatch(url -> resolved(builder.build(), url) == Outcome.DISALLOWED);
    assertThat(resolved(builder.build(), "https://93.184.216.48")).isEqualTo(Outcome.ALLOWED);
    assertThat(builder.build().relaxations()).hasSize(1);
    builder.allowCidr(PUBLIC + "/32");
    assertThat(resolved(builder.build(), "https://" + PUBLIC)).isEqualTo(Outcome.ALLOWED);
  }

  private PublicEndpoints strict() {
    return builder().build();
  }

  private PublicEndpointsBuilder builder() {
    return PublicEndpoints.builder()
        .nameResolver(resolver)
        .ownAddresses(new OwnAddresses(Set::of, InstantSource.system()));
  }

  private static Endpoint endpoint(String url) {
    return new Endpoint(URI.create(url));
  }

  private static Outcome resolved(PublicEndpoints policy, String url) {
    return policy.resolve(TENANT, endpoint(url)).outcome();
  }
}
