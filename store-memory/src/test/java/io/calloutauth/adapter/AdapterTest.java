package io.calloutauth.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutNotSentException;
import io.calloutauth.NodeTest;
import io.calloutauth.adapter.AdapterClient.Post;
import io.calloutauth.adapter.AdapterClient.Received;
import io.calloutauth.testkit.TargetServer;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test on one node and a receiver that every adapter is tried with. */
abstract class AdapterTest extends NodeTest {

  TargetServer target;

  @BeforeEach
  void bindAndListen() throws IOException {
    node.bound(AdapterClient.NOTIFICATION);
    target = TargetServer.refusingTheFirstToken();
  }

  @AfterEach
  void stopListening() {
    target.close();
  }

  Post order() {
    return new Post(target.uri("/orders"), "an order");
  }

  Received send(AdapterClient.Factory adapter, Post post) throws Exception {
    return send(adapter, node.auth.callouts(), post);
  }

  static Received send(AdapterClient.Factory adapter, CalloutAuthenticator callouts, Post post)
      throws Exception {
    try (AdapterClient client = adapter.client(callouts, post.notification() != null, false)) {
      return client.send(post);
    }
  }

  /** Returns why a callout was not sent. */
  CalloutAuthException whyNotSent(AdapterClient.Factory adapter, Post post) {
    return reasonOf(catchThrowable(() -> send(adapter, post)));
  }

  static CalloutAuthException reasonOf(Throwable thrown) {
    return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
        .filter(CalloutNotSentException.class::isInstance)
        .map(cause -> ((CalloutNotSentException) cause).reason())
        .findFirst()
        .orElseThrow(() -> new AssertionError("it was sent, or failed otherwise", thrown));
  }

  void assertThatNothingWasSent() {
    assertThat(target.arrived).isEmpty();
  }
}
