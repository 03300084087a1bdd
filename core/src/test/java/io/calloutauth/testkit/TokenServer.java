package io.calloutauth.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * An authorization server on loopback that counts exchanges, numbers its tokens ({@code token-1},
 * …), answers as it is told and can be held back. Serves /token, /revoke and /me.
 */
public final class TokenServer implements AutoCloseable {

  /** An answer of the token endpoint. */
  public record Answer(int status, String body, Map<String, String> headers) {

    public Answer(int status, String body) {
      this(status, body, Map.of());
    }

    public static Answer token(String token, long expiresIn) {
      return new Answer(
          200,
          "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
              .formatted(token, expiresIn));
    }

    public static Answer error(int status, String code) {
      return new Answer(status, "{\"error\":\"%s\"}".formatted(code));
    }
  }

  /** A request as it arrived. */
  public record Arrived(String path, String authorization, String userAgent, String body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Arrived> arrived = new CopyOnWriteArrayList<>();
  private final Map<String, Answer> served = new ConcurrentHashMap<>();
  private final AtomicInteger exchanges = new AtomicInteger();
  private volatile boolean forgetful;
  private volatile BiFunction<Integer, Arrived, Answer> tokenAnswers =
      (n, request) -> Answer.token("token-" + n, 3600);
  private volatile Answer revocationAnswer = new Answer(200, "");
  private volatile Answer testAnswer = new Answer(200, "{}");
  private volatile CountDownLatch gate = new CountDownLatch(0);

  public TokenServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Answers exchange number n, from 1, with what is given for n. */
  public void answerTokens(IntFunction<Answer> answers) {
    tokenAnswers = (n, request) -> answers.apply(n);
  }

  /** Answers each exchange by what came. */
  public void answerRequests(Function<Arrived, Answer> answers) {
    tokenAnswers = (n, request) -> answers.apply(request);
  }

  /** Counts what arrives from now on, and keeps nothing of it: there will be much. */
  public void keepNothing() {
    forgetful = true;
  }

  /** Names in each token the client that asked with Basic: {@code of-<client>-<number>}. */
  public void answerByClient() {
    tokenAnswers = (n, request) -> Answer.token("of-" + client(request) + "-" + n, 3600);
  }

  private static String client(Arrived request) {
    byte[] pair = Base64.getDecoder().decode(request.authorization().substring(6));
    return new String(pair, StandardCharsets.UTF_8).split(":", 2)[0];
  }

  public void answerTokensLiving(long seconds) {
    tokenAnswers = (n, request) -> Answer.token("token-" + n, seconds);
  }

  public void answerRevocations(Answer answer) {
    revocationAnswer = answer;
  }

  public void answerTests(Answer answer) {
    testAnswer = answer;
  }

  /** Serves a path with an answer of its own. */
  public void serve(String path, Answer answer) {
    served.put(path, answer);
  }

  /** Holds every exchange back until {@link #release}. */
  public void hold() {
    gate = new CountDownLatch(1);
  }

  public void release() {
    gate.countDown();
  }

  /** Returns how many exchanges arrived. */
  public int exchanges() {
    return exchanges.get();
  }

  public Stream<Arrived> arrivedAt(String path) {
    return arrived.stream().filter(request -> request.path().equals(path));
  }

  /** Waits until so many exchanges arrived; fails the test after 30 seconds. */
  public void awaitExchanges(int count) {
    Eventually.holds(() -> exchanges() >= count);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    String userAgent = String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent"));
    Arrived request = new Arrived(path, authorization, userAgent, body);
    int number;
    synchronized (arrived) {
      if (!forgetful) {
        arrived.add(request);
      }
      number = path.equals("/token") ? exchanges.incrementAndGet() : exchanges();
    }
    answer(exchange, answer(request, number));
  }

  private Answer answer(Arrived request, int number) {
    String path = request.path();
    if (served.containsKey(path)) {
      return served.get(path);
    }
    if (path.equals("/revoke")) {
      return revocationAnswer;
    }
    if (path.equals("/me")) {
      return testAnswer;
    }
    Answer answer = tokenAnswers.apply(number, request);
    awaitGate();
    return answer;
  }

  private void awaitGate() {
    try {
      if (!gate.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the test never released the exchange");
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.getResponseHeaders().add("Cache-Control", "no-store");
    answer.headers().forEach(exchange.getResponseHeaders()::add);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    threads.shutdownNow();
  }
}
