package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.keys.SigningKey;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.Canary;
import io.calloutauth.testkit.LogCapture;
import io.calloutauth.testkit.ObjectGraph;
import io.calloutauth.testkit.Overheard;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A host whose secret and tokens are canaries, and all that is written and said around it. */
final class LeakStory implements AutoCloseable {

  static final String CLIENT_ID = "billing+é";
  static final Canary SECRET = Canary.ofClient(CLIENT_ID, "Kq7ZpX2v/+&=%\"\\ é:€W9mTnB4rZqLd");
  static final Canary NEXT_SECRET = Canary.ofClient(CLIENT_ID, "uR3yLd8c-next-secret-Gh5sQa1xVw4u");
  static final Canary KEY =
      Canary.of(SigningKey.generate(SigningAlgorithm.ES256).privatePart().reveal());
  private static final int TOKENS = 9;

  final LogCapture log = LogCapture.start();
  final Overheard heard = new Overheard();
  final TokenServer server = new TokenServer();
  final Node node;
  private final ClientAuthentication method;

  LeakStory(ClientAuthentication method) throws IOException {
    this.method = method;
    server.answerTokens(n -> TokenServer.Answer.token(token(n).value(), 3600));
    node = Node.start(server, CalloutAuthBuilder::allowTokenDisclosure);
  }

  /** Returns the token of exchange number n. */
  static Canary token(int n) {
    return Canary.of("Hy6VtC3e.-_~+/" + n % TOKENS + "Zr5PkJ8s==");
  }

  static List<Canary> canaries() {
    List<Canary> all = new ArrayList<>(List.of(SECRET, NEXT_SECRET, KEY));
    for (int n = 0; n < TOKENS; n++) {
      all.add(token(n));
    }
    return all;
  }

  /** Returns good settings with the canary as secret. */
  ProviderSettings.Builder settings(String name) {
    ProviderSettings.Builder draft =
        node.settings(name)
            .issuer(server.url("/issuer"))
            .clientId(CLIENT_ID)
            .clientSecret(SECRET.value())
            .clientAuthentication(method);
    return method.needsKeys()
        ? draft
            .clientSecret(null)
            .requests(request -> request.parameter("secret_of_another_kind", SECRET.value()))
            .assertion(a -> a.algorithm(SigningAlgorithm.ES256).privateKey(pem()))
        : draft;
  }

  private static String pem() {
    return "-----BEGIN PRIVATE KEY-----\n" + KEY.value() + "\n-----END PRIVATE KEY-----";
  }

  /** Creates a provider and binds a notification to it. */
  Provider bound(String notificationId, ProviderSettings settings) {
    Provider provider = heard.saw(node.auth.providers().create(settings));
    node.auth.notifications().bind(notificationId, provider.id());
    return provider;
  }

  @Nullable Object step(Callable<?> step) {
    return heard.step(step);
  }

  /** Fails the test if anything that was written, said, told or stored holds a canary. */
  void assertSilence() {
    node.awaitQuiet();
    node.events.forEach(heard::saw);
    heard.saw(node.auth.health());
    List<String> everything = new ArrayList<>(log.lines());
    everything.addAll(heard.texts());
    stored().texts().forEach(text -> everything.add("stored " + text));
    assertThat(leaks(everything).stream().distinct().limit(20)).isEmpty();
  }

  /** Returns what the store keeps. */
  ObjectGraph stored() {
    return ObjectGraph.from(LeakStory::isOfStore, node.store);
  }

  /** The store knows the test's clock, and the clock knows the engine. */
  private static boolean isOfStore(Object object) {
    String type = object.getClass().getName();
    return !type.startsWith("io.calloutauth.")
        || type.startsWith("io.calloutauth.store.")
        || type.startsWith("io.calloutauth.memory.");
  }

  /** Returns the texts that hold a canary, each with the form it holds. */
  static List<String> leaks(List<String> texts) {
    List<Canary> canaries = canaries();
    return texts.stream()
        .distinct()
        .flatMap(
            text ->
                canaries.stream()
                    .flatMap(canary -> canary.in(text).stream())
                    .map(form -> form + " in: " + text))
        .toList();
  }

  @Override
  public void close() {
    node.close();
    server.close();
    log.close();
  }
}
