package io.calloutauth.client;

import static io.calloutauth.client.FaultServer.answering;
import static io.calloutauth.client.FaultServer.holdingAfter;
import static io.calloutauth.client.FaultServer.resettingAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.endpoint.TestEndpoints;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.testkit.DeafServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault ends in its class and leaves nothing behind. All go to one server with one client. */
class FaultsTest {

  private static final int AT_ONCE = 8;
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
  private static final String TOKEN =
      HEAD
          + "Connection: close\r\nContent-Length: "
          + Clients.TOKEN_JSON.length()
          + "\r\n\r\n"
          + Clients.TOKEN_JSON;

  private static final String GREETING = "SSH-2.0-Server" + (char) 10;
  private static final String BINARY = (char) 0 + "" + (char) 1 + (char) 10;

  /** How long the slow server takes for every other answer; 5000 in a long run. */
  private static final int SLOW_MILLIS = Integer.getInteger("calloutauth.faults.slowMillis", 50);

  private static FaultServer server;
  private static TokenClient client;
  private static ExecutorService callers;

  @BeforeAll
  static void start() throws IOException {
    server = new FaultServer(Socket::close);
    client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build();
    callers = Executors.newFixedThreadPool(AT_ONCE);
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
    callers.shutdownNow();
  }

  static Stream<Arguments> faults() {
    TokenError unreachable = TokenError.UNREACHABLE;
    TokenError malformed = TokenError.MALFORMED_RESPONSE;
    FaultServer.Fault silence =
        socket -> socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    String body = HEAD + "Content-Length: 500\r\n\r\n{";
    return Stream.of(
        arguments("close at once", "http", (FaultServer.Fault) Socket::close, unreachable),
        arguments("reset at once", "http", (FaultServer.Fault) FaultServer::reset, unreachable),
        arguments("reset in TLS", "https", (FaultServer.Fault) FaultServer::reset, unreachable),
        arguments("close in TLS", "https", (FaultServer.Fault) Socket::close, unreachable),
        arguments("reset after the request", "http", resettingAfter(""), unreachable),
        arguments("reset in the status line", "http", resettingAfter("HTTP/1.1 2"), unreachable),
        arguments("reset in the head", "http", resettingAfter(HEAD), unreachable),
        arguments("reset in the body", "http", resettingAfter(body), unreachable),
        arguments("close in the status line", "http", answering("HTTP/1.1 2"), unreachable),
        arguments("close in the head", "http", answering(HEAD + "X: y"), unreachable),
        arguments("close in the body", "http", answering(body), unreachable),
        arguments("silence", "http", silence, null),
        arguments("silence in TLS", "https", silence, null),
        arguments("stall in the status line", "http", holdingAfter("HTTP/1.1 2"), null),
        arguments("stall in the head", "http", holdingAfter(HEAD), null),
        arguments("length too long", "http", holdingAfter(body), null),
        arguments("length no number", "http", holding("Content-Length: many"), malformed),
        arguments("length negative", "http", holding("Content-Length: -5"), malformed),
        arguments(
            "chunks without length", "http", holding("Transfer-Encoding: chunked"), malformed),
        arguments("garbage", "http", holdingAfter(GREETING.repeat(30)), malformed),
        arguments("binary garbage", "http", holdingAfter(BINARY.repeat(99)), malformed),
        arguments("not TLS", "https", (FaultServer.Fault) FaultsTest::plain, unreachable));
  }

  private static FaultServer.Fault holding(String header) {
    return holdingAfter(HEAD + header + "\r\n\r\n" + Clients.TOKEN_JSON + "\r\n");
  }

  private static void plain(Socket socket) throws IOException {
    FaultServer.write(socket, "HTTP/1.1 400 Bad Request\r\n\r\n");
    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void endsInItsClassAndLeavesNothingBehind(
      String name, String scheme, FaultServer.Fault fault, @Nullable TokenError error)
      throws Exception {
    eventually(() -> server.open() == 0); // nothing is left to take the first connection along
    server.turnTo(fault);
    boolean waits = error == null;
    Duration deadline = waits ? Clients.SHORT : Clients.PLENTY;

    for (TokenResult result : fetchAtOnce(scheme, deadline)) {
      TokenFailure failure = (TokenFailure) result;
      assertThat(failure.error()).as(name).isEqualTo(waits ? TokenError.UNREACHABLE : error);
      assertThat(failure.failureClass())
          .isEqualTo(
              failure.error() == TokenError.UNREACHABLE
                  ? FailureClass.TRANSIENT
                  : FailureClass.PERMANENT);
      assertThat(failure.operatorDetail().endsWith("the deadline passed")).isEqualTo(waits);
    }

    eventually(() -> server.open() == 0);
    eventually(() -> threads() <= 1);
    server.turnTo(answering(TOKEN));
    assertThat(client.fetch(Clients.of(server.endpoint("http")), GrantInput.NONE, Clients.PLENTY))
        .isInstanceOf(IssuedToken.class);
  }

  private static List<TokenResult> fetchAtOnce(String scheme, Duration deadline) throws Exception {
    RegisteredClient registered = Clients.of(server.endpoint(scheme));
    List<CompletableFuture<TokenResult>> running = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      running.add(
          CompletableFuture.supplyAsync(
              () -> client.fetch(registered, GrantInput.NONE, deadline), callers));
    }
    List<TokenResult> results = new ArrayList<>();
    for (CompletableFuture<TokenResult> one : running) {
      results.add(one.get(20, TimeUnit.SECONDS));
    }
    return results;
  }

