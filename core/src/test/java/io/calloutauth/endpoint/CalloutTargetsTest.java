package io.calloutauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalloutTargetsTest {

  private final FakeResolver resolver = new FakeResolver();
  private final PublicEndpoints policy =
      PublicEndpoints.builder()
          .nameResolver(resolver)
          .allowLoopbackHttpForTenant("dev")
          .allowCidrForTenant("dev", "10.0.0.0/8")
          .allowHostAndPortForTenant("dev", "named.internal", 8443)
          .build();
  private final CalloutTargets targets = policy.calloutTargets("acme");

  @Test
  void fitsTheResolversOfHttpClientsAsAMethodReference() throws UnknownHostException {
    resolver.answer("api.example.com", "93.184.216.34").answer("api.example.com", "1.1.1.1");
    LikeOkHttp listed = targets::lookup;
    LikeHttpClient array = targets::resolve;

    assertThat(listed.lookup("API.example.com")).containsExactly(Addresses.of("93.184.216.34"));
    assertThat(array.resolve("api.example.com")).containsExactly(Addresses.of("1.1.1.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unknown.example.com",
        "private.example.com",
        "127.0.0.1",
        "10.0.0.1",
        "127.1",
        "::1",
        "[::1]",
        "localhost",
        "named.internal",
        "metadata.google.internal",
        "api.example.com.",
        "0x7f000001",
        "fe80::1%eth0",
        "169.254.169.254"
      })
  void failsAlikeForWhatIsUnknownAndWhatIsDisallowed(String host) {
    resolver.answer("private.example.com", "93.184.216.34", "10.0.0.1");

    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> targets.lookup(host))
        .withMessage(host)
        .withNoCause();
  }

  @Test
  void readsIpv6LiteralsWithAndWithoutBrackets() throws UnknownHostException {
    assertThat(targets.lookup("2606:4700::1")).containsExactly(Addresses.of("2606:4700::1"));
    assertThat(targets.lookup("[2606:4700::1]")).containsExactly(Addresses.of("2606:4700::1"));
    assertThat(resolver.asked()).isEmpty();
  }

  @Test
  void appliesTheTenantsRelaxationsThatNeedNoPort() throws UnknownHostException {
    CalloutTargets dev = policy.calloutTargets("dev");

    assertThat(dev.lookup("127.0.0.1")).containsExactly(Addresses.of("127.0.0.1"));
    assertThat(dev.lookup("10.0.0.1")).containsExactly(Addresses.of("10.0.0.1"));
    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> dev.lookup("named.internal"));
    assertThat(resolver.asked()).isEmpty();
  }

  @FunctionalInterface
  private interface LikeOkHttp {
    List<InetAddress> lookup(String hostname) throws UnknownHostException;
  }

  @FunctionalInterface
  private interface LikeHttpClient {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }
}
