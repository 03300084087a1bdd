package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.client.HttpTokenClient;
import io.calloutauth.client.TokenClient;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.RevocationResult;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TestEndpointResult;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.oauth.TokenTypeHint;
import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.ClosedPort;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ForwardingTokenClient;
import io.calloutauth.testkit.Tarpit;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Everything that a tenant can read when the network fails is the same whatever failed: an address
 * that the policy refuses, a name that is unknown, a port that is closed, a server that is silent,
 * hangs up, fails TLS or breaks off in its response. Otherwise a provider is a scanner.
 */
class NetworkFailuresTest {

  /** A token request has 3 s at least, and what is silent takes all of its time. */
  private static final Duration SHORT = Duration.ofMillis(300);

  private final List<AutoCloseable> opened = new ArrayList<>();
  private TokenServer server;
  private Node node;

  @BeforeEach
  void start() throws IOException {
    PublicEndpoints policy =
        PublicEndpoints.builder()
            .allowLoopbackHttp()
            .nameResolver(NetworkFailuresTest::addresses)
            .build();
    server = new TokenServer();
    node =
        Node.start(
            server,
            builder ->
                builder
                    .endpointPolicy(policy)
                    .client(
                        new HurriedClient(
                            HttpTokenClient.builder(policy).build(), server.url("/token"))));
    node.time.draw(1);
  }

  /** Gives each request little time but the one that succeeds. */
  private static final class HurriedClient extends ForwardingTokenClient {

    private final String good;

    HurriedClient(TokenClient client, String good) {
      super(client);
      this.good = good;
    }

    @Override
    public TokenResult fetch(RegisteredClient registered, GrantInput input, Duration deadline) {
      boolean succeeds = registered.registration().tokenEndpoint().uri().toString().equals(good);
      return super.fetch(registered, input, succeeds ? deadline : SHORT);
    }

    @Override
    public RevocationResult revoke(
        RegisteredClient registered, Secret token, TokenTypeHint hint, Duration deadline) {
      return super.revoke(registered, token, hint, SHORT);
    }

    @Override
    public TestEndpointResult test(RegisteredClient registered, Secret token, Duration deadline) {
      return super.test(registered, token, SHORT);
    }
  }

