package io.calloutauth.example.console.notifications;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.ProviderId;
import io.calloutauth.client.EndpointCheck;
import io.calloutauth.client.PublicEndpoints;
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

  private final PublicEndpoints policy;
  private final CalloutClients clients;
  private final CalloutHistory history;
  private final InstantSource clock;
  private final Refusals refusals;

  TestCallouts(
      PublicEndpoints policy, CalloutClients clients, CalloutHistory history, Refusals refusals) {
    this.policy = policy;
    this.clients = clients;
    this.history = history;
    this.clock = InstantSource.system();
    this.refusals = refusals;
  }

  /** Sends a callout of a notification and remembers what came of it. Blocks for up to 50 s. */
  Callout send(Workspace workspace, Notification notification) {
    Instant start = clock.instant();
    Answer answer = answer(workspace, notification);
    Duration took = Duration.between(start, clock.instant());
    Callout callout = new Callout(start, notification.method(), notification.url(), answer, took);
    history.add(workspace.tenant(), notification.id(), callout);
    return callout;
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
    Optional<Instant> before = heldSince(workspace, notification);
    CalloutCredentials first =
        callouts.authenticate(notification.id(), notification.method(), target);
    Token token = before.equals(heldSince(workspace, notification)) ? Token.HELD : Token.OBTAINED;
    Delivery.Answer answer = delivery.send(first);
    Optional<CalloutCredentials> second =
        callouts.afterResponse(first, answer.status(), answer::headers);
    if (second.isPresent()) {
      answer = delivery.send(second.get());
      Optional<CalloutCredentials> none =
          callouts.afterResponse(second.get(), answer.status(), answer::headers);
      token = none.isEmpty() ? Token.RENEWED : token;
    }
    return told(answer.status(), token);
  }

  /** Since when the token is held that a callout would carry; a new one is held since later. */
  private static Optional<Instant> heldSince(Workspace workspace, Notification notification) {
    Optional<ProviderId> provider =
        workspace.auth().notifications().find(notification.id()).flatMap(b -> b.providerId());
    return provider.flatMap(id -> workspace.auth().tokens().status(id).since());
  }

  private static Answer told(int status, Token token) {
    boolean good = status >= 200 && status < 300;
    return new Answer(
        status, token, (good ? "The receiver took it" : "The receiver refused it") + ".");
  }
}
