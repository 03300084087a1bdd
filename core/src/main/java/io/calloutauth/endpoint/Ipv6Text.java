package io.calloutauth.endpoint;

/** Writes IPv6 addresses in the canonical form of RFC 5952 section 4. */
final class Ipv6Text {

  private static final int GROUPS = 8;

  private Ipv6Text() {}

  /** Returns the canonical text of 16 bytes; of anything else a text that is no address. */
  static String of(byte[] bytes) {
    if (bytes.length != 2 * GROUPS) {
      return "";
    }
    int start = longestZeros(bytes);
    int end = start + zerosFrom(bytes, start);
    if (end - start < 2) {
      return groups(bytes, 0, GROUPS);
    }
    return groups(bytes, 0, start) + "::" + groups(bytes, end, GROUPS);
  }

  private static int longestZeros(byte[] bytes) {
    int best = 0;
    for (int i = 1; i < GROUPS; i++) {
      if (zerosFrom(bytes, i) > zerosFrom(bytes, best)) {
        best = i;
      }
    }
    return best;
  }

  private static int zerosFrom(byte[] bytes, int group) {
    int end = group;
    while (end < GROUPS && value(bytes, end) == 0) {
      end++;
    }
    return end - group;
  }

  private static String groups(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i == from ? "" : ":").append(Integer.toHexString(value(bytes, i)));
    }
    return text.toString();
  }

  private static int value(byte[] bytes, int group) {
    return (Byte.toUnsignedInt(bytes[2 * group]) << 8) | Byte.toUnsignedInt(bytes[2 * group + 1]);
  }
}
