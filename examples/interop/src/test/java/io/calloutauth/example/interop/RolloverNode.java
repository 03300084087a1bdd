package io.calloutauth.example.interop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthBuilder;
import io.calloutauth.CalloutAuthEvent;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdk.CalloutHttpClient;
import io.calloutauth.seal.SealingKeys;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.X509TrustManager;

/**
 * One node as a process: calls out with each notification again and again, and writes what came of
 * each callout and what its library tells, a line each. Its input is what seals, the authorization
 * server's certificate in base64, and a line when it is to call out no more. It ends when its input
 * does, and so with whoever started it.
 *
 * <p>Arguments: JDBC URL, where the callouts go, the notifications.
 */
final class RolloverNode {

  /** Starts the line of a callout that the receiver took. */
  static final String TAKEN = "TAKEN";

  /** Starts the line of any other callout. */
  static final String FAILED = "FAILED ";

  /** Starts the line of an event; its type follows, and what the operator is told. */
  static final String EVENT = "EVENT ";

  /** Starts the last line; the number of callouts follows. */
  static final String MADE = "MADE ";

  private static final int THREADS = 2;
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final HttpRequest callout;
  private final AtomicInteger made = new AtomicInteger();
  private volatile boolean over;

  private RolloverNode(URI target) {
    callout = HttpRequest.newBuilder(target).POST(BodyPublishers.ofString("{}")).build();
  }

  /** Runs a node. */
  public static void main(String[] args) throws Exception {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String keys = Objects.requireNonNull(input.readLine(), "no keys");
    X509TrustManager trust =
        StoryCertificates.trusting(
            certificate(Objects.requireNonNull(input.readLine(), "no certificate")));
    RolloverNode node = new RolloverNode(URI.create(args[1]));
    List<Thread> threads = new ArrayList<>();
    try (HikariDataSource pool = pool(args[0]);
        CalloutAuth auth = auth(pool, keys, trust).listener(RolloverNode::tell).build()) {
      for (String notification : List.of(args).subList(2, args.length)) {
        HttpClient http = CalloutHttpClient.of(auth.callouts(), notification, HTTP);
        for (int i = 0; i < THREADS; i++) {
          threads.add(new Thread(() -> node.callOut(http, notification), notification));
        }
      }
      threads.forEach(Thread::start);
      input.readLine();
      node.over = true;
      for (Thread thread : threads) {
        thread.join();
      }
    }
    say(MADE + node.made);
    input.readLine(); // stays until its output is read
  }

  private static X509Certificate certificate(String base64) throws GeneralSecurityException {
    byte[] der = Base64.getDecoder().decode(base64);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  /** Returns connections to a database, for whoever closes them. */
  static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(8);
    return new HikariDataSource(config);
  }

  /** Returns what a node is built with. */
  static CalloutAuthBuilder auth(HikariDataSource pool, String keys, X509TrustManager trust) {
    return CalloutAuth.builder(JdbcStore.create(pool))
        .cipher(SealingKeys.parse(keys))
        .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
        .trust(trust);
  }

  private void callOut(HttpClient http, String notification) {
    while (!over) {
      try {
        int status = http.send(callout, BodyHandlers.discarding()).statusCode();
        say(status == 204 ? TAKEN : FAILED + notification + ": status " + status);
      } catch (IOException | RuntimeException e) {
        say(FAILED + notification + ": " + e);
      } catch (InterruptedException e) {
        return;
      }
      made.incrementAndGet();
      LockSupport.parkNanos(REST_NANOS);
    }
  }

  private static void tell(CalloutAuthEvent event) {
    say(EVENT + event.type() + " " + event.operatorDetail());
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
