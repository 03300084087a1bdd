package io.calloutauth.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
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

  private BoundedBody() {}

  /**
   * Reads a body as it comes from the network.
   *
   * @param read gets the bytes: those before the limit, or before it breaks off, in any case
   * @throws TransportException when it is longer than the limit
   */
  static void read(InputStream body, ByteArrayOutputStream read) throws IOException {
    byte[] buffer = new byte[BUFFER];
    int room = LIMIT;
    for (int count = next(body, buffer, room); count >= 0; count = next(body, buffer, room)) {
      read.write(buffer, 0, Math.min(count, room));
      if (count > room) {
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
}
