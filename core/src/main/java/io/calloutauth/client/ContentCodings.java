package io.calloutauth.client;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads {@code Content-Encoding} (RFC 9110 section 8.4). What is no content coding at all, such as
 * a charset that a server puts there, says nothing about the body.
 */
final class ContentCodings {

  /** Those of the IANA registry; identity changes nothing. */
  private static final Set<String> REGISTERED =
      Set.of(
          "aes128gcm",
          "br",
          "compress",
          "dcb",
          "dcz",
          "deflate",
          "exi",
          "gzip",
          "pack200-gzip",
          "x-compress",
          "x-gzip",
          "zstd");

  private static final String IDENTITY = "identity";

  /** Nobody encodes a body so often; to take a longer list apart would cost more than the body. */
  private static final int LONGEST = 1_000;

  private ContentCodings() {}

  /**
   * Returns the codings that a header names, in lower case and in their order, joined by commas; a
   * header of more than 1,000 characters as it is.
   */
  static String effective(String header) {
    if (header.length() > LONGEST) {
      return header;
    }
    return named(header).stream().filter(REGISTERED::contains).collect(Collectors.joining(","));
  }

  /** Tells whether a response names something that is no content coding. */
  static boolean isMisnamed(HttpResult response) {
    return response.headers("Content-Encoding").stream()
        .flatMap(header -> named(header).stream())
        .anyMatch(name -> !REGISTERED.contains(name) && !name.equals(IDENTITY));
  }

  /** Empty elements of a list count as none (RFC 9110 section 5.6.1.2). */
  private static List<String> named(String header) {
    return Arrays.stream(header.split(","))
        .map(name -> name.trim().toLowerCase(Locale.ROOT))
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
