package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.oauth.Advice;
import io.calloutauth.oauth.MetadataError;
import io.calloutauth.testkit.ClosedPort;
import io.calloutauth.testkit.RecordedLog;
import io.calloutauth.testkit.Tarpit;
import io.calloutauth.testkit.UnknownHosts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An administrator who looks by discovery for what is not his, or asks too often. */
class DiscoveryLimitsTest extends MetadataNode {

  private DiscoveryReport unreachable(String issuer) {
    DiscoveryReport report = node.auth.discovery().fetch(issuer);
    assertThat(report.error()).hasValue(MetadataError.UNREACHABLE);
    return report;
  }

  @Test
  void failuresOfTheNetworkReadAlike() throws IOException {
    try (Tarpit tarpit = new Tarpit();
        ClosedPort closed = new ClosedPort()) {
      tarpit.hangUp(true);
      String tls = tarpit.url("127.0.0.1").replaceAll("(//[^/]+).*", "$1");

      assertThat(unreachable(tls).text())
          .isEqualTo(unreachable(tls.replace("https", "http")).text())
          .isEqualTo(unreachable(closed.url("")).text())
          .isEqualTo("The issuer" + Advice.OUT_OF_REACH);
    }
  }

  @Test
  void aHostOutsideTheOperatorsListIsNotAsked() {
    PublicEndpoints narrowed =
        PublicEndpoints.builder().allowLoopbackHttp().onlyHost("127.0.0.1").build();
    try (Node narrow = Node.start(server, Node.under(narrowed))) {
      serve(OAUTH, "", "", server.url("/token").replace("127.0.0.1", "localhost"));

      assertThatThrownBy(
              () -> narrow.auth.discovery().fetch(issuer("").replace("127.0.0.1", "localhost")))
          .isInstanceOf(InvalidSettingsException.class)
          .hasMessageContaining("must name one of the hosts that the operator has listed");
      assertThat(narrow.auth.discovery().fetch(issuer("")).error())
          .hasValue(MetadataError.TOKEN_ENDPOINT_REFUSED);
    }
  }

  @Test
  void countsAmongTheTenantsCommandsAndNewHosts() {
    UnknownHosts hosts = new UnknownHosts();
    try (Node scanned = Node.start(server, Node.under(hosts.policy()))) {
      for (int i = 0; i < 20; i++) {
        scanned.auth.discovery().fetch("https://host-" + i + ".example.com");
      }
      assertThatThrownBy(() -> scanned.auth.discovery().fetch("https://host-20.example.com"))
          .isInstanceOfSatisfying(
              TooManyAttemptsException.class,
              tooMany -> assertThat(tooMany.retryAfter()).isPresent());
      for (int i = 20; i < 60; i++) {
        scanned.auth.discovery().fetch("https://host-0.example.com");
      }
      assertThatThrownBy(() -> scanned.auth.discovery().fetch("https://host-0.example.com"))
          .isInstanceOf(TooManyAttemptsException.class);

      scanned.pass(Duration.ofMinutes(1));
      scanned.auth.discovery().fetch("https://host-21.example.com");
      assertThat(hosts.lookedUp()).hasSize(21).doesNotContain("host-20.example.com");
    }
  }

  @Test
  void aClosedNodeAsksNobody() {
    node.close();

    assertThatThrownBy(() -> node.auth.discovery().fetch(issuer("")))
        .isInstanceOf(CalloutAuthClosedException.class);
  }

  private static List<InetAddress> resolve(String host) throws UnknownHostException {
    if (host.startsWith("private")) {
      return List.of(InetAddress.getByAddress(host, new byte[] {10, 1, 2, 3}));
    }
    throw new UnknownHostException(host);
  }

  @Test
  void anAddressThatIsRefusedReadsLikeANameThatIsNotThere() {
    PublicEndpoints policy =
        PublicEndpoints.builder().nameResolver(DiscoveryLimitsTest::resolve).build();
    try (Node inside = Node.start(server, Node.under(policy))) {
      List<DiscoveryReport> reports = new ArrayList<>();
      List<String> log =
          RecordedLog.of(
              TenantDiscovery.class.getName(),
              Level.WARN,
              () -> {
                reports.add(inside.auth.discovery().fetch("https://private.example.com"));
                reports.add(inside.auth.discovery().fetch("https://missing.example.com"));
              });

      assertThat(reports)
          .extracting(DiscoveryReport::text)
          .containsOnly("The issuer" + Advice.OUT_OF_REACH);
      assertThat(reports)
          .extracting(DiscoveryReport::error)
          .containsOnly(Optional.of(MetadataError.UNREACHABLE));
      assertThat(reports.toString() + reports.get(0).toMap()).doesNotContain("10.1.2.3");
      assertThat(log.get(0)).contains("10.1.2.3").contains(reports.get(0).correlationId());
    }
  }

  @Test
  void whatIsOpenedForOneTenantIsOpenForNoOther() {
    PublicEndpoints policy = PublicEndpoints.builder().allowLoopbackHttpForTenant("acme").build();
    try (Node opened = Node.start(server, Node.under(policy))) {
      serve(OAUTH, "", "");

      assertThat(opened.tenants.tenant("acme").discovery().fetch(issuer("")).found()).isTrue();
      assertThatThrownBy(() -> opened.tenants.tenant("globex").discovery().fetch(issuer("")))
          .isInstanceOf(InvalidSettingsException.class);
      assertThat(server.arrivedAt(OAUTH).count()).isEqualTo(1);
    }
  }
}
