package io.calloutauth.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A line to a database that can fall silent: connections stay open and new ones are accepted, but
 * nothing comes through until it speaks again, as with a server that was stopped. Thread-safe.
 */
public final class SilentLine implements AutoCloseable {

  private final TestDatabase database;
  private final HikariConfig config;
  private final int port;
  private final ServerSocket door;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Object gate = new Object();
  private boolean silent;

  /** Makes a line that speaks. */
  public SilentLine(TestDatabase database) throws IOException {
    this.database = database;
    config = database.config(10);
    port = URI.create(config.getJdbcUrl().substring("jdbc:".length())).getPort();
    door = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
    start(this::accept);
  }

  /** Returns a pool of connections over this line that does not wait long for new ones. */
  public HikariDataSource pool() {
    config.setJdbcUrl(config.getJdbcUrl().replace(":" + port, ":" + door.getLocalPort()));
    config.setConnectionTimeout(500);
    if (database == TestDatabase.POSTGRESQL) {
      config.addDataSourceProperty("cancelSignalTimeout", "1"); // for 10 s unless told
    }
    return new HikariDataSource(config);
  }

  /** Lets nothing through any more. */
  public void fallSilent() {
    synchronized (gate) {
      silent = true;
    }
  }

  /** Lets everything through, what was held back first. */
  public void speak() {
    synchronized (gate) {
      silent = false;
      gate.notifyAll();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket near = door.accept();
        Socket far = new Socket(door.getInetAddress(), port);
        open.addAll(List.of(near, far));
        start(() -> pump(near, far));
        start(() -> pump(far, near));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] bytes = new byte[8_192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        waitWhileSilent();
        out.write(bytes, 0, length);
      }
    } catch (IOException closed) {
      // One side is gone, and now the other.
    }
  }

  private void waitWhileSilent() throws IOException {
    synchronized (gate) {
      while (silent) {
        try {
          gate.wait();
        } catch (InterruptedException stopped) {
          throw new IOException(stopped);
        }
      }
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "silent-line");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    speak();
    door.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
