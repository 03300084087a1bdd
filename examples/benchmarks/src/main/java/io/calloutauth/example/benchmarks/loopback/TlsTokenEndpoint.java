package io.calloutauth.example.benchmarks.loopback;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * A token endpoint over TLS, with a certificate of its own making. Resumes TLS sessions, hands out
 * a token at once, and asks for nobody's password.
 */
public final class TlsTokenEndpoint implements AutoCloseable {

  private static final int THREADS = 4;
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final byte[] TOKEN =
      "{\"access_token\":\"opaque-token-of-this-run\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
          .getBytes(StandardCharsets.UTF_8);

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final Set<Long> sessions = ConcurrentHashMap.newKeySet();
  private final KeyStore key;
  private final HttpsServer server;

  /** Starts one; blocks for about a second. */
  public TlsTokenEndpoint() throws IOException, InterruptedException, GeneralSecurityException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    key = newKey();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context()));
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /** The JDK has no class that makes a certificate, but a tool. */
  private static KeyStore newKey()
      throws IOException, InterruptedException, GeneralSecurityException {
    Path folder = Files.createTempDirectory("benchmarks");
    Path file = folder.resolve("server.p12");
    String options =
        "-genkeypair -keyalg EC -groupname secp256r1 -dname CN=localhost -ext san=dns:localhost"
            + " -validity 30 -alias server -storetype PKCS12";
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(options.split(" ", -1)));
    command.addAll(List.of("-storepass", new String(PASSWORD), "-keystore", file.toString()));
    int status =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException("keytool failed: " + status);
    }
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD);
      return store;
    } finally {
      Files.delete(file);
      Files.delete(folder);
    }
  }

  private SSLContext context() throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(key, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private void answer(HttpExchange request) throws IOException {
    try (request) {
      request.getRequestBody().readAllBytes();
      sessions.add(((HttpsExchange) request).getSSLSession().getCreationTime());
      request.getResponseHeaders().set("Content-Type", "application/json");
      request.sendResponseHeaders(200, TOKEN.length);
      request.getResponseBody().write(TOKEN);
    }
  }

  /** Returns where tokens are asked for. */
  public URI uri() {
    return URI.create("https://localhost:" + server.getAddress().getPort() + "/token");
  }

  /** Returns who trusts the server. */
  public X509TrustManager trust() throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", key.getCertificate("server"));
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(trusted);
    return (X509TrustManager) managers.getTrustManagers()[0];
  }

  /** Returns how many TLS sessions there were, but for those that began in the same millisecond. */
  public int sessions() {
    return sessions.size();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
