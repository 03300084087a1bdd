package io.calloutauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.calloutauth.client.FuzzInput;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whatever is typed as an endpoint, and whatever DNS says: what is allowed leads to public
 * addresses only. An input is the URL on the first line, and then the addresses: {@code 4} or
 * {@code 6} and as many bytes as an address of that kind has.
 */
public class EndpointPolicyFuzzTest {

  private List<InetAddress> found = List.of();
  private final PublicEndpoints policy =
      PublicEndpoints.builder()
          .ownAddresses(new OwnAddresses(Set::of, InstantSource.system()))
          .nameResolver(host -> found)
          .build();

  @FuzzTest(maxDuration = "10m")
  public void anAllowedUrlLeadsToPublicAddressesOnly(byte[] data) {
    FuzzInput input = new FuzzInput(data);
    String url = text(input.line());
    found = addresses(input.rest());

    EndpointCheck check = policy.check("acme", url);

    assertThat(check.endpoint() == null).isEqualTo(check.refusal() != null);
    if (check.endpoint() != null) {
      readAlike(url, check.endpoint());
      connectsToPublicAddresses(check.endpoint());
    }
  }

  private void connectsToPublicAddresses(Endpoint endpoint) {
    AddressCheck check = policy.resolve("acme", endpoint);
    boolean allowed = check.outcome() == AddressCheck.Outcome.ALLOWED;
    assertThat(check.addresses().isEmpty()).isNotEqualTo(allowed);
    assertThat(check.addresses()).allMatch(AddressOracleTest::isPublic);
    if (allowed && !isLiteral(endpoint.origin().host())) {
      assertThat(check.addresses()).isEqualTo(found);
    }
  }

  private static boolean isLiteral(String host) {
    return host.startsWith("[") || host.matches("[0-9.]+");
  }

  /** The JDK's own parser must find the same parts in what was typed. */
  private static void readAlike(String url, Endpoint endpoint) {
    URI typed = URI.create(url);
    assertThat(typed.getScheme()).isEqualToIgnoringCase("https");
    assertThat(typed.getRawUserInfo()).isNull();
    assertThat(typed.getRawFragment()).isNull();
    assertThat(typed.getHost().toLowerCase(Locale.ROOT)).isEqualTo(endpoint.origin().host());
    assertThat(typed.getPort() < 0 ? 443 : typed.getPort()).isEqualTo(endpoint.origin().port());
    assertThat(url.chars().allMatch(c -> c > 0x20 && c < 0x7F)).isTrue();
  }

  private static String text(String line) {
    return new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static List<InetAddress> addresses(byte[] bytes) {
    List<InetAddress> addresses = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int end = at + 1 + (bytes[at] == '4' ? 4 : 16);
      if (end <= bytes.length) {
        byte[] address = Arrays.copyOfRange(bytes, at + 1, end);
        addresses.add(
            address.length == 4 ? AddressLiteral.ofBytes(address) : Addresses.ipv6(address));
      }
      at = end;
    }
    return addresses;
  }
}
