package io.calloutauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the IANA special-purpose registries, and the edges of what is refused. */
class SpecialAddressesTest {

  private final AddressRules rules =
      new AddressRules(new Dns64(List.of()), new OwnAddresses(Set::of, InstantSource.system()));

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.255.255.255, , 1.0.0.0",
    "10.0.0.0, 10.255.255.255, 9.255.255.255, 11.0.0.0",
    "100.64.0.0, 100.127.255.255, 100.63.255.255, 100.128.0.0",
    "127.0.0.0, 127.255.255.255, 126.255.255.255, 128.0.0.0",
    "169.254.0.0, 169.254.255.255, 169.253.255.255, 169.255.0.0",
    "172.16.0.0, 172.31.255.255, 172.15.255.255, 172.32.0.0",
    "192.0.0.0, 192.0.0.255, 191.255.255.255, 192.0.1.0",
    "192.0.2.0, 192.0.2.255, 192.0.1.255, 192.0.3.0",
    "192.31.196.0, 192.31.196.255, 192.31.195.255, 192.31.197.0",
    "192.52.193.0, 192.52.193.255, 192.52.192.255, 192.52.194.0",
    "192.88.99.0, 192.88.99.255, 192.88.98.255, 192.88.100.0",
    "192.168.0.0, 192.168.255.255, 192.167.255.255, 192.169.0.0",
    "192.175.48.0, 192.175.48.255, 192.175.47.255, 192.175.49.0",
    "198.18.0.0, 198.19.255.255, 198.17.255.255, 198.20.0.0",
    "198.51.100.0, 198.51.100.255, 198.51.99.255, 198.51.101.0",
    "203.0.113.0, 203.0.113.255, 203.0.112.255, 203.0.114.0",
    "224.0.0.0, 239.255.255.255, 223.255.255.255, ",
    "240.0.0.0, 255.255.255.255, , ",
    "::, 1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, , 2000::",
    "2001::, 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff, "
        + "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 2001:200::",
    "2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, "
        + "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff, 2001:db9::",
    "2002::, 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff, "
        + "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 2003::",
    "2620:4f:8000::, 2620:4f:8000:ffff:ffff:ffff:ffff:ffff, "
        + "2620:4f:7fff:ffff:ffff:ffff:ffff:ffff, 2620:4f:8001::",
    "3ffe::, 3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff, "
        + "3ffd:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ",
    "3fff::, 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff, , 3fff:1000::",
    "4000::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, "
        + "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, "
  })
  void refusesABlockUpToItsEdges(String first, String last, String before, String after) {
    assertThat(rules.problem(Addresses.of(first))).as(first).isNotNull();
    assertThat(rules.problem(Addresses.of(last))).as(last).isNotNull();
    if (before != null) {
      assertThat(rules.problem(neighbour(first, -1))).as(before).isNull();
      assertThat(neighbour(first, -1)).isEqualTo(Addresses.of(before));
    }
    if (after != null) {
      assertThat(rules.problem(neighbour(last, 1))).as(after).isNull();
      assertThat(neighbour(last, 1)).isEqualTo(Addresses.of(after));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.0.0.1",
        "10.0.0.0",
        "100.64.0.0",
        "127.0.0.0",
        "169.254.0.0",
        "172.16.0.0",
        "192.0.0.0",
        "192.0.0.7",
        "192.0.0.8",
        "192.0.0.9",
        "192.0.0.10",
        "192.0.0.170",
        "192.0.0.171",
        "192.0.2.0",
        "192.31.196.0",
        "192.52.193.0",
        "192.88.99.0",
        "192.88.99.2",
        "192.168.0.0",
        "192.175.48.0",
        "198.18.0.0",
        "198.51.100.0",
        "203.0.113.0",
        "240.0.0.0",
        "255.255.255.255",
        "::1",
        "::",
        "64:ff9b::",
        "64:ff9b:1::",
        "100::",
        "100:0:0:1::",
        "2001::",
        "2001:1::1",
        "2001:1::2",
        "2001:1::3",
        "2001:2::",
        "2001:3::",
        "2001:4:112::",
        "2001:10::",
        "2001:20::",
        "2001:30::",
        "2001:db8::",
        "2002::",
        "2620:4f:8000::",
        "3fff::",
        "5f00::",
        "fc00::",
        "fe80::",
        "ff00::"
      })
  void refusesEveryRowOfTheRegistries(String address) {
    assertThat(rules.problem(Addresses.of(address))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000000000000000ffff5db8d822", // mapped
        "0000000000000000000000005db8d822", // compatible
        "0000000000000000ffff00005db8d822", // translated
        "0064ff9b00000000000000005db8d822", // NAT64
        "0064ff9b00010000000000005db8d822", // NAT64, local use
        "20025db8d82200000000000000000001" // 6to4
      })
  void refusesFormsThatHoldAPublicIpv4Address(String hex) {
    assertThat(rules.problem(Addresses.ipv6(HexFormat.of().parseHex(hex)))).isNotNull();
  }

  private static InetAddress neighbour(String literal, int distance) {
    byte[] from = Addresses.of(literal).getAddress();
    BigInteger to = new BigInteger(1, from).add(BigInteger.valueOf(distance));
    return Addresses.ofNumber(to, from.length);
  }
}