  /** Counts this library's threads in this package's client; other tests' clients are closed. */
  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("callout-auth-deadlines"))
        .filter(Thread::isAlive)
        .count();
  }

  private static void eventually(BooleanSupplier condition) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
      assertThat(never.await(5, TimeUnit.MILLISECONDS)).isFalse();
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @Test
  void doesNotReadWhatIsLeftOfOneAnswerAsTheNext() {
    RegisteredClient registered = Clients.of(server.endpoint("http"));
    server.turnTo(holding("Content-Length: 9"));
    TokenFailure cut = (TokenFailure) client.fetch(registered, GrantInput.NONE, Clients.PLENTY);
    server.turnTo(answering(TOKEN));

    assertThat(cut.error()).isEqualTo(TokenError.MALFORMED_RESPONSE);
    assertThat(client.fetch(registered, GrantInput.NONE, Clients.PLENTY))
        .isInstanceOf(IssuedToken.class);
  }

  @Test
  void waitsForAServerThatIsSlowEveryOtherTime() throws Exception {
    AtomicInteger number = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    server.turnTo(
        socket -> {
          if (number.incrementAndGet() % 2 == 0) {
            assertThat(never.await(SLOW_MILLIS, TimeUnit.MILLISECONDS)).isFalse();
          }
          answering(TOKEN).on(socket);
        });

    assertThat(fetchAtOnce("http", Duration.ofSeconds(15))).allMatch(IssuedToken.class::isInstance);
  }

  /** Starts so many fetches, sees them all in the server, and lets them go on after a while. */
  private static List<FutureTask<TokenResult>> allAtOnce(
      int count, IntFunction<String> host, Callable<?> meanwhile) throws Exception {
    CountDownLatch inUse = new CountDownLatch(count);
    CountDownLatch goOn = new CountDownLatch(1);
    server.turnTo(
        socket -> {
          inUse.countDown();
          goOn.await();
          answering(TOKEN).on(socket);
        });
    List<FutureTask<TokenResult>> fetches = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        fetches.add(fetchFrom(host.apply(i)));
        new Thread(fetches.get(i)).start();
      }
      assertThat(inUse.await(20, TimeUnit.SECONDS)).as("all of them connected").isTrue();
      meanwhile.call();
    } finally {
      goOn.countDown();
    }
    return fetches;
  }

  private static FutureTask<TokenResult> fetchFrom(String host) {
    RegisteredClient registered = Clients.of(server.endpoint("http", host));
    return new FutureTask<>(() -> client.fetch(registered, GrantInput.NONE, Clients.PLENTY));
  }

  private static void assertTokens(List<FutureTask<TokenResult>> fetches) throws Exception {
    for (FutureTask<TokenResult> fetch : fetches) {
      assertThat(fetch.get(20, TimeUnit.SECONDS)).isInstanceOf(IssuedToken.class);
    }
  }

  @Test
  void letsNoRequestWaitForAConnectionToTheSameHost() throws Exception {
    assertTokens(allAtOnce(33, i -> "localhost", () -> null));
  }

  @Test
  void hasRoomForAllThatTheEngineMayDoAtOnce() throws Exception {
    assertTokens(allAtOnce(88, i -> "host" + i + ".example", () -> null));
  }

  @Test
  void givesUpOnAHostThatDoesNotAnswerASyn() throws Exception {
    try (DeafServer deaf = DeafServer.start();
        TokenClient impatient =
            HttpTokenClient.builder(LoopbackPolicy.allowing())
                .connectTimeout(Clients.SHORT)
                .build()) {
      RegisteredClient registered =
          Clients.of(TestEndpoints.of(URI.create("http://localhost:" + deaf.port() + "/")));

      TokenFailure first =
          (TokenFailure) impatient.fetch(registered, GrantInput.NONE, Clients.PLENTY);
      TokenFailure second = (TokenFailure) client.fetch(registered, GrantInput.NONE, Clients.SHORT);

      assertThat(first.error()).isEqualTo(TokenError.UNREACHABLE);
      assertThat(first.operatorDetail()).doesNotContain("the deadline passed");
      assertThat(first.failureClass()).isEqualTo(FailureClass.TRANSIENT);
      assertThat(second.error()).isEqualTo(TokenError.UNREACHABLE);
      assertThat(second.operatorDetail()).endsWith("the deadline passed");
      assertThat(second.failureClass()).isEqualTo(FailureClass.TRANSIENT);
    }
  }
}
