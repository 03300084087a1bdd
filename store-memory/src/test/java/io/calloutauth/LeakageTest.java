package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.jdk.CalloutHttpClient;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.Store;
import io.calloutauth.testkit.TargetServer;
import io.calloutauth.testkit.TokenServer;
import io.calloutauth.testkit.Way;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing that is written, said, told, thrown or stored holds a secret or a token. */
class LeakageTest {

  private static final URI TARGET = URI.create(Node.TARGET);
  private static final String SECRET = LeakStory.SECRET.value();

  @ParameterizedTest
  @EnumSource(
      value = ClientAuthentication.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "TLS_CLIENT_AUTH", "SELF_SIGNED_TLS_CLIENT_AUTH"})
  void aProvidersWholeLifeTellsNothing(ClientAuthentication method) throws IOException {
    try (LeakStory story = new LeakStory(method)) {
      Provider crm = story.bound("invoice-posted", story.settings("CRM").build());
      administer(story, crm);
      use(story, crm);
      end(story, crm);
      assertThat(story.log.lines()).as("the transport's log").anyMatch(this::isOfTransport);
      assertThat(story.heard.failures()).hasSizeGreaterThanOrEqualTo(12);
      assertThat(story.stored().texts())
          .filteredOn(text -> text.holder().equals("Sealed.text"))
          .isNotEmpty();
      story.assertSilence();
    }
  }

  private boolean isOfTransport(String line) {
    return line.startsWith("io.calloutauth.client.SocketConnector");
  }

  private static void administer(LeakStory story, Provider crm) {
    Providers providers = story.node.auth.as("alice").providers();
    story.heard.saw(crm.toSettings());
    story.heard.sawOutside(story.settings("CRM"));
    story.heard.sawOutside(story.settings("CRM").build());
    story.step(() -> providers.check(story.settings("another").build()));
    story.step(() -> providers.create(story.settings("crm").build()));
    story.step(() -> providers.findByName("CRM"));
    story.step(() -> providers.list(10));
    story.step(() -> providers.update(crm.id(), 99, story.settings("CRM").build()));
    story.step(() -> providers.update(crm.id(), crm.version(), moved(crm)));
    ProviderSettings renamed =
        crm.toSettings().toBuilder()
            .name("CRM 2")
            .clientSecret(LeakStory.NEXT_SECRET.value())
            .build();
    story.step(() -> providers.update(crm.id(), crm.version(), renamed));
    story.step(() -> providers.check(providers.find(crm.id()).orElseThrow().toSettings()));
  }

  private static ProviderSettings moved(Provider crm) {
    return crm.toSettings().toBuilder().tokenEndpoint("https://login.example.org/t").build();
  }

  private static void use(LeakStory story, Provider crm) {
    CalloutAuth auth = story.node.auth;
    CalloutAuthenticator callouts = auth.callouts();
    story.step(() -> auth.tokens().obtain(crm.id()));
    story.step(() -> auth.tokens().obtain(crm.id()));
    story.step(() -> auth.tokens().status(crm.id()));
    story.step(() -> auth.tokens().test(crm.id()));
    story.heard.sawOutside(auth.tokens().accessToken(crm.id(), TARGET));
    CalloutCredentials used = callouts.authenticate("invoice-posted", "POST", TARGET);
    story.heard.sawOutside(used);
    story.heard.sawOutside(
        callouts.afterResponse(used, CalloutResponse.of(401, name -> List.of())));
    story.step(() -> callouts.authenticate("invoice-posted", "POST", URI.create("http://h/")));
    story.step(() -> callouts.authenticate("nobody", "POST", TARGET, Duration.ZERO));
    story.step(() -> auth.notifications().find("invoice-posted"));
    story.step(() -> auth.notifications().list(crm.id(), 5));
  }

  private static void end(LeakStory story, Provider crm) {
    CalloutAuth auth = story.node.auth;
    Callable<?> callout = () -> auth.callouts().authenticate("invoice-posted", "POST", TARGET);
    story.server.answerRevocations(echo(400));
    story.step(() -> auth.tokens().revoke(crm.id()));
    story.node.pass(Duration.ofMinutes(2));
    story.step(() -> auth.tokens().obtain(crm.id()));
    story.server.answerRevocations(echo(200));
    story.step(() -> auth.tokens().revoke(crm.id()));
    story.step(() -> auth.tokens().revoke(crm.id()));
    story.step(() -> auth.providers().disable(crm.id()));
    story.step(callout);
    story.step(() -> auth.tokens().obtain(crm.id()));
    story.step(() -> auth.providers().enable(crm.id()));
    story.step(callout);
    story.step(() -> auth.callouts().authenticateAsync("x y", "POST", TARGET));
    story.step(() -> run(() -> auth.providers().delete(crm.id())));
    story.step(() -> auth.providers().deleteAndDetach(crm.id()));
    story.step(callout);
    story.step(() -> auth.tokens().status(crm.id()));
    Provider last = story.bound("last", story.settings("last").build());
    story.step(() -> auth.tokens().obtain(last.id()));
    otherKeys(story, last);
    story.node.close();
    story.step(() -> auth.callouts().authenticate("last", "POST", TARGET));
  }

  private static void otherKeys(LeakStory story, Provider provider) {
    Store store = story.node.store;
    try (Node other = Node.over(store, story.node.time, story.server)) {
      story.step(() -> other.auth.tokens().obtain(provider.id()));
      story.step(() -> other.auth.providers().check(provider.toSettings()));
      story.step(() -> other.auth.callouts().authenticate("last", "POST", TARGET));
      other.awaitQuiet();
      other.events.forEach(story.heard::saw);
    }
  }

  private static Object run(Runnable step) {
    step.run();
    return "done";
  }

  private static TokenServer.Answer echo(int status) {
    return new TokenServer.Answer(status, Echoes.error("invalid_request"));
  }

  @ParameterizedTest
  @EnumSource(
      value = ClientAuthentication.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "TLS_CLIENT_AUTH", "SELF_SIGNED_TLS_CLIENT_AUTH"})
  void aReplayedCalloutTellsNothing(ClientAuthentication method) throws IOException {
    try (LeakStory story = new LeakStory(method);
        TargetServer target = new TargetServer(Echoes::refusal)) {
      story.bound("invoice-posted", story.settings("CRM").build());
      HttpClient client =
          CalloutHttpClient.of(
              story.node.auth.callouts(), "invoice-posted", HttpClient.newHttpClient());
      for (Way way : Way.values()) {
        HttpRequest post =
            HttpRequest.newBuilder(target.uri("/orders"))
                .POST(BodyPublishers.ofString("{}"))
                .build();
        story.step(() -> Echoes.head(way.send(client, post, BodyHandlers.ofString())));
        story.step(() -> way.send(client, taken(post), BodyHandlers.ofString()));
        story.step(() -> way.send(client, unsendable(), BodyHandlers.ofString()));
        story.node.pass(Duration.ofMinutes(2));
      }
      assertThat(target.tokens()).contains(LeakStory.token(1).value());
      assertThat(story.server.exchanges()).as("a replay forced a renewal").isGreaterThan(1);
      assertThat(story.heard.failures()).hasSizeGreaterThanOrEqualTo(6);
      story.assertSilence();
    }
  }

  private static HttpRequest taken(HttpRequest request) {
    return HttpRequest.newBuilder(request, (name, value) -> true)
        .header("Authorization", "Basic other")
        .build();
  }

  private static HttpRequest unsendable() {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:1/")).build();
  }

  @ParameterizedTest
  @EnumSource(
      value = ClientAuthentication.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "TLS_CLIENT_AUTH", "SELF_SIGNED_TLS_CLIENT_AUTH"})
  void badSettingsAreNamedWithoutWhatWasTyped(ClientAuthentication method) throws IOException {
    try (LeakStory story = new LeakStory(method)) {
      ProviderSettings.Builder good = story.settings("CRM");
      List<ProviderSettings.Builder> bad =
          List.of(
              good.build().toBuilder().tokenEndpoint("https://u:" + SECRET + "@h.example/"),
              good.build().toBuilder().tokenEndpoint("https://h.example/?client_secret=" + SECRET),
              good.build().toBuilder().tokenEndpoint(SECRET),
              good.build().toBuilder().revocationEndpoint("ftp://" + SECRET),
              good.build().toBuilder().testEndpoint("https://127.1/" + SECRET),
              good.build().toBuilder().scope(SECRET).name(""),
              good.build().toBuilder().noOrigins().origin("https://h.example/" + SECRET),
              good.build().toBuilder().clientSecret(SECRET.repeat(1_000)),
              good.build().toBuilder().clientSecret(SECRET + "\uD800"));
      for (ProviderSettings.Builder draft : bad) {
        story.step(() -> story.node.auth.providers().create(draft.build()));
        story.step(() -> story.node.auth.providers().check(draft.build()));
      }

      assertThat(story.heard.failures())
          .hasSize(2 * bad.size())
          .allMatch(InvalidSettingsException.class::isInstance);
      story.assertSilence();
    }
  }
}
