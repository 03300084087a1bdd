package io.calloutauth.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.util.Timeout;

/**
 * An HTTP/1.1 connection for one request, over HttpCore's blocking connection: no interceptors, no
 * log, no reuse. Who uses it closes the socket. Not thread-safe.
 */
final class HttpConnection extends DefaultBHttpClientConnection {

  private static final String USER_AGENT = "callout-auth";
  private static final int MOST_INTERIM_RESPONSES = 10;
  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxLineLength(16 * 1024).setMaxHeaderCount(200).build();

  /** How many bytes of heads are read for one request, those of interim responses included. */
  private static final int LONGEST_HEADS = 256 * 1024;

  /** After each so many bytes of a request it is looked whether the server responds already. */
  private static final int STEP = 64 * 1024;

  private final CountedSocket plain;
  private boolean inHead;
  private int headBytes;
  private boolean ended;

  /**
   * Makes a connection over a socket that is connected and, where it should be, speaks TLS.
   *
   * @param plain counts what comes: the same socket, or the one below TLS
   */
  HttpConnection(Socket socket, CountedSocket plain) throws IOException {
    super(
        LIMITS,
        null,
        null,
        new StrictContentLength(),
        null,
        HttpConnection::isEarlyResponse,
        null,
        new DefaultHttpResponseParserFactory(
            LIMITS)); // the usual one has limits of its own, or none
    this.plain = plain;
    bind(
        new SocketHolder(socket) {
          @Override
          protected InputStream getInputStream(Socket same) throws IOException {
            return new Input(super.getInputStream(same));
          }
        });
  }

  private static boolean isEarlyResponse(
      ClassicHttpRequest request,
      HttpClientConnection connection,
      InputStream in,
      long sent,
      long next)
      throws IOException {
    return sent / STEP != (sent + next) / STEP
        && connection.isDataAvailable(Timeout.ofMilliseconds(1));
  }

  /** Sends a request, or as much of it as the server takes before it responds. */
  void send(HttpCall call) throws IOException, HttpException {
    ClassicHttpRequest request = new BasicClassicHttpRequest(call.method(), "/");
    request.setPath(call.endpoint().pathAndQuery()); // byte for byte: the constructor reads a URI
    request.setHeader(HttpHeaders.HOST, call.endpoint().origin().authority());
    request.setHeader(HttpHeaders.USER_AGENT, USER_AGENT);
    request.setHeader(HttpHeaders.ACCEPT_ENCODING, "gzip");
    call.headers().forEach(request::setHeader);
    request.setHeader(HttpHeaders.CONNECTION, "close");
    byte[] body = call.body();
    if (body != null) {
      request.setHeader(HttpHeaders.CONTENT_LENGTH, body.length);
      request.setEntity(new InputStreamEntity(new ByteArrayInputStream(body), body.length, null));
    }
    sendRequestHeader(request);
    sendRequestEntity(request);
    flush();
  }

  /** Receives the head of the final response (RFC 9110 section 15.2). */
  ClassicHttpResponse receiveHead() throws IOException, HttpException {
    inHead = true;
    for (int interim = 0; interim <= MOST_INTERIM_RESPONSES; interim++) {
      ClassicHttpResponse head = receiveResponseHeader();
      if (head.getCode() >= HttpStatus.SC_SUCCESS) {
        inHead = false;
        return head;
      }
      if (head.getCode() == HttpStatus.SC_SWITCHING_PROTOCOLS) {
        throw new TransportException(HttpFailure.NOT_HTTP, "the server switches protocols");
      }
    }
    throw new TransportException(HttpFailure.NOT_HTTP, "there are too many interim responses");
  }

  /**
   * Receives the body that follows a head.
   *
   * @param method the request's
   * @param read gets the bytes of the body, also when it breaks off
   * @return whether a length or chunks have told where it ends, and not the connection's end
   */
  boolean receiveBody(String method, ClassicHttpResponse head, ByteArrayOutputStream read)
      throws IOException, HttpException {
    if (!MessageSupport.canResponseHaveBody(method, head)) {
      return true;
    }
    receiveResponseEntity(head);
    HttpEntity entity = head.getEntity();
    boolean framed = entity.isChunked() || entity.getContentLength() >= 0;
    try {
      BoundedBody.read(entity.getContent(), read);
      return framed;
    } catch (IOException e) {
      throw ended
          ? new TransportException(
              HttpFailure.UNREACHABLE, "the connection ended within the body of the response")
          : e;
    }
  }

  /**
   * Notices the end of a connection, lets no head end by it (RFC 9112 section 8), and counts what
   * heads have.
   */
  private final class Input extends FilterInputStream {

    Input(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      more(Math.min(read, 1));
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return more(super.read(bytes, offset, length));
    }

    private int more(int read) throws IOException {
      if (read < 0) {
        ended = true;
        if (inHead) {
          throw new TransportException(
              HttpFailure.UNREACHABLE, "the connection ended within the head of the response");
        }
        return read;
      }
      plain.deliver(read);
      if (inHead) {
        countHead(read);
      }
      return read;
    }

    private void countHead(int read) throws TransportException {
      headBytes += read;
      if (headBytes > LONGEST_HEADS) {
        throw new TransportException(
            HttpFailure.HEAD_TOO_LARGE, "the head of the response is longer than the limit");
      }
    }
  }

  /**
   * Finds where the body of a response ends (RFC 9112 section 6.3). HttpCore's own strategy reads a
   * length as Java reads numbers, with a sign and in any script's digits.
   */
  static final class StrictContentLength implements ContentLengthStrategy {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    @Override
    public long determineLength(HttpMessage message) throws HttpException {
      Header length = message.getFirstHeader(HttpHeaders.CONTENT_LENGTH);
      if (length != null && !DIGITS.matcher(String.valueOf(length.getValue())).matches()) {
        throw new ProtocolException("the length of the body is no number");
      }
      return DefaultContentLengthStrategy.INSTANCE.determineLength(message);
    }
  }
}
