package io.calloutauth.micrometer;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutResponse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Authenticator that counts and times callouts, in three meters:
 *
 * <ul>
 *   <li>timer {@code callout.auth.callouts}: how long each waited for its credentials, by {@code
 *       error}: {@code none}, or the simple name of the exception for which it was not sent;
 *   <li>counter {@code callout.auth.callouts.replayed}: responses for which other credentials were
 *       offered, so that the callout can be sent once more;
 *   <li>counter {@code callout.auth.callouts.refused}: responses with status 401 that nothing
 *       mended.
 * </ul>
 *
 * <p>All else is as the authenticator does that it wraps: it blocks no more. Thread-safe.
 */
public final class MeteredAuthenticator implements CalloutAuthenticator {

  private static final String CALLOUTS = "callout.auth.callouts";
  private static final int UNAUTHORIZED = 401;

  private final CalloutAuthenticator callouts;
  private final MeterRegistry registry;
  private final Timer sent;
  private final Counter replayed;
  private final Counter refused;

  private MeteredAuthenticator(CalloutAuthenticator callouts, MeterRegistry registry) {
    this.callouts = callouts;
    this.registry = registry;
    this.sent = registry.timer(CALLOUTS, "error", "none");
    this.replayed = registry.counter(CALLOUTS + ".replayed");
    this.refused = registry.counter(CALLOUTS + ".refused");
  }

  /**
   * Returns an authenticator that counts; one that counts already is returned as it is.
   *
   * @param callouts authenticates, for example {@code auth.callouts()}
   */
  public static CalloutAuthenticator of(CalloutAuthenticator callouts, MeterRegistry registry) {
    Objects.requireNonNull(registry, "registry");
    return callouts instanceof MeteredAuthenticator
        ? callouts
        : new MeteredAuthenticator(Objects.requireNonNull(callouts, "callouts"), registry);
  }

  @Override
  public CalloutCredentials authenticate(String notificationId, String method, URI target) {
    return timed(() -> callouts.authenticate(notificationId, method, target));
  }

  @Override
  public CalloutCredentials authenticate(
      String notificationId, String method, URI target, Duration maxWait) {
    return timed(() -> callouts.authenticate(notificationId, method, target, maxWait));
  }

  private CalloutCredentials timed(Supplier<CalloutCredentials> authentication) {
    Timer.Sample start = Timer.start(registry);
    try {
      CalloutCredentials credentials = authentication.get();
      start.stop(sent);
      return credentials;
    } catch (RuntimeException failure) {
      start.stop(notSent(failure));
      throw failure;
    }
  }

  @Override
  public CompletionStage<CalloutCredentials> authenticateAsync(
      String notificationId, String method, URI target) {
    Timer.Sample start = Timer.start(registry);
    return timed(start, callouts.authenticateAsync(notificationId, method, target));
  }

  @Override
  public CompletionStage<CalloutCredentials> authenticateAsync(
      String notificationId, String method, URI target, Duration maxWait) {
    Timer.Sample start = Timer.start(registry);
    return timed(start, callouts.authenticateAsync(notificationId, method, target, maxWait));
  }

  /** Returns the very stage: one derived from it would wrap its exception, and not cancel it. */
  private CompletionStage<CalloutCredentials> timed(
      Timer.Sample start, CompletionStage<CalloutCredentials> stage) {
    CompletionStage<CalloutCredentials> watched =
        stage.whenComplete(
            (credentials, failure) -> start.stop(failure == null ? sent : notSent(failure)));
    assert watched != null; // nobody waits for it
    return stage;
  }

  private Timer notSent(Throwable failure) {
    return registry.timer(CALLOUTS, "error", failure.getClass().getSimpleName());
  }

  @Override
  public Optional<CalloutCredentials> afterResponse(
      CalloutCredentials used, CalloutResponse response) {
    Optional<CalloutCredentials> successor = callouts.afterResponse(used, response);
    count(response.status(), successor.isPresent());
    return successor;
  }

  @Override
  public Optional<CalloutCredentials> afterResponse(
      CalloutCredentials used, CalloutResponse response, Duration maxWait) {
    Optional<CalloutCredentials> successor = callouts.afterResponse(used, response, maxWait);
    count(response.status(), successor.isPresent());
    return successor;
  }

  @Override
  public CompletionStage<Optional<CalloutCredentials>> afterResponseAsync(
      CalloutCredentials used, CalloutResponse response) {
    return counted(response, callouts.afterResponseAsync(used, response));
  }

  @Override
  public CompletionStage<Optional<CalloutCredentials>> afterResponseAsync(
      CalloutCredentials used, CalloutResponse response, Duration maxWait) {
    return counted(response, callouts.afterResponseAsync(used, response, maxWait));
  }

  private CompletionStage<Optional<CalloutCredentials>> counted(
      CalloutResponse response, CompletionStage<Optional<CalloutCredentials>> stage) {
    int status = response.status();
    CompletionStage<Void> watched =
        stage.thenAccept(successor -> count(status, successor.isPresent()));
    assert watched != null; // nobody waits for it
    return stage;
  }

  private void count(int status, boolean isSentOnceMore) {
    if (isSentOnceMore) {
      replayed.increment();
    } else if (status == UNAUTHORIZED) {
      refused.increment();
    }
  }
}
