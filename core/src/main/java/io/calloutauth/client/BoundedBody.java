package io.calloutauth.client;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads bodies up to a limit that holds before and after inflation, and not one byte further. */
final class BoundedBody {

  /** How many bytes a body may have. */
  static final int LIMIT = 256 * 1024;

  private BoundedBody() {}

  /**
   * Reads a body as it comes from the network.
   *
   * @throws TransportException when it is longer than the limit
   */
  static byte[] read(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(LIMIT + 1);
    if (bytes.length > LIMIT) {
      throw new TransportException(
          HttpFailure.BODY_TOO_LARGE, "the body of the response is longer than the limit");
    }
    return bytes;
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

  private static byte[] gunzip(byte[] body) throws TransportException {
    try (InputStream inflated = new FewMembers(body)) {
      return read(inflated);
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
