package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.endpoint.PublicEndpointsBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class PublicEndpointsBuilderTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(PublicEndpoints.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listen() {
    logged.start();
    logger.setLevel(Level.WARN);
    logger.addAppender(logged);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(logged);
    logger.setLevel(null);
  }

  @Test
  void tellsAndLogsEachRelaxation() {
    PublicEndpoints policy =
        PublicEndpoints.builder()
            .allowLoopbackHttp()
            .allowCidrForTenant("acme", "10.0.0.0/8")
            .allowHostAndPort("Keycloak", 8443)
            .unwrapDns64("64:ff9b::/96")
            .build();

    assertThat(policy.relaxations())
        .containsExactly(
            "plain http and every port are allowed to loopback for all tenants",
            "addresses in 10.0.0.0/8 are allowed for tenant acme",
            "keycloak:8443 is allowed wherever it leads for all tenants",
            "IPv6 addresses in 64:ff9b::/96 are judged by the IPv4 address in them");
    assertThat(logged.list)
        .allSatisfy(event -> assertThat(event.getLevel()).isEqualTo(Level.WARN))
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactlyElementsOf(
            policy.relaxations().stream()
                .map(words -> "endpoint policy relaxed: " + words)
                .toList());
  }

  @Test
  void isSilentWhenNothingIsRelaxed() {
    assertThat(PublicEndpoints.builder().build().relaxations()).isEmpty();
    assertThat(logged.list).isEmpty();
  }

  @Test
  void leavesABuiltPolicyAloneWhenTheBuilderGoesOn() {
    PublicEndpointsBuilder builder = PublicEndpoints.builder();
    PublicEndpoints strict = builder.build();
    builder.allowLoopbackHttp().allowCidr("10.0.0.0/8").build();

    assertThat(strict.relaxations()).isEmpty();
    assertThat(strict.check("acme", "http://127.0.0.1").refusal()).isNotNull();
    assertThat(strict.check("acme", "https://10.0.0.1").refusal()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.0",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.1/8",
        "10.0.0.0/08",
        "10.0/8",
        "010.0.0.0/8",
        "fd00::/129",
        "fd00::1/8",
        "fd00:0::/32",
        "::ffff:0:0/96",
        "example.com/8",
        "10.0.0.0/-1",
        " 10.0.0.0/8",
        "fe80::%eth0/64"
      })
  void refusesWhatIsNoCidr(String cidr) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PublicEndpoints.builder().allowCidr(cidr))
        .withMessageContaining("'" + cidr + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 443",
    "keycloak., 443",
    "*.example.com, 443",
    ".example.com, 443",
    "https://idp.example.com, 443",
    "idp.example.com:443, 443",
    "::1, 443",
    "127.1, 443",
    "idp.example.com, 0",
    "idp.example.com, 65536",
    "idp.example.com, -1",
    "metadata.google.internal, 80",
    "169.254.169.254, 80",
    "[fd00:ec2::254], 80",
    "169.254.1.1, 443",
    "[fe80::1], 443",
    "[64:ff9b::a9fe:101], 443",
  })
  void refusesWhatIsNoHostAndPort(String host, int port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PublicEndpoints.builder().allowHostAndPort(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "*.",
        ".example.com",
        "*.*.example.com",
        "*example.com",
        "*.10.0.0.1",
        "https://idp.example.com",
        "idp.example.com:443",
        "idp.example.com.",
        "metadata.goog",
        "169.254.169.254"
      })
  void refusesWhatIsNoHostToList(String host) {
    assertThatIllegalArgumentException().isThrownBy(() -> PublicEndpoints.builder().onlyHost(host));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PublicEndpoints.builder().onlyHostForTenant("acme", host));
  }

  @Test
  void refusesAClusterThatIsNoBlock() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PublicEndpoints.builder().clusterCidr("203.0.113.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8", "64:ff9b::/95", "64:ff9b::/128", "64:ff9b::"})
  void refusesWhatIsNoTranslationPrefix(String prefix) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PublicEndpoints.builder().unwrapDns64(prefix))
        .withMessageContaining(prefix);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\nb"})
  void refusesATenantWithoutAPlainName(String tenant) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PublicEndpoints.builder().allowLoopbackHttpForTenant(tenant));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PublicEndpoints.builder().onlyHostForTenant(tenant, "idp.example.com"));
  }
}
