package io.calloutauth.client;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/**
 * A TCP socket that bounds the raw bytes that it receives, TLS and framing included, and remembers
 * whether the peer has ended the connection. It takes no notice of the JVM's SOCKS settings. Used
 * by one thread, and closed by any.
 */
final class CountedSocket extends Socket {

  /** How many bytes a server may send for one request. */
  static final int LIMIT = 4 * 1024 * 1024;

  /**
   * How many bytes may be no part of the response: handshake, certificates, tickets, framing of
   * TLS. A KeyUpdate of TLS 1.3 costs far more than its few bytes.
   */
  private static final int MOST_BESIDE = 256 * 1024;

  private long received;
  private long delivered;
  private volatile boolean ended;
  private volatile boolean overrun;
  private volatile boolean aborted;

  CountedSocket() {
    super(Proxy.NO_PROXY);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new Input(super.getInputStream());
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new Output(super.getOutputStream());
  }

  /** Tells whether the peer, or the network, has ended the TCP connection as far as was read. */
  boolean hasEnded() {
    return ended;
  }

  /** Tells whether the peer has sent more than the limit. */
  boolean hasOverrun() {
    return overrun;
  }

  /**
   * Closes the connection at once, without waiting for what is still to be sent. Nothing is
   * received from then on: a thread that is blocked in a read keeps the connection open in the
   * kernel until it wakes, and may find there what came in the meantime.
   */
  void abort() {
    aborted = true;
    try {
      setSoLinger(true, 0);
    } catch (IOException closed) {
      // So it is.
    }
    try {
      close();
    } catch (IOException broken) {
      // Nobody can do more.
    }
  }

  /** Notes that so many bytes of the response came out of what was received. */
  void deliver(int bytes) {
    delivered += bytes;
  }

  private void count(int bytes) throws IOException {
    received += bytes;
    if (received > LIMIT || received - delivered > MOST_BESIDE) {
      overrun = true;
      throw new IOException("the response is longer than the limit");
    }
  }

  /** Counts what is received. */
  private final class Input extends InputStream {

    private final InputStream in;

    Input(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read;
      try {
        read = in.read(bytes, offset, length);
      } catch (SocketTimeoutException none) {
        throw none;
      } catch (IOException e) {
        ended = true;
        throw e;
      }
      if (aborted) {
        throw new SocketException("aborted");
      }
      if (read < 0) {
        ended = true;
      } else {
        count(read);
      }
      return read;
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /** Notices a connection that is gone. */
  private final class Output extends FilterOutputStream {

    Output(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        ended = true;
        throw e;
      }
    }
  }
}
