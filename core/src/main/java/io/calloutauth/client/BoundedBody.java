package io.calloutauth.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Reads bodies up to a limit that holds before and after inflation, and not one byte further. */
final class BoundedBody {

  /** How many bytes a body may have. */
  static final int LIMIT = 256 * 1024;

  private BoundedBody() {}

  /**
   * Reads a body as it comes from the network.
   *
   * @throws BodyException when it is longer than the limit
   */
  static byte[] read(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(LIMIT + 1);
    if (bytes.length > LIMIT) {
      throw new BodyException(HttpFailure.BODY_TOO_LARGE);
    }
    return bytes;
  }

  /**
   * Undoes a content coding (RFC 9110 section 8.4.1).
   *
   * @throws BodyException when the coding is neither gzip nor identity, the body is not so encoded,
   *     or is longer than the limit
   */
  static byte[] inflate(byte[] body, String coding) throws BodyException {
    return switch (coding.trim().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> body;
      case "gzip", "x-gzip" -> body.length == 0 ? body : gunzip(body);
      default -> throw new BodyException(HttpFailure.NOT_HTTP);
    };
  }

  private static byte[] gunzip(byte[] body) throws BodyException {
    try (InputStream inflated = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return read(inflated);
    } catch (BodyException e) {
      throw e;
    } catch (IOException e) {
      throw new BodyException(HttpFailure.NOT_HTTP);
    }
  }

  /** A body that is not acceptable. Carries no text of the body. */
  static final class BodyException extends IOException {

    private final HttpFailure failure;

    BodyException(HttpFailure failure) {
      super(failure.name());
      this.failure = failure;
    }

    HttpFailure failure() {
      return failure;
    }
  }
}