  private static List<InetAddress> addresses(String host) throws UnknownHostException {
    byte[] refused = {10, 0, 0, 7};
    return host.startsWith("refused")
        ? List.of(InetAddress.getByAddress(host, refused))
        : List.of();
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
    server.close();
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  /** Ways for the network to fail, each at an origin of its own. */
  private Map<String, String> failures() throws IOException {
    Map<String, String> origins = new LinkedHashMap<>();
    origins.put("refused", "https://refused.example.com");
    origins.put("unknown", "https://unknown.example.com");
    origins.put("closed", closedPort().url(""));
    origins.put("silent", "http://127.0.0.1:" + tarpit(false));
    origins.put("silent in TLS", "https://127.0.0.1:" + tarpit(false));
    origins.put("hangs up", "http://127.0.0.1:" + tarpit(true));
    origins.put("no TLS", "https://127.0.0.1:" + answering("HTTP/1.1 400 Bad Request\r\n\r\n"));
    origins.put(
        "breaks off",
        "http://127.0.0.1:" + answering("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"acc"));
    return origins;
  }

  private ClosedPort closedPort() throws IOException {
    ClosedPort port = new ClosedPort();
    opened.add(port);
    return port;
  }

  private int tarpit(boolean hangingUp) throws IOException {
    Tarpit tarpit = new Tarpit();
    tarpit.hangUp(hangingUp);
    opened.add(tarpit);
    String url = tarpit.url("h");
    return Integer.parseInt(url.substring("https://h:".length(), url.lastIndexOf('/')));
  }

  /** A server that reads little, says something and hangs up. */
  private int answering(String answer) throws IOException {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    opened.add(listener);
    new Thread(() -> answer(listener, answer.getBytes(StandardCharsets.US_ASCII))).start();
    return listener.getLocalPort();
  }

  private static void answer(ServerSocket listener, byte[] answer) {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        socket.getInputStream().read(new byte[4096]);
        OutputStream out = socket.getOutputStream();
        out.write(answer);
        socket.shutdownOutput();
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException gone) {
        // The client hung up, or the test is over.
      }
    }
  }

  private List<String> toldOf(Map<String, List<String>> told) {
    List<String> first = told.values().iterator().next();
    assertThat(told).allSatisfy((failure, lines) -> assertThat(lines).as(failure).isEqualTo(first));
    assertThat(first.toString())
        .doesNotContain("10.0.0", "127.0.0", "example", "TLS", "status 200", "deadline");
    return first;
  }

  @Test
  void aTokenEndpointTellsATenantTheSameOfEach() throws Exception {
    Map<String, List<String>> told = new LinkedHashMap<>();
    failures()
        .forEach((failure, origin) -> told.put(failure, toldOfTokenEndpoint(failure, origin)));

    assertThat(toldOf(told))
        .anyMatch(line -> line.contains("next attempt in PT1S"))
        .anyMatch(line -> line.contains("next attempt in PT2S"))
        .anyMatch(line -> line.contains("TokenRequestException"))
        .anyMatch(line -> line.contains("TOKEN_FAILED"));
  }

  private List<String> toldOfTokenEndpoint(String tenant, String origin) {
    CalloutAuth auth = node.tenants.tenant(tenant.replace(' ', '-'));
    Provider provider =
        auth.providers().create(node.settings("CRM").tokenEndpoint(origin + "/token").build());
    List<String> told = new ArrayList<>();
    for (int tries = 0; tries < 3; tries++) {
      told.add(thrown(() -> auth.tokens().obtain(provider.id())));
      TokenStatus status = auth.tokens().status(provider.id());
      told.add(status + ", next attempt in " + until(status));
      told.addAll(fields(status.failure().orElseThrow()));
      node.pass(Duration.ofMinutes(1));
    }
    told.add(auth.tokens().test(provider.id()).steps().toString());
    told.add(auth.providers().check(provider.toSettings()).steps().toString());
    told.add(auth.health().failing().toString());
    auth.health().failing().forEach(failing -> told.addAll(fields(failing.failure())));
    told.addAll(events(tenant.replace(' ', '-'), EventType.TOKEN_TESTED, 2));
    return without(provider, tenant.replace(' ', '-'), told);
  }

  /** How far a request got is not told, as its status is not. */
  private static List<String> fields(TokenFailure failure) {
    return List.of(
        failure.failureClass().name(),
        failure.operatorDetail(),
        "may have been sent: " + failure.mayHaveBeenSent());
  }

  @Test
  void aTestEndpointTellsATenantTheSameOfEach() throws Exception {
    Map<String, List<String>> told = new LinkedHashMap<>();
    Map<String, String> failures = failures();
    failures.remove("breaks off"); // a status is all that a test endpoint is asked for
    failures.forEach((failure, origin) -> told.put(failure, toldOfTestEndpoint(failure, origin)));

    assertThat(toldOf(told)).anyMatch(line -> line.contains("test endpoint cannot be reached"));
  }

  private List<String> toldOfTestEndpoint(String tenant, String origin) {
    CalloutAuth auth = node.tenants.tenant(tenant.replace(' ', '-'));
    Provider provider =
        auth.providers().create(node.settings("CRM").testEndpoint(origin + "/me").build());
    List<String> told = new ArrayList<>();
    told.add(auth.tokens().test(provider.id()).steps().toString());
    told.add(auth.providers().check(provider.toSettings()).steps().toString());
    return without(provider, tenant.replace(' ', '-'), told);
  }

  @Test
  void aRevocationEndpointTellsATenantTheSameOfEach() throws Exception {
    Map<String, List<String>> told = new LinkedHashMap<>();
    Map<String, String> failures = failures();
    failures.remove("breaks off"); // a status is all that a revocation endpoint is asked for
    failures.forEach((failure, origin) -> told.put(failure, toldOfRevocation(failure, origin)));

    assertThat(toldOf(told)).anyMatch(line -> line.contains("NOT_TOLD"));
  }

  private List<String> toldOfRevocation(String tenant, String origin) {
    CalloutAuth auth = node.tenants.tenant(tenant.replace(' ', '-'));
    Provider provider =
        auth.providers().create(node.settings("CRM").revocationEndpoint(origin + "/r").build());
    auth.tokens().obtain(provider.id());
    List<String> told = new ArrayList<>();
    told.add(auth.tokens().revoke(provider.id()).toString());
    told.addAll(events(tenant.replace(' ', '-'), EventType.TOKEN_REVOKED, 1));
    return without(provider, tenant.replace(' ', '-'), told);
  }

  private static String thrown(Runnable command) {
    try {
      command.run();
      return "nothing";
    } catch (CalloutAuthException e) {
      String fields =
          e instanceof TokenRequestException failed ? failed.error() + " " + failed.status() : "";
      return e + " " + fields + " " + e.retryable() + " " + e.retryAfter() + " " + e.getCause();
    }
  }

  private Duration until(TokenStatus status) {
    return Duration.between(node.time.instant(), status.nextAttemptAt().orElseThrow());
  }

  /** Waits for the last event that is to come, which comes through the queue. */
  private List<String> events(String tenant, EventType last, int times) {
    Eventually.holds(() -> ofTenant(tenant).filter(event -> event.type() == last).count() >= times);
    return ofTenant(tenant).map(event -> event + " " + event.detail()).toList();
  }

  private Stream<CalloutAuthEvent> ofTenant(String tenant) {
    return node.events.stream().filter(event -> event.tenant().equals(tenant));
  }

  private static List<String> without(Provider provider, String tenant, List<String> told) {
    return told.stream()
        .map(
            line ->
                line.replace(provider.id().toString(), "ID")
                    .replace("tenant=" + tenant, "")
                    .replaceAll("correlation id [0-9a-f-]+", "correlation id"))
        .toList();
  }

  @Test
  void theOperatorIsToldWhichItWas() throws Exception {
    failures().forEach((failure, origin) -> toldOfTokenEndpoint(failure, origin));

    assertThat(details("refused"))
        .contains("resolving refused.example.com:443: 10.0.0.7 is in 10.0.0.0/8 (private use)");
    assertThat(details("silent")).anyMatch(detail -> detail.endsWith("the deadline passed"));
    assertThat(details("breaks-off")).anyMatch(detail -> detail.startsWith("after status 200, "));
    assertThat(node.tenants.health().failing())
        .anyMatch(failing -> failing.failure().operatorDetail().contains("10.0.0.7"));
    assertThat(node.events)
        .noneMatch(event -> event.toString().contains("10.0.0.7"))
        .noneMatch(event -> event.detail().contains("10.0.0.7"));
  }

  private List<String> details(String tenant) {
    return ofTenant(tenant).map(CalloutAuthEvent::operatorDetail).toList();
  }
}
