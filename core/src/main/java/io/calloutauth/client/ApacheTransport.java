package io.calloutauth.client;

import io.calloutauth.client.BoundedBody.BodyException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport over Apache HttpClient. One deadline covers waiting for a connection, connecting,
 * TLS, headers and body: when it passes, another thread closes the connection.
 */
final class ApacheTransport implements HttpTransport {

  private static final Logger LOG = LoggerFactory.getLogger(ApacheTransport.class);

  private final CloseableHttpClient client;
  private final Alarm alarm = new Alarm();
  private final Set<RunningCall> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  ApacheTransport(CloseableHttpClient client) {
    this.client = client;
  }

  @Override
  public HttpAnswer send(HttpCall call) {
    if (closed) {
      return HttpAnswer.none(HttpFailure.UNREACHABLE, "the client is closed");
    }
    if (call.deadline().isZero() || call.deadline().isNegative()) {
      return HttpAnswer.none(HttpFailure.TIMED_OUT, "no time was left to send anything");
    }
    RunningCall current = new RunningCall(call, request(call));
    running.add(current);
    try {
      return sendInTime(call, current);
    } finally {
      running.remove(current);
    }
  }

  private HttpAnswer sendInTime(HttpCall call, RunningCall current) {
    Future<?> deadline = alarm.after(call.deadline(), current::expire);
    try {
      return exchange(call, current);
    } catch (IOException e) {
      return HttpAnswer.none(failure(current, e), detail(current, e));
    } catch (RuntimeException e) {
      // Its message may quote what was sent.
      LOG.warn("A request failed with {}", e.getClass().getName());
      return HttpAnswer.none(failure(current, new IOException()), detail(current, e));
    } finally {
      deadline.cancel(false);
    }
  }

  private HttpAnswer exchange(HttpCall call, RunningCall current) throws IOException {
    HttpClientContext context = HttpClientContext.create();
    current.putIn(context);
    // The pool hands a connection only to calls with the same token: tenants share none.
    context.setUserToken(call.tenant());
    ClassicHttpResponse response = client.executeOpen(host(call), current.request(), context);
    try {
      return read(response, current);
    } finally {
      closeQuietly(response);
    }
  }

  private HttpAnswer read(ClassicHttpResponse response, RunningCall current) {
    Map<String, List<String>> headers = headers(response);
    HttpAnswer head = HttpAnswer.of(response.getCode(), headers, new byte[0]);
    try {
      byte[] raw = raw(response.getEntity());
      if (current.expired()) {
        return head.brokenBy(HttpFailure.TIMED_OUT, detail(current, new IOException()));
      }
      String coding = String.join(",", head.headers("Content-Encoding"));
      return HttpAnswer.of(head.status(), headers, BoundedBody.inflate(raw, coding));
    } catch (IOException e) {
      // Closing the response would read the rest of the body; there may be no end to it.
      current.cancel();
      return head.brokenBy(failure(current, e), detail(current, e));
    }
  }

  private static byte[] raw(HttpEntity entity) throws IOException {
    return entity == null ? new byte[0] : BoundedBody.read(entity.getContent());
  }

  private static HttpFailure failure(RunningCall current, IOException e) {
    if (e instanceof BodyException unacceptable) {
      return unacceptable.failure();
    }
    return current.expired() ? HttpFailure.TIMED_OUT : IoFailures.of(e);
  }

  /** Returns what happened where, for the operator, and logs it: no message of an exception. */
  private static String detail(RunningCall current, Exception e) {
    String what = current.expired() ? "the deadline passed" : IoFailures.words(e);
    String detail = current.place() + ": " + what;
    LOG.debug("{} failed: {}", current.call(), detail);
    return detail;
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

  private static HttpUriRequestBase request(HttpCall call) {
    HttpUriRequestBase request = new HttpUriRequestBase(call.method(), call.endpoint().uri());
    // Byte for byte as typed: the constructor above may write a path anew.
    request.setPath(call.endpoint().pathAndQuery());
    request.setHeader("Accept-Encoding", "gzip");
    call.headers().forEach(request::setHeader);
    byte[] body = call.body();
    if (body != null) {
      request.setEntity(new ByteArrayEntity(body, null)); // its type is among the headers
    }
    return request;
  }

  private static HttpHost host(HttpCall call) {
    Origin origin = call.endpoint().origin();
    String host = origin.host();
    boolean literal = host.startsWith("[") && host.endsWith("]");
    return new HttpHost(
        origin.scheme(), literal ? host.substring(1, host.length() - 1) : host, origin.port());
  }

  private static void closeQuietly(ClassicHttpResponse response) {
    try {
      response.close();
    } catch (IOException e) {
      LOG.debug("Closing an answer failed with {}", e.getClass().getName());
    }
  }

  @Override
  public void close() {
    closed = true;
    running.forEach(RunningCall::cancel);
    client.close(CloseMode.IMMEDIATE);
    alarm.close();
  }
}
