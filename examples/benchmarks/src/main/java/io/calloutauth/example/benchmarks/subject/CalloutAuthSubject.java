package io.calloutauth.example.benchmarks.subject;

import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthBuilder;
import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdk.CalloutHttpClient;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** This library, over the store that lives in memory. */
public final class CalloutAuthSubject implements Subject {

  private static final Duration A_POLL_LATER = Duration.ofSeconds(7);
  private static final Duration READ_AGAIN = Duration.ofSeconds(8);

  private final CalloutAuth auth;
  private final CalloutAuthenticator callouts;
  private final URI target;

  /** Makes the library's objects, its providers and bindings. */
  public CalloutAuthSubject(Setting setting) {
    this(setting, builder -> builder, provider -> provider);
  }

  private CalloutAuthSubject(
      Setting setting,
      UnaryOperator<CalloutAuthBuilder> settings,
      UnaryOperator<ProviderSettings.Builder> change) {
    CalloutAuthBuilder builder =
        CalloutAuth.builder(MemoryStore.create())
            .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
            .requestTimeout(setting.timeout())
            .providersPerTenant(Math.max(1, setting.providers()));
    this.auth = settings.apply(builder).build();
    this.callouts = auth.callouts();
    this.target = setting.target();
    List<ProviderId> providers = new ArrayList<>();
    for (int i = 0; i < setting.providers(); i++) {
      ProviderSettings typed = change.apply(provider(setting, i).toBuilder()).build();
      providers.add(auth.providers().create(typed).id());
    }
    for (int i = 0; i < setting.notifications(); i++) {
      auth.notifications().bind(Setting.notification(i), providers.get(setting.providerOf(i)));
    }
  }

  /** Returns one whose tokens may go to any https target. */
  static CalloutAuthSubject anywhere(Setting setting) {
    return new CalloutAuthSubject(setting, builder -> builder, ProviderSettings.Builder::anyOrigin);
  }

  /** Returns one that keeps no history. */
  static CalloutAuthSubject withoutHistory(Setting setting) {
    return new CalloutAuthSubject(
        setting, CalloutAuthBuilder::withoutHistory, provider -> provider);
  }

  /** Returns what a careful administrator would have typed: the token may go to one origin. */
  public static ProviderSettings provider(Setting setting, int number) {
    return ProviderSettings.clientCredentials()
        .name("Provider " + number)
        .tokenEndpoint(setting.tokenEndpoint().toString())
        .clientId(Setting.clientId(number))
        .clientSecret("a-secret-of-40-characters-as-many-have-it")
        .origin(setting.origin())
        .build();
  }

  @Override
  public void authenticate(String notificationId, BiConsumer<String, String> headers) {
    callouts.authenticate(notificationId, "POST", target).applyTo(headers);
  }

  @Override
  public void settle(Setting setting) {
    settle(callouts, setting);
  }

  /** Behind the first callout after a poll of changes, a route is read once more. */
  public static void settle(CalloutAuthenticator callouts, Setting setting) {
    LockSupport.parkNanos(A_POLL_LATER.toNanos());
    setting.allNotifications().forEach(id -> callouts.authenticate(id, "POST", setting.target()));
    LockSupport.parkNanos(READ_AGAIN.toNanos());
  }

  /** Returns a client that authenticates the callouts of a notification. */
  public HttpClient httpClient(String notificationId, HttpClient delegate) {
    return CalloutHttpClient.of(callouts, notificationId, delegate);
  }

  @Override
  public void close() {
    auth.close();
  }
}
