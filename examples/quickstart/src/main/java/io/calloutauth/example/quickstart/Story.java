package io.calloutauth.example.quickstart;

import io.calloutauth.CalloutAuth;
import io.calloutauth.ProviderInUseException;
import io.calloutauth.TestReport;
import io.calloutauth.TokenStatus;
import io.calloutauth.jdk.CalloutHttpClient;
import io.calloutauth.provider.Provider;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What an administrator and a host do with the library, in the order in which they do it. */
final class Story {

  private static final String NOTIFICATION = "invoice-posted";

  private final CalloutAuth auth;
  private final Stage stage;
  private int line;

  Story(CalloutAuth auth, Stage stage) {
    this.auth = auth;
    this.stage = stage;
  }

  /**
   * Tells all of it, and blocks until it is told.
   *
   * @throws IllegalStateException if something does not turn out as it must
   */
  void tell() throws IOException, InterruptedException {
    Provider crm = auth.providers().create(stage.settings());
    tell("Provider added: " + crm.name() + " at " + crm.tokenEndpoint());
    obtainAndTest(crm);
    auth.notifications().bind(NOTIFICATION, crm.id());
    tell("Notification bound: " + NOTIFICATION + " authenticates with " + crm.name());
    deliver();
    deliverAfterARevocation();
    remove(crm);
  }

  private void obtainAndTest(Provider crm) {
    TokenStatus status = auth.tokens().obtain(crm.id());
    tell("Token obtained: " + status);
    TestReport report = auth.tokens().test(crm.id());
    report.steps().forEach(step -> tell("Tested: " + step.text()));
    must(report.passed(), "the token does not pass its test");
  }

  private void deliver() throws IOException, InterruptedException {
    // The host's own client, wrapped once: from here on the host does not think of tokens.
    HttpClient http =
        CalloutHttpClient.of(auth.callouts(), NOTIFICATION, HttpClient.newHttpClient());
    for (int invoice = 1; invoice <= 3; invoice++) {
      tell("Callout delivered, answered " + post(http, invoice));
    }
    must(stage.receiver().deliveries().size() == 3, "the receiver did not get three callouts");
  }

  private void deliverAfterARevocation() throws IOException, InterruptedException {
    HttpClient http =
        CalloutHttpClient.of(auth.callouts(), NOTIFICATION, HttpClient.newHttpClient());
    int refusals = stage.receiver().refusals();
    tell(stage.revokeTheTokenBehindTheLibrarysBack());
    int status = post(http, 4);
    must(stage.receiver().refusals() == refusals + 1, "the receiver did not refuse the old token");
    tell("Callout delivered, answered " + status + ": a 401 came first, the host saw none of it");
  }

  private void remove(Provider crm) {
    try {
      auth.providers().delete(crm.id());
      throw new IllegalStateException("a provider that is in use was deleted");
    } catch (ProviderInUseException e) {
      tell("Deletion refused, in use by " + String.join(", ", e.notificationIds()));
    }
    auth.notifications().unbind(NOTIFICATION);
    tell("Notification unbound");
    auth.providers().delete(crm.id());
    must(auth.providers().find(crm.id()).isEmpty(), "the provider is still there");
    tell("Provider deleted");
  }

  private int post(HttpClient http, int invoice) throws IOException, InterruptedException {
    HttpRequest callout =
        HttpRequest.newBuilder(stage.callouts())
            .timeout(Duration.ofSeconds(30))
            .POST(BodyPublishers.ofString("{\"invoice\":" + invoice + "}"))
            .build();
    int status = http.send(callout, BodyHandlers.discarding()).statusCode();
    must(status == 204, "the receiver answered " + status);
    return status;
  }

  private void tell(String what) {
    line++;
    System.out.printf("%2d. %s%n", line, what);
  }

  private static void must(boolean met, String otherwise) {
    if (!met) {
      throw new IllegalStateException(otherwise);
    }
  }
}
