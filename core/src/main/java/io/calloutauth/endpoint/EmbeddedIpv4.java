package io.calloutauth.endpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds the IPv4 addresses that an IPv6 address may stand for. */
final class EmbeddedIpv4 {

  private static final int[] TRANSLATION_PREFIXES = {32, 40, 48, 56, 64, 96};
  private static final int RESERVED_OCTET = 8;
  private static final Cidr TEREDO = Cidr.of("2001::/32");

  private EmbeddedIpv4() {}

  /**
   * Returns every IPv4 address that may be in 16 bytes: behind a translation prefix of any length
   * (RFC 6052; the last four bytes serve the mapped, compatible, translated and ISATAP forms too),
   * in a 6to4 prefix (RFC 3056), as server or client of Teredo (RFC 4380).
   */
  static List<byte[]> candidates(byte[] address) {
    Stream<byte[]> translated =
        IntStream.of(TRANSLATION_PREFIXES).mapToObj(bits -> translated(address, bits));
    return Stream.concat(translated, tunnelled(address)).toList();
  }

  /**
   * Returns the IPv4 addresses of those forms that 16 bytes have in every detail: a translation
   * with zeros where RFC 6052 section 2.2 wants them, ISATAP, 6to4 and Teredo.
   */
  static List<byte[]> wellFormed(byte[] address) {
    Stream<byte[]> translated =
        IntStream.of(TRANSLATION_PREFIXES)
            .filter(bits -> hasZerosOfTranslation(address, bits))
            .mapToObj(bits -> translated(address, bits));
    Stream<byte[]> others = Stream.concat(isatap(address).stream(), tunnelled(address));
    return Stream.concat(translated, others).toList();
  }

  /** Returns the IPv4 address in an ISATAP interface identifier (RFC 5214 section 6.1). */
  static Optional<byte[]> isatap(byte[] address) {
    boolean isatap =
        (address[8] & 0xfc) == 0 // the bits for "universal" and "group" may be set
            && address[9] == 0
            && address[10] == 0x5e
            && address[11] == (byte) 0xfe;
    return isatap ? Optional.of(Arrays.copyOfRange(address, 12, 16)) : Optional.empty();
  }

  /** Returns the IPv4 address behind a translation prefix of that many bits (RFC 6052 2.2). */
  static byte[] translated(byte[] address, int prefixBits) {
    byte[] found = new byte[4];
    int from = prefixBits / 8;
    for (int i = 0; i < 4; i++, from++) {
      if (from == RESERVED_OCTET) {
        from++;
      }
      found[i] = address[from];
    }
    return found;
  }

  /** Tells whether that is a length that a translation prefix may have (RFC 6052 2.2). */
  static boolean isTranslationPrefix(int bits) {
    return IntStream.of(TRANSLATION_PREFIXES).anyMatch(length -> length == bits);
  }

  private static boolean hasZerosOfTranslation(byte[] address, int prefixBits) {
    int suffix = prefixBits / 8 + 4 + (prefixBits <= 64 && prefixBits > 32 ? 1 : 0);
    return address[RESERVED_OCTET] == 0
        && IntStream.range(suffix, address.length).allMatch(i -> address[i] == 0);
  }

  private static Stream<byte[]> tunnelled(byte[] address) {
    if (address[0] == 0x20 && address[1] == 0x02) {
      return Stream.of(Arrays.copyOfRange(address, 2, 6));
    }
    if (!TEREDO.contains(address)) {
      return Stream.empty();
    }
    byte[] client = Arrays.copyOfRange(address, 12, 16);
    for (int i = 0; i < client.length; i++) {
      client[i] = (byte) ~client[i];
    }
    return Stream.of(Arrays.copyOfRange(address, 4, 8), client);
  }
}
