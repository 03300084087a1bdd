package io.calloutauth.apache;

import io.calloutauth.CalloutCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** The start of a response's body, read ahead for a rule that looks at it. */
final class ResponseStart {

  private static final byte[] NOTHING = {};

  private ResponseStart() {}

  /** Returns the start of a body that a rule looks at, and leaves the response whole. */
  static ByteBuffer read(ClassicHttpResponse response, CalloutCredentials used) {
    HttpEntity entity = response.getEntity();
    int limit = entity == null ? 0 : used.bodyLimit(entity.getContentType());
    if (entity == null || limit == 0) {
      return ByteBuffer.wrap(NOTHING);
    }
    Begun begun = new Begun(entity, limit);
    response.setEntity(begun);
    return ByteBuffer.wrap(begun.start).asReadOnlyBuffer();
  }

  /**
   * Ends a response that nobody reads. Its connection is used again when its body has come; what is
   * yet to come may have no end, and is cut off.
   */
  static void end(ClassicHttpResponse response, ExecRuntime connection) throws IOException {
    try (response) {
      HttpEntity entity = response.getEntity();
      InputStream body = entity == null ? null : entity.getContent();
      if (entity == null || body == null) {
        return;
      }
      long length = entity.getContentLength();
      if (length < 0 || body.available() < length) {
        connection.discardEndpoint();
      }
      body.close();
    } catch (IOException broken) {
      // Of a response that nobody reads.
    }
  }

  /** An entity whose first bytes were read. */
  private static final class Begun extends HttpEntityWrapper {

    private final byte[] start;
    private final InputStream whole;

    Begun(HttpEntity entity, int limit) {
      super(entity);
      byte[] read = NOTHING;
      InputStream all;
      try {
        InputStream rest = entity.getContent();
        read = rest.readNBytes(limit);
        all = new Whole(read, rest);
      } catch (IOException broken) {
        all = new Broken(broken);
      }
      this.start = read;
      this.whole = all;
    }

    @Override
    public boolean isRepeatable() {
      return false;
    }

    @Override
    public InputStream getContent() {
      return whole;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      try (InputStream in = whole) {
        in.transferTo(out);
      }
    }
  }

  /** Both parts, of which closing closes the second alone: its connection must come back. */
  private static final class Whole extends SequenceInputStream {

    private final InputStream rest;

    Whole(byte[] start, InputStream rest) {
      super(new ByteArrayInputStream(start), rest);
      this.rest = rest;
    }

    @Override
    public void close() throws IOException {
      rest.close();
    }
  }

  /** The failure of a body, for the caller to see. */
  private static final class Broken extends InputStream {

    private final IOException failure;

    Broken(IOException failure) {
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      throw failure;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      throw failure;
    }
  }
}
