package io.calloutauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Compares the tables with a slow check that shares nothing with them: ranges of numbers, from the
 * registries' first and last addresses.
 */
class AddressOracleTest {

  private static final int SAMPLES = 1 << 20;

  private static final NavigableMap<BigInteger, Range> REFUSED_IPV4 =
      byFirst(
          range("0.0.0.0", "0.255.255.255"),
          range("10.0.0.0", "10.255.255.255"),
          range("100.64.0.0", "100.127.255.255"),
          range("127.0.0.0", "127.255.255.255"),
          range("169.254.0.0", "169.254.255.255"),
          range("172.16.0.0", "172.31.255.255"),
          range("192.0.0.0", "192.0.0.255"),
          range("192.0.2.0", "192.0.2.255"),
          range("192.31.196.0", "192.31.196.255"),
          range("192.52.193.0", "192.52.193.255"),
          range("192.88.99.0", "192.88.99.255"),
          range("192.168.0.0", "192.168.255.255"),
          range("192.175.48.0", "192.175.48.255"),
          range("198.18.0.0", "198.19.255.255"),
          range("198.51.100.0", "198.51.100.255"),
          range("203.0.113.0", "203.0.113.255"),
          range("224.0.0.0", "255.255.255.255"));

  private static final NavigableMap<BigInteger, Range> REFUSED_IPV6 =
      byFirst(
          range("::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
          range("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff"),
          range("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
          range("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
          range("2620:4f:8000::", "2620:4f:8000:ffff:ffff:ffff:ffff:ffff"),
          range("3ffe::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"),
          range("4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));

  private final Random random = new Random(20_260_722);
  private final AddressRules rules =
      new AddressRules(new Dns64(List.of()), new OwnAddresses(Set::of, InstantSource.system()));

  @Test
  void agreesOnAMillionIpv4Addresses() {
    compare(REFUSED_IPV4, 4);
  }

  @Test
  void agreesOnAMillionIpv6Addresses() {
    compare(REFUSED_IPV6, 16);
  }

  /** Judges an address by the ranges alone. */
  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    BigInteger number = new BigInteger(1, bytes);
    return isOutside(bytes.length == 4 ? REFUSED_IPV4 : REFUSED_IPV6, number);
  }

  /** No two ranges overlap: the last that begins before a number is the one that may hold it. */
  private static boolean isOutside(NavigableMap<BigInteger, Range> ranges, BigInteger number) {
    Map.Entry<BigInteger, Range> nearest = ranges.floorEntry(number);
    return nearest == null || nearest.getValue().last().compareTo(number) < 0;
  }

  private void compare(NavigableMap<BigInteger, Range> refused, int length) {
    List<Range> ranges = List.copyOf(refused.values());
    int allowed = 0;
    for (int i = 0; i < SAMPLES; i++) {
      BigInteger number = i % 2 == 0 ? anywhere(length) : nearAnEdge(ranges, length);
      InetAddress address = Addresses.ofNumber(number, length);
      boolean expected = isOutside(refused, number);
      boolean found = rules.problem(address) == null;
      if (found != expected) {
        assertThat(found).as("%s", address).isEqualTo(expected);
      }
      allowed += expected ? 1 : 0;
    }
    assertThat(allowed).isBetween(SAMPLES / 20, SAMPLES - SAMPLES / 20);
  }

  private BigInteger anywhere(int length) {
    return new BigInteger(8 * length, random);
  }

  private BigInteger nearAnEdge(List<Range> ranges, int length) {
    Range range = ranges.get(random.nextInt(ranges.size()));
    BigInteger edge = random.nextBoolean() ? range.first() : range.last();
    BigInteger step = new BigInteger(1 + random.nextInt(8 * length - 4), random);
    BigInteger moved = random.nextBoolean() ? edge.add(step) : edge.subtract(step);
    return moved.mod(BigInteger.ONE.shiftLeft(8 * length));
  }

  private static Range range(String first, String last) {
    return new Range(number(first), number(last));
  }

  private static BigInteger number(String literal) {
    if (literal.contains(".")) {
      return Arrays.stream(literal.split("\\."))
          .map(BigInteger::new)
          .reduce(BigInteger.ZERO, (sum, part) -> sum.shiftLeft(8).add(part));
    }
    String[] groups = literal.replace("::", "").split(":", -1);
    String hex = "";
    for (String group : groups) {
      hex += "0".repeat(4 - group.length()) + group;
    }
    return new BigInteger(hex + "0".repeat(32 - hex.length()), 16);
  }

  private record Range(BigInteger first, BigInteger last) {}

  private static NavigableMap<BigInteger, Range> byFirst(Range... ranges) {
    NavigableMap<BigInteger, Range> sorted = new TreeMap<>();
    for (Range range : ranges) {
      Map.Entry<BigInteger, Range> before = sorted.lastEntry();
      assertThat(before == null || before.getValue().last().compareTo(range.first()) < 0).isTrue();
      sorted.put(range.first(), range);
    }
    return sorted;
  }
}
