package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.endpoint.TestEndpoints;
import io.calloutauth.json.JsonValue;
import io.calloutauth.keys.ClientCertificate;
import io.calloutauth.keys.SigningKey;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.ClientRegistrationBuilder;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.oauth.TokenTypeHint;
import io.calloutauth.testkit.FakeServer;
import io.calloutauth.testkit.MadeCertificate;
import java.io.Serializable;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** No log, at whatever level, and no text of a result tells a secret or a token. */
class SilenceTest {

  private static final String SECRET = "sécret/+&=\"of 32 bytes: CANARYSECRET";
  private static final SigningKey KEY = SigningKey.generate(SigningAlgorithm.ES256);
  private static final ClientCertificate CERTIFICATE =
      Objects.requireNonNull(
          ClientCertificate.read(Secret.of(MadeCertificate.issued("CN=billing").typed()), null)
              .certificate());
  private static final String TOKEN = "CANARYTOKEN%2F.x-y";
  private static final String ANSWER =
      "{\"access_token\":\"" + TOKEN + "\",\"refresh_token\":\"CANARYREFRESH\",\"expires_in\":60}";

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Level level = root.getLevel();
  private final List<String> seen = new ArrayList<>();

  @BeforeEach
  void listen() {
    log.start();
    root.addAppender(log);
    root.setLevel(Level.TRACE);
  }

  @AfterEach
  void stop() {
    root.setLevel(level);
    root.detachAppender(log);
  }

  private static List<String> canaries() {
    String encoded = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
    return List.of(
        "CANARY",
        SECRET,
        encoded,
        base64(SECRET),
        base64("billing:" + encoded),
        base64("billing:" + SECRET),
        KEY.privatePart().reveal(),
        CERTIFICATE.privatePart().reveal(),
        URLEncoder.encode(TOKEN, StandardCharsets.UTF_8));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private void exercise(FakeServer.Script script, ClientAuthentication authentication)
      throws Exception {
    try (FakeServer server = FakeServer.start(script);
        TokenClient client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      ClientRegistrationBuilder registration =
          Clients.registration(server.endpoint("/token"))
              .clientAuthentication(authentication)
              .revocationEndpoint(server.endpoint("/revoke"))
              .testEndpoint(server.endpoint("/me"));
      RegisteredClient registered = registered(registration);
      TokenResult result = client.fetch(registered, GrantInput.NONE, Clients.PLENTY);
      seen.add(result.toString());
      if (result instanceof TokenFailure failure) {
        seen.add(failure.code() + " " + failure.untrustedDescription());
      }
      seen.add(
          client
              .revoke(registered, Secret.of(TOKEN), TokenTypeHint.ACCESS_TOKEN, Clients.PLENTY)
              .toString());
      seen.add(client.test(registered, Secret.of(TOKEN), Clients.PLENTY).toString());
      seen.add(registered.toString());
    }
  }

  private static RegisteredClient registered(ClientRegistrationBuilder registration) {
    RequestOptions.Builder requests = RequestOptions.builder();
    requests.assertion().keys(Map.of(KEY.kid(), SigningAlgorithm.ES256));
    return Clients.of(
        "acme",
        registration.requests(requests.build()).certificate(CERTIFICATE.chain()).build(),
        Map.of(
            SecretName.tlsKey(CERTIFICATE.thumbprint()),
            CERTIFICATE.privatePart().reveal(),
            SecretName.CLIENT_SECRET,
            SECRET,
            SecretName.privateKey(KEY.kid()),
            KEY.privatePart().reveal()));
  }

  @Test
  void tellsNoSecretAndNoTokenAnywhere() throws Exception {
    String echo =
        "{\"error\":\"invalid_request\",\"error_description\":\"you sent CANARYSECRET, "
            + URLEncoder.encode(SECRET, StandardCharsets.UTF_8)
            + " and "
            + base64(SECRET)
            + "\"}";
    List<FakeServer.Script> scripts =
        List.of(
            FakeServer.json(ANSWER),
            FakeServer.text("HTTP/1.1 400 No\nContent-Type: application/json", echo),
            FakeServer.text("HTTP/1.1 500 CANARYREASON\nX-Echo: CANARYHEADER", "CANARYBODY"),
            FakeServer.text("HTTP/1.1 307 Moved\nLocation: /login?CANARYLOCATION", ""),
            FakeServer.text(
                "HTTP/1.1 401 No\nWWW-Authenticate: Basic realm=\"CANARYREALM\"\n"
                    + "Set-Cookie: CANARYCOOKIE=1",
                ""),
            FakeServer.text("HTTP/1.1 200 OK\nContent-Encoding: gzip", "CANARYGARBAGE"),
            FakeServer.text("CANARY is not HTTP", ""),
            FakeServer.text("HTTP/1.1 200 OK\nTransfer-Encoding: chunked", "CANARY\r\n"),
            FakeServer.text("HTTP/1.1 200 OK\nCANARY without a colon", ""));
    for (FakeServer.Script script : scripts) {
      for (ClientAuthentication authentication : ClientAuthentication.values()) {
        exercise(script, authentication);
      }
    }

    assertThat(log.list).as("something was logged at all").isNotEmpty();
    for (ILoggingEvent event : List.copyOf(log.list)) {
      seen.add(
          event.getFormattedMessage()
              + (event.getThrowableProxy() == null
                  ? ""
                  : ThrowableProxyUtil.asString(event.getThrowableProxy())));
    }
    assertThat(seen).noneMatch(text -> canaries().stream().anyMatch(text::contains));
  }

  @Test
  void whatHoldsASecretHidesIt() {
    Endpoint endpoint = TestEndpoints.of(URI.create("https://login.example.com/token"));
    RegisteredClient client = Clients.of("acme", Clients.registration(endpoint), "CANARY");
    HttpCall call =
        new Requests(client, Clients.PLENTY)
            .token(
                new ClientCredentials("client_credentials"),
                GrantInput.NONE,
                Clients.credential(client));
    byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
    HttpResult answer = HttpResult.of(200, Map.of("x-echo", List.of("CANARY")), body);

    assertThat(List.of(call, answer, JsonValue.string("CANARY"), ResponseBody.ofError(answer)))
        .noneMatch(holder -> holder.toString().contains("CANARY"))
        .noneMatch(Serializable.class::isInstance);
  }
}
