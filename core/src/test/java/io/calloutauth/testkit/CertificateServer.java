package io.calloutauth.testkit;

import io.calloutauth.client.FakeRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * An authorization server at {@code localhost} that asks for a client certificate (RFC 8705), takes
 * whatever it is told to take, resumes TLS sessions, and notes what each request showed.
 */
public final class CertificateServer implements AutoCloseable {

  private static final MadeCertificate OWN =
      new MadeCertificate.Maker("CN=localhost").host("localhost").make();
  private static final String TOKEN =
      "{\"access_token\":\"token-%d\",\"token_type\":\"Bearer\",\"expires_in\":3600}";

  /**
   * A request with what was shown in TLS.
   *
   * @param chain the certificates; empty when none was shown
   * @param startedAt when the TLS session started that its connection used, in milliseconds
   * @param session the session's id, where it has one
   */
  public record Shown(
      String path, String body, List<X509Certificate> chain, long startedAt, String session) {}

  private final ServerSocket listener;
  private final SSLContext tls;
  private final String version;
  private final List<Shown> shown = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private volatile String refusal = "";
  private volatile Predicate<X509Certificate> taking = certificate -> true;

  /** Starts one that speaks a version of TLS. */
  public CertificateServer(String version) throws IOException, GeneralSecurityException {
    this.version = version;
    tls = SSLContext.getInstance("TLS");
    tls.init(keys(), new TrustManager[] {new Taking()}, null);
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  private static KeyManager[] keys() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Certificate[] chain = {OWN.certificate()};
    store.setKeyEntry("server", OWN.pair().getPrivate(), new char[0], chain);
    KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
    managers.init(store, new char[0]);
    return managers.getKeyManagers();
  }

  /** Returns who trusts this server. */
  public static X509TrustManager trust() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("server", OWN.certificate());
      TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
      managers.init(store);
      return (X509TrustManager) managers.getTrustManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public String url(String path) {
    return "https://localhost:" + listener.getLocalPort() + path;
  }

  /** Takes certificates of a kind alone: others are refused in TLS. */
  public void take(Predicate<X509Certificate> kind) {
    taking = kind;
  }

  /** Refuses each token request with an error code; the empty one refuses none. */
  public void refuse(String code) {
    refusal = code;
  }

  public List<Shown> shown() {
    return List.copyOf(shown);
  }

  /** Lists an authority that no client has a certificate of. */
  private final class Taking implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      if (!taking.test(chain[0])) {
        throw new CertificateException("not taken");
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("no client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[] {OWN.certificate()};
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "certificate-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket plain) {
    try (plain) {
      try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, false)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setNeedClientAuth(true);
        socket.setSSLParameters(parameters);
        serve(socket);
      } catch (SSLException refused) {
        // The alert arrives: what the client still sends does not reset the connection.
        plain.shutdownOutput();
        plain.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException e) {
      // The client, or this server, ended it.
    }
  }

  private void serve(SSLSocket socket) throws IOException {
    socket.startHandshake();
    FakeRequest request = FakeRequest.read(socket.getInputStream(), 0);
    SSLSession session = socket.getSession();
    String path = request.line().split(" ", 3)[1];
    List<X509Certificate> chain =
        Arrays.stream(session.getPeerCertificates()).map(X509Certificate.class::cast).toList();
    String id = Base64.getEncoder().encodeToString(session.getId());
    shown.add(new Shown(path, request.body(), chain, session.getCreationTime(), id));
    answer(socket.getOutputStream(), path);
  }

  private void answer(OutputStream out, String path) throws IOException {
    boolean token = path.equals("/token");
    boolean refused = token && !refusal.isEmpty();
    String body =
        refused
            ? "{\"error\":\"%s\"}".formatted(refusal)
            : token ? TOKEN.formatted(tokens.incrementAndGet()) : "";
    String head =
        "HTTP/1.1 %s\r\nContent-Type: application/json\r\nCache-Control: no-store\r\nContent-Length: %d\r\n\r\n"
            .formatted(refused ? "401 No" : "200 OK", body.length());
    out.write((head + body).getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
