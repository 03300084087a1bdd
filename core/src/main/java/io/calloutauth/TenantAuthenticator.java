package io.calloutauth;

import io.calloutauth.engine.TenantTokens;
import io.calloutauth.engine.TokenOutcome;
import io.calloutauth.engine.TokenOutcome.CalloutOutcome;
import io.calloutauth.store.Identifiers;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Authenticates the callouts of one tenant. */
final class TenantAuthenticator implements CalloutAuthenticator {

  private final Targets targets;
  private final TenantTokens<BearerCredentials> tokens;
  private final ResponseReview responses;
  private final OutcomeExceptions exceptions;
  private final Events.Actor events;
  private final Waiting waiting;
  private final Duration maxWait;

  TenantAuthenticator(
      Targets targets,
      TenantTokens<BearerCredentials> tokens,
      ResponseReview responses,
      OutcomeExceptions exceptions,
      Events.Actor events,
      Waiting waiting) {
    this.targets = targets;
    this.tokens = tokens;
    this.responses = responses;
    this.exceptions = exceptions;
    this.events = events;
    this.waiting = waiting;
    this.maxWait = waiting.longest();
  }

  @Override
  public CalloutCredentials authenticate(String notificationId, String method, URI target) {
    return authenticate(notificationId, method, target, maxWait);
  }

  @Override
  public CalloutCredentials authenticate(
      String notificationId, String method, URI target, Duration maxWait) {
    Objects.requireNonNull(method, "method");
    targets.check(target);
    BearerCredentials held = tokens.findHeld(notificationId, target);
    if (held != null) {
      return held;
    }
    return await(notificationId, target, maxWait);
  }

  private CalloutCredentials await(String notificationId, URI target, Duration maxWait) {
    Identifiers.notification(notificationId);
    CalloutOutcome<BearerCredentials> outcome;
    try {
      outcome = Waiting.await(tokens.request(notificationId, target), maxWait);
    } catch (CalloutAuthException over) {
      events.notSent(notificationId, over, null);
      throw over;
    }
    return credentials(notificationId, target, outcome);
  }

  @Override
  public CompletionStage<CalloutCredentials> authenticateAsync(
      String notificationId, String method, URI target) {
    return authenticateAsync(notificationId, method, target, maxWait);
  }

  @Override
  public CompletionStage<CalloutCredentials> authenticateAsync(
      String notificationId, String method, URI target, Duration maxWait) {
    Objects.requireNonNull(method, "method");
    try {
      targets.check(target);
      BearerCredentials held = tokens.findHeld(notificationId, target);
      if (held != null) {
        return CompletableFuture.completedFuture(held);
      }
      Identifiers.notification(notificationId);
    } catch (CalloutRefusedException | IllegalArgumentException refused) {
      return CompletableFuture.failedFuture(refused);
    }
    CompletableFuture<CalloutCredentials> asked = new CompletableFuture<>();
    CompletableFuture<Boolean> told =
        patient(tokens.request(notificationId, target), maxWait)
            .handle((outcome, over) -> complete(asked, notificationId, target, outcome, over));
    assert told != null; // its caller waits for what it completes
    return asked;
  }

  /** A stage derived from another would wrap the exception; its caller is promised the bare one. */
  private boolean complete(
      CompletableFuture<CalloutCredentials> asked,
      String notificationId,
      URI target,
      @Nullable CalloutOutcome<BearerCredentials> outcome,
      @Nullable Throwable over) {
    if (outcome != null && outcome.credentials() != null) {
      return asked.complete(outcome.credentials());
    }
    Throwable reason = over instanceof CompletionException wrapped ? wrapped.getCause() : over;
    Throwable failure = outcome == null ? reason : exception(outcome, notificationId, target);
    if (reason instanceof CalloutAuthException notSent) {
      events.notSent(notificationId, notSent, null);
    }
    return asked.completeExceptionally(
        Objects.requireNonNull(failure, "neither an outcome nor a failure"));
  }

  private CalloutCredentials credentials(
      String notificationId, URI target, CalloutOutcome<BearerCredentials> outcome) {
    if (outcome.credentials() == null) {
      throw exception(outcome, notificationId, target);
    }
    return outcome.credentials();
  }

  private CalloutAuthException exception(
      CalloutOutcome<BearerCredentials> outcome, String notificationId, URI target) {
    TokenOutcome obstacle = Objects.requireNonNull(outcome.obstacle(), "obstacle");
    CalloutAuthException notSent = exceptions.exception(obstacle, notificationId, target);
    events.notSent(notificationId, notSent, obstacle);
    return notSent;
  }

  @Override
  public Optional<CalloutCredentials> afterResponse(
      CalloutCredentials used, CalloutResponse response) {
    return afterResponse(used, response, maxWait);
  }

  @Override
  public Optional<CalloutCredentials> afterResponse(
      CalloutCredentials used, CalloutResponse response, Duration maxWait) {
    CompletableFuture<CalloutOutcome<BearerCredentials>> successor =
        responses.review(used, response);
    try {
      return successor == null ? Optional.empty() : retry(Waiting.await(successor, maxWait));
    } catch (TokenWaitException over) {
      return Optional.empty();
    }
  }

  @Override
  public CompletionStage<Optional<CalloutCredentials>> afterResponseAsync(
      CalloutCredentials used, CalloutResponse response) {
    return afterResponseAsync(used, response, maxWait);
  }

  @Override
  public CompletionStage<Optional<CalloutCredentials>> afterResponseAsync(
      CalloutCredentials used, CalloutResponse response, Duration maxWait) {
    CompletableFuture<CalloutOutcome<BearerCredentials>> successor =
        responses.review(used, response);
    return successor == null
        ? CompletableFuture.completedFuture(Optional.empty())
        : patient(successor, maxWait)
            .handle((outcome, over) -> over == null ? retry(outcome) : Optional.empty());
  }

  private static Optional<CalloutCredentials> retry(CalloutOutcome<BearerCredentials> outcome) {
    return Optional.ofNullable(outcome.credentials()).map(BearerCredentials.SecondAttempt::new);
  }

  private <T> CompletableFuture<T> patient(CompletableFuture<T> stage, Duration maxWait) {
    return stage.isDone() ? stage : tokens.handOver(waiting.bound(stage, maxWait));
  }
}
