package io.calloutauth.example.console.notifications;

import io.calloutauth.Binding;
import io.calloutauth.CalloutAuthException;
import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutResponse;
import io.calloutauth.TokenState;
import io.calloutauth.TokenStatus;
import io.calloutauth.endpoint.EndpointCheck;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.example.console.Refusals;
import io.calloutauth.example.console.access.Workspace;
import io.calloutauth.example.console.notifications.Callout.Answer;
import io.calloutauth.example.console.notifications.Callout.Token;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Sends callouts as a dispatcher does: the endpoint policy judges the target, the library gives
 * credentials and sees the answer, and where it says so the callout is sent once more. Thread-safe.
 */
@Component
class TestCallouts {

  /** The library tells a token's age, from which its beginning is known to within a blink. */
  private static final Duration ONE_TOKEN = Duration.ofSeconds(1);

  private static final int UNAUTHORIZED = 401;
  private static final String REFUSED =
      "The receiver refused the token, and no other was to be had: the provider’s page says why.";

  private final PublicEndpoints policy;
  private final CalloutClients clients;
  private final InstantSource clock;
  private final Refusals refusals;

  TestCallouts(
      PublicEndpoints policy, CalloutClients clients, InstantSource clock, Refusals refusals) {
    this.policy = policy;
    this.clients = clients;
    this.clock = clock;
    this.refusals = refusals;
  }

  /** Sends a callout of a notification. Blocks for up to 50 s. */
  Callout send(Workspace workspace, Notification notification) {
    Instant start = clock.instant();
    Answer answer = answer(workspace, notification);
    Duration took = Duration.between(start, clock.instant());
    return new Callout(start, notification.method(), notification.url(), answer, took);
  }

  private Answer answer(Workspace workspace, Notification notification) {
    EndpointCheck check = policy.check(workspace.tenant(), notification.url());
    if (check.endpoint() == null) {
      String reason = check.refusal() == null ? "is refused" : check.refusal().text();
      return Answer.none(Token.NONE, "Not sent: the callout URL " + reason + ".");
    }
    URI target = check.endpoint().uri();
    Delivery delivery = new Delivery(clients.of(workspace.tenant()), notification.method(), target);
    try {
      return workspace.auth().notifications().find(notification.id()).isPresent()
          ? authenticated(workspace, notification, delivery, target)
          : told(delivery.send(null).status(), Token.NONE);
    } catch (CalloutAuthException reason) {
      return Answer.none(Token.MISSING, "Not sent: " + refusals.of(reason).title());
    } catch (UnknownHostException reason) {
      return Answer.none(Token.NONE, "Not sent: the callout URL does not lead to a public host.");
    } catch (IOException reason) {
      return Answer.none(Token.NONE, "No answer: the receiver cannot be reached or broke off.");
    }
  }

  private static Answer authenticated(
      Workspace workspace, Notification notification, Delivery delivery, URI target)
      throws IOException {
    CalloutAuthenticator callouts = workspace.auth().callouts();
    Instant before = heldSince(workspace, notification);
    CalloutCredentials first =
        callouts.authenticate(notification.id(), notification.method(), target);
    Instant after = heldSince(workspace, notification);
    Token token = after.isAfter(before.plus(ONE_TOKEN)) ? Token.OBTAINED : Token.HELD;
    Delivery.Answer answer = delivery.send(first);
    Optional<CalloutCredentials> second =
        callouts.afterResponse(first, CalloutResponse.of(answer.status(), answer::headers));
    if (second.isPresent()) {
      answer = delivery.send(second.get());
      Optional<CalloutCredentials> none =
          callouts.afterResponse(
              second.get(), CalloutResponse.of(answer.status(), answer::headers));
      token = none.isEmpty() ? Token.RENEWED : token;
    }
    return answer.status() == UNAUTHORIZED && second.isEmpty()
        ? new Answer(answer.status(), token, REFUSED)
        : told(answer.status(), token);
  }

  /** Returns since when the token is held that a callout would carry; long ago if there is none. */
  private static Instant heldSince(Workspace workspace, Notification notification) {
    return workspace
        .auth()
        .notifications()
        .find(notification.id())
        .flatMap(Binding::providerId)
        .map(id -> workspace.auth().tokens().status(id))
        .filter(status -> status.state() == TokenState.ACTIVE)
        .flatMap(TokenStatus::since)
        .orElse(Instant.EPOCH);
  }

  private static Answer told(int status, Token token) {
    boolean good = status >= 200 && status < 300;
    return new Answer(
        status, token, (good ? "The receiver took it" : "The receiver refused it") + ".");
  }
}
