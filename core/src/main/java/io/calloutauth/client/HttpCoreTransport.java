package io.calloutauth.client;

import io.calloutauth.endpoint.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP transport over HttpCore and sockets of our own: a connection for each request. One
 * deadline covers connecting, TLS, head, body and the end of TLS: when it passes, another thread
 * closes the socket.
 */
final class HttpCoreTransport implements HttpTransport {

  private static final Logger LOG = LoggerFactory.getLogger(HttpCoreTransport.class);

  private final SocketConnector connector;
  private final TlsHandshake tls;
  private final DeadlineTimer alarm = new DeadlineTimer();
  private final Set<InFlightRequest> inFlight = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  HttpCoreTransport(SocketConnector connector, TlsHandshake tls) {
    this.connector = connector;
    this.tls = tls;
  }

  @Override
  public HttpResult send(HttpCall call, TlsHandshake.TlsIdentity identity) {
    InFlightRequest request = new InFlightRequest(call, identity);
    if (call.deadline().isZero() || call.deadline().isNegative()) {
      request.expire();
      return HttpResult.none(failure(request, new IOException()));
    }
    inFlight.add(request);
    try {
      return closed ? HttpResult.none(closed(request)) : sendInTime(request, identity);
    } finally {
      inFlight.remove(request);
      closeAlarmAfterTheLast();
    }
  }

  private static HttpResult.RequestFailure closed(InFlightRequest request) {
    return failure(
        request, new TransportException(HttpFailure.UNREACHABLE, "the client is closed"));
  }

  private HttpResult sendInTime(InFlightRequest request, TlsHandshake.TlsIdentity identity) {
    Future<?> deadline = alarm.after(request.call().deadline(), request::expire);
    try {
      return send(request, identity);
    } catch (IOException | HttpException e) {
      return HttpResult.none(failure(request, e));
    } catch (RuntimeException e) {
      // Its message may quote what was sent.
      LOG.warn("A request failed with {}", e.getClass().getName());
      return HttpResult.none(failure(request, e));
    } finally {
      request.abort();
      deadline.cancel(false);
    }
  }

  private HttpResult send(InFlightRequest request, TlsHandshake.TlsIdentity identity)
      throws IOException, HttpException {
    CountedSocket plain = connector.connect(request);
    Socket socket = secure(plain, request, identity);
    HttpConnection connection = new HttpConnection(socket, plain);
    ClassicHttpResponse head = send(request, connection);
    HttpResult response = receive(request, connection, head, plain);
    if (response.failure().isEmpty()) {
      close(socket);
    }
    return response;
  }

  private Socket secure(
      CountedSocket plain, InFlightRequest request, TlsHandshake.TlsIdentity identity)
      throws IOException {
    Origin origin = request.call().endpoint().origin();
    if (origin.scheme().equals("http")) {
      return plain;
    }
    request.reach(InFlightRequest.HttpStage.TLS);
    return tls.over(plain, origin, identity);
  }

  private static ClassicHttpResponse send(InFlightRequest request, HttpConnection connection)
      throws IOException, HttpException {
    request.reach(InFlightRequest.HttpStage.SEND);
    try {
      connection.send(request.call());
    } catch (IOException broken) {
      return earlyHead(connection, broken);
    }
    request.reach(InFlightRequest.HttpStage.HEAD);
    return connection.receiveHead();
  }

  /** A server may respond and hang up before it has read the whole request. */
  private static ClassicHttpResponse earlyHead(HttpConnection connection, IOException broken)
      throws IOException {
    try {
      return connection.receiveHead();
    } catch (SSLException alert) { // why the server hung up
      throw alert;
    } catch (IOException | HttpException none) {
      throw broken;
    }
  }

  private static HttpResult receive(
      InFlightRequest request,
      HttpConnection connection,
      ClassicHttpResponse received,
      CountedSocket plain) {
    request.reach(InFlightRequest.HttpStage.BODY);
    HttpResult head = HttpResult.of(received.getCode(), headers(received), new byte[0]);
    String coding = String.join(",", head.headers("Content-Encoding"));
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try {
      boolean framed = connection.receiveBody(request.call().method(), received, read);
      byte[] bytes = BoundedBody.inflate(read.toByteArray(), coding);
      if (!framed && plain.hasEnded() && mayBeCut(head, bytes)) {
        throw new TransportException(
            HttpFailure.UNREACHABLE, "nothing but the connection's end says that it is whole");
      }
      return head.withBody(bytes);
    } catch (IOException | HttpException e) {
      byte[] start = BoundedBody.inflateStart(read.toByteArray(), coding);
      return head.brokenBy(failure(request, e), start);
    }
  }

  /**
   * Tells whether a body that ended with its TCP connection, and not by TLS, may have ended early:
   * anybody on the way can do that. Of a refusal only a JSON object is read.
   */
  private static boolean mayBeCut(HttpResult head, byte[] body) {
    boolean isRead = head.hasStatusOfClass(2) || HttpResult.JsonEnd.startsAsJsonObject(body);
    return isRead && !HttpResult.JsonEnd.isWholeJsonObject(body);
  }

  private static Map<String, List<String>> headers(ClassicHttpResponse response) {
    Map<String, List<String>> headers = new HashMap<>();
    for (Header header : response.getHeaders()) {
      String value = header.getValue() == null ? "" : header.getValue();
      headers
          .computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(value);
    }
    return headers;
  }

  /** Ends TLS as RFC 8446 section 6.1 says; whoever does not listen has responded all the same. */
  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("Closing a connection failed with {}", e.getClass().getName());
    }
  }

  /** Returns what an exception means, and logs it. */
  private static HttpResult.RequestFailure failure(InFlightRequest request, Exception e) {
    HttpResult.RequestFailure failure = request.failure(e);
    LOG.debug("{} failed: {}", request.call(), failure.detail());
    return failure;
  }

  @Override
  public void dropIdle() {
    tls.dropIdle();
  }

  @Override
  public void close() {
    closed = true;
    inFlight.forEach(InFlightRequest::cancel);
    tls.dropIdle();
    tls.dropIdle(); // those that were used as well
    closeAlarmAfterTheLast();
  }

  /** What goes on to its deadline needs somebody who ends it then. */
  private void closeAlarmAfterTheLast() {
    if (closed && inFlight.isEmpty()) {
      alarm.close();
    }
  }
}
