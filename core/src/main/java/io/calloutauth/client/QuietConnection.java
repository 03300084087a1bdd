package io.calloutauth.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection that writes neither headers nor bodies to the log, whatever the log's level: they
 * hold secrets and tokens. Once closed it takes no socket any more, so that a call that is
 * cancelled between two steps of connecting ends there.
 */
final class QuietConnection extends DefaultManagedHttpClientConnection {

  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxLineLength(16 * 1024).setMaxHeaderCount(200).build();

  private volatile boolean closed;

  QuietConnection(String id) {
    super(id, null, null, LIMITS, null, null, null, WholeHeadParser::new);
  }

  // The two overloads below would wrap the socket in one that logs every byte.

  @Override
  public void bind(Socket socket) throws IOException {
    take(new SocketHolder(socket));
  }

  @Override
  public void bind(SSLSocket tlsSocket, Socket socket) throws IOException {
    take(new SocketHolder(tlsSocket, socket));
  }

  private void take(SocketHolder holder) throws IOException {
    bind(holder);
    if (closed) {
      holder.getBaseSocket().close();
      throw new InterruptedIOException("the call was cancelled");
    }
  }

  /** Says so of one with bytes that nobody asked for: they would be read as the next answer. */
  @Override
  public boolean isStale() throws IOException {
    return super.isStale() || isDataAvailable(Timeout.ofMilliseconds(1));
  }

  @Override
  public void close() throws IOException {
    closed = true;
    super.close();
  }

  @Override
  public void close(CloseMode closeMode) {
    closed = true;
    super.close(closeMode);
  }

  @Override
  protected void onResponseReceived(ClassicHttpResponse response) {}

  @Override
  protected void onRequestSubmitted(ClassicHttpRequest request) {}
}
