package io.calloutauth.soak;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutResponse;
import io.calloutauth.jdk.CalloutHttpClient;
import io.calloutauth.soak.SoakProviders.Bound;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Callouts of residents: waited for and not, sent and only authenticated, refused with 401. */
final class CalloutLoad {

  private static final int AT_ONCE = 10;

  private final SoakNode node;
  private final URI target;
  private final List<Bound> residents;
  private final Tally tally;
  private final HttpClient http = HttpClient.newHttpClient();

  CalloutLoad(SoakProviders providers, List<Bound> residents) {
    this.node = providers.node();
    this.target = providers.target();
    this.tally = providers.tally();
    this.residents = List.copyOf(residents);
  }

  void start(Crew crew) {
    List<Bound> healthy = residents.stream().filter(Bound::isHealthy).toList();
    crew.repeat("callouts", 40, round -> authenticate(healthy, round));
    crew.repeat("callouts of all", 50, round -> authenticate(residents, round));
    crew.repeat("callouts not waited for", 100, this::authenticateAsync);
    crew.repeat("callouts sent", 100, this::send);
    crew.repeat("refusals", 500, this::refuse);
  }

  private void authenticate(List<Bound> among, int round) {
    for (int n = round * AT_ONCE; n < (round + 1) * AT_ONCE; n++) {
      Bound one = among.get(n % among.size());
      try {
        judge(one, callouts(one).authenticate(one.client(), "POST", target));
      } catch (CalloutAuthException documented) {
        failed(documented);
      }
    }
  }

  private void authenticateAsync(int round) {
    for (int n = 0; n < AT_ONCE / 2; n++) {
      Bound one = resident(round * 3 + n);
      var unused =
          callouts(one)
              .authenticateAsync(one.client(), "POST", target)
              .whenComplete((credentials, failure) -> judge(one, credentials, failure));
    }
  }

  private void judge(
      Bound one, @Nullable CalloutCredentials credentials, @Nullable Throwable failure) {
    if (credentials != null) {
      judge(one, credentials);
    } else if (failure instanceof CalloutAuthException documented) {
      failed(documented);
    } else {
      tally.wrong("a callout that was not waited for: " + failure);
    }
  }

  private void judge(Bound one, CalloutCredentials credentials) {
    tally.count("callouts served");
    credentials.applyTo(
        (name, value) -> {
          if (!value.startsWith("Bearer of." + one.client() + ".")) {
            tally.wrong("a foreign token for " + one.client());
          }
        });
  }

  private void failed(CalloutAuthException documented) {
    tally.count("callouts failed");
    tally.count("callouts failed: " + documented.getClass().getSimpleName());
  }

  private void send(int round) throws IOException, InterruptedException {
    Bound one = resident(round);
    HttpRequest post =
        HttpRequest.newBuilder(target).POST(HttpRequest.BodyPublishers.ofString("{}")).build();
    CalloutHttpClient.of(callouts(one), one.client(), http).send(post, BodyHandlers.ofString());
  }

  private void refuse(int round) {
    Bound one = resident(round * 5);
    CalloutCredentials used = callouts(one).authenticate(one.client(), "POST", target);
    callouts(one)
        .afterResponse(used, CalloutResponse.of(401, name -> List.of()))
        .ifPresent(next -> judge(one, next));
  }

  private CalloutAuthenticator callouts(Bound one) {
    return node.tenant(one.tenant()).callouts();
  }

  private Bound resident(int number) {
    return residents.get(number % residents.size());
  }
}
