package io.calloutauth.client;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * Reads the head of an answer to the empty line that ends it (RFC 9112 section 8). A connection
 * that ends before has broken off: HttpClient's own parser would take what came for all there is.
 * Not thread-safe.
 */
final class WholeHeadParser extends DefaultHttpResponseParser {

  WholeHeadParser(Http1Config limits) {
    super(limits);
  }

  @Override
  public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
      throws IOException, HttpException {
    return super.parse(buffer, new Unending(in));
  }

  /** A stream whose end is an error. */
  private static final class Unending extends FilterInputStream {

    Unending(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return more(super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return more(super.read(bytes, offset, length));
    }

    private static int more(int read) throws EOFException {
      if (read < 0) {
        throw new EOFException("the connection ended within the head of the answer");
      }
      return read;
    }
  }
}
