package io.calloutauth.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads response bodies up to a limit that holds before and after inflation, and not one byte
 * further.
 */
final class BoundedBody {

  /** How many bytes a body may have. */
  static final int LIMIT = 256 * 1024;

  private static final int BUFFER = 8 * 1024;

  /** Each chunk costs more than a byte of it: a body of single bytes is nobody's. */
  private static final int MOST_PIECES = 30_000;

  private BoundedBody() {}

  /**
   * Reads a body as it comes from the network.
   *
   * @param read gets the bytes: those before the limit, or before it breaks off, in any case
   * @throws TransportException when it is longer than the limit, or comes in too many pieces
   */
  static void read(InputStream body, ByteArrayOutputStream read) throws IOException {
    byte[] buffer = new byte[BUFFER];
    int room = LIMIT;
    int pieces = 0;
    for (int count = next(body, buffer, room); count >= 0; count = next(body, buffer, room)) {
      read.write(buffer, 0, Math.min(count, room));
      if (count > room || ++pieces > MOST_PIECES) {
        throw new TransportException(
            HttpFailure.BODY_TOO_LARGE, "the body of the response is longer than the limit");
      }
      room -= count;
    }
  }

  private static int next(InputStream body, byte[] buffer, int room) throws IOException {
    return body.read(buffer, 0, Math.min(buffer.length, room + 1));
  }

  /**
   * Undoes a content coding (RFC 9110 section 8.4.1).
   *
   * @throws TransportException when the coding is neither gzip nor identity, the body is not so
   *     encoded, or is longer than the limit
   */
  static byte[] inflate(byte[] body, String coding) throws TransportException {
    return switch (ContentCodings.effective(coding)) {
      case "" -> body;
      case "gzip", "x-gzip" -> body.length == 0 ? body : gunzip(body);
      default ->
          throw new TransportException(
              HttpFailure.NOT_HTTP, "the response has a content coding that was not asked for");
    };
  }

  /**
   * Returns what can be had of a body that came in part, or whose coding cannot be undone: as much
   * as inflates, or else the bytes as they are.
   */
  static byte[] inflateStart(byte[] body, String coding) {
    ByteArrayOutputStream inflated = new ByteArrayOutputStream();
    if (ContentCodings.effective(coding).endsWith("gzip")) {
      try {
        gunzip(body, inflated);
      } catch (TransportException end) {
        // What came before it is what there is.
      }
    }
    return inflated.size() == 0 ? body : inflated.toByteArray();
  }

  private static byte[] gunzip(byte[] body) throws TransportException {
    ByteArrayOutputStream inflated = new ByteArrayOutputStream();
    gunzip(body, inflated);
    return inflated.toByteArray();
  }

  private static void gunzip(byte[] body, ByteArrayOutputStream read) throws TransportException {
    try (InputStream inflated = new FewMembers(body)) {
      read(inflated, read);
    } catch (TransportException e) {
      throw e;
    } catch (EOFException e) {
      throw new TransportException(HttpFailure.UNREACHABLE, "the response ends within its gzip");
    } catch (IOException e) {
      throw new TransportException(HttpFailure.NOT_HTTP, "the response is no gzip");
    }
  }

  /**
   * Inflates gzip of a few members (RFC 1952 section 2.2). The JDK calls itself for each further
   * one: thousands of empty ones would cost the whole stack.
   */
  private static final class FewMembers extends GZIPInputStream {

    private static final int MOST = 16;

    private int further;
    private boolean reading;

    FewMembers(byte[] body) throws IOException {
      super(new ByteArrayInputStream(body));
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (reading && ++further == MOST) {
        throw new ZipException("there are too many members");
      }
      boolean again = reading;
      reading = true;
      try {
        return super.read(bytes, offset, length);
      } finally {
        reading = again;
      }
    }
  }

  /**
   * Reads {@code Content-Encoding} (RFC 9110 section 8.4). What is no content coding at all, such
   * as a charset that a server puts there, says nothing about the body.
   */
  static final class ContentCodings {

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

    /**
     * Nobody encodes a body so often; to take a longer list apart would cost more than the body.
     */
    private static final int LONGEST = 1_000;

    private ContentCodings() {}

    /**
     * Returns the codings that a header names, in lower case and in their order, joined by commas;
     * a header of more than 1,000 characters as it is.
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
}
