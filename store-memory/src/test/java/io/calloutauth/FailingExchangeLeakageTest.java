package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.ClosedPort;
import io.calloutauth.testkit.CorpusRow;
import io.calloutauth.testkit.FakeServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No answer that an authorization server can think of makes a secret or a token seen. */
class FailingExchangeLeakageTest {

  private static final URI TARGET = URI.create(Node.TARGET);
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(20);

  private static void exchange(LeakStory story, String tokenEndpoint) {
    exchange(story, tokenEndpoint, SOON);
  }

  private static void exchange(LeakStory story, String tokenEndpoint, Duration maxWait) {
    CalloutAuthenticator callouts = story.node.auth.callouts();
    ProviderSettings.Builder draft = story.settings("CRM").tokenEndpoint(tokenEndpoint);
    Provider provider = story.bound("invoice-posted", draft.build());
    story.step(() -> story.node.auth.tokens().obtain(provider.id()));
    story.step(() -> story.node.auth.tokens().status(provider.id()));
    story.step(() -> story.node.auth.providers().list(10));
    story.step(() -> callouts.authenticate("invoice-posted", "POST", TARGET, maxWait));
    story.heard.saw(story.node.auth.health());
    story.step(() -> story.node.auth.providers().deleteAndDetach(provider.id()));
    story.node.pass(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @EnumSource(
      value = ClientAuthentication.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "TLS_CLIENT_AUTH", "SELF_SIGNED_TLS_CLIENT_AUTH"})
  void collectedAnswersThatEchoEverythingTellNothing(ClientAuthentication method) throws Exception {
    AtomicReference<FakeServer.Script> script =
        new AtomicReference<>(FakeServer.json(Echoes.error("invalid_client")));
    try (LeakStory story = new LeakStory(method);
        FakeServer server =
            FakeServer.start(out -> Objects.requireNonNull(script.get()).answer(out))) {
      List<CorpusRow> rows = new ArrayList<>(CorpusRow.read("/corpus/token-responses.jsonl"));
      rows.addAll(CorpusRow.read("/corpus/token-responses-own.jsonl"));
      for (CorpusRow row : rows) {
        String head = row.head() + "\nX-Echo: " + Echoes.header();
        script.set(FakeServer.bytes(head, Echoes.planted(row.body())));
        exchange(story, "http://127.0.0.1:" + server.port() + "/token");
      }

      assertThat(rows).hasSizeGreaterThan(200);
      assertThat(story.heard.failures()).hasSizeGreaterThan(100);
      story.assertSilence();
    }
  }

  private static List<FakeServer.Script> strangeAnswers() {
    String words = Echoes.words();
    String token = LeakStory.token(1).value();
    String head = "\nContent-Type: application/json\nWWW-Authenticate: " + Echoes.header();
    return List.of(
        FakeServer.text("HTTP/1.1 400 No" + head, issued("\"error\":\"" + token + "\"")),
        FakeServer.text("HTTP/1.1 400 No" + head, Echoes.error(shortForm())),
        FakeServer.text("HTTP/1.1 401 " + words + head, Echoes.error("invalid_client")),
        FakeServer.text("HTTP/1.1 500 " + words + head, words),
        FakeServer.text("HTTP/1.1 503 No\nRetry-After: " + words + head, words),
        FakeServer.text("HTTP/1.1 307 Moved\nLocation: https://h.example/?" + token, ""),
        FakeServer.text("HTTP/1.1 302 Moved\nLocation: " + words + head, words),
        FakeServer.text("HTTP/1.1 200 OK\nContent-Encoding: gzip" + head, words),
        FakeServer.text("HTTP/1.1 200 OK\nContent-Type: " + words, words),
        FakeServer.text("HTTP/1.1 200 OK\nSet-Cookie: t=" + token + head, words),
        FakeServer.text("HTTP/1.1 200 OK" + head, "{\"access_token\":\"" + token + "\\n\"}"),
        FakeServer.text("HTTP/1.1 200 OK" + head, issued("\"token_type\":\"" + token + "\"")),
        FakeServer.text("HTTP/1.1 200 OK" + head, issued("\"expires_in\":\"" + token + "\"")),
        FakeServer.text(
            "HTTP/1.1 200 OK" + head, issued("\"scope\":\"orders.write " + token + "\"")),
        FakeServer.text("HTTP/1.1 200 OK" + head, issued("\"scope\":\"" + shortForm() + "\"")),
        FakeServer.text(words + " is not HTTP", words),
        FakeServer.text("HTTP/1.1 200 OK\n" + words + " without a colon", words),
        FakeServer.text("HTTP/1.1 200 OK\nTransfer-Encoding: chunked", words + "\r\n"));
  }

  private static String issued(String more) {
    return "{\"access_token\":\"" + LeakStory.token(1).value() + "\"," + more + "}";
  }

  /** Returns a form of the secret that an error code or a scope can hold. */
  private static String shortForm() {
    return LeakStory.SECRET.forms().stream()
        .filter(form -> form.length() > 20 && form.chars().allMatch(Character::isLetterOrDigit))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(
      value = ClientAuthentication.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "TLS_CLIENT_AUTH", "SELF_SIGNED_TLS_CLIENT_AUTH"})
  void strangeAnswersTellNothing(ClientAuthentication method) throws IOException {
    try (LeakStory story = new LeakStory(method)) {
      for (FakeServer.Script script : strangeAnswers()) {
        try (FakeServer server = FakeServer.start(script)) {
          exchange(story, "http://127.0.0.1:" + server.port() + "/token");
        }
      }

      assertThat(story.heard.failures()).isNotEmpty();
      story.assertSilence();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ClientAuthentication.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "TLS_CLIENT_AUTH", "SELF_SIGNED_TLS_CLIENT_AUTH"})
  void brokenTransportTellsNothing(ClientAuthentication method) throws IOException {
    try (LeakStory story = new LeakStory(method);
        ClosedPort closed = new ClosedPort();
        FakeServer plain = FakeServer.start(FakeServer.json("{}"));
        FakeServer resetting = FakeServer.start(FailingExchangeLeakageTest::reset);
        FakeServer cutting = FakeServer.start(FailingExchangeLeakageTest::cut)) {
      exchange(story, closed.url("/token"), LONG);
      exchange(story, "https://127.0.0.1:" + plain.port() + "/token", LONG);
      exchange(story, "http://127.0.0.1:" + resetting.port() + "/token", LONG);
      exchange(story, "http://127.0.0.1:" + cutting.port() + "/token", LONG);

      assertThat(story.heard.failures())
          .hasSize(2 * 4)
          .allMatch(TokenRequestException.class::isInstance);
      story.assertSilence();
    }
  }

  private static void reset(OutputStream out) throws IOException {
    throw new IOException("hang up");
  }

  private static void cut(OutputStream out) throws IOException {
    out.write(
        "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"access_token\":\""
            .getBytes(StandardCharsets.UTF_8));
    out.write(LeakStory.token(1).value().getBytes(StandardCharsets.UTF_8));
    throw new IOException("hang up");
  }
}
