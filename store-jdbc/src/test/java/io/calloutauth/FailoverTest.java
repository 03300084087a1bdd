package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.cluster.PostgresPair;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.testkit.RotatingServer;
import io.calloutauth.testkit.TokenServer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A PostgreSQL primary that dies, whose replica is promoted: after commits that did not reach it,
 * nodes go on as after a restart; of a synchronous one nothing is lost. Needs Debian's {@code
 * postgresql}; without it this is skipped, and on CI it fails.
 */
@Tag("cluster")
@NullMarked
class FailoverTest {

  private static final int HEARD = 12;

  /** To find out that the database is another, and to reach it. */
  private static final int MET = 30;

  private static final int READ_AGAIN = 17;

  private final SealingKeys keys = SealingKeys.ephemeral();
  private PostgresPair pair;
  private TokenServer server;
  private List<LiveNode> nodes;

  @BeforeEach
  void start() throws Exception {
    Optional<PostgresPair> started = PostgresPair.start();
    Assumptions.assumeTrue(
        started.isPresent() || System.getenv("CI") != null, "PostgreSQL is not installed");
    pair = started.orElseThrow();
    server = new TokenServer();
    server.answerByClient();
    nodes = List.of(node(), node(), node());
  }

  private LiveNode node() {
    return new LiveNode(pair.url(), pair.user(), keys, server);
  }

  @AfterEach
  void stop() throws Exception {
    if (nodes != null) {
      nodes.forEach(LiveNode::close);
    }
    if (server != null) {
      server.close();
    }
    if (pair != null) {
      pair.close();
    }
  }

  @Test
  void takesBackOnEveryNodeWhatWasLost() throws Exception {
    LiveNode here = nodes.get(0);
    ProviderId edited = here.provider("kept");
    ProviderId bound = here.provider("bound");
    ProviderId other = here.provider("other");
    here.auth.notifications().bind("edited", edited);
    here.auth.notifications().bind("moved", bound);
    allServe("edited", "kept");
    allServe("moved", "bound");
    pair.cutReplica();

    here.edit(edited, draft -> draft.clientId("lost").clientSecret("c4nary"));
    here.auth.notifications().bind("moved", other);
    allServe("edited", "lost");
    allServe("moved", "other");
    failOver();

    // As many changes as jump over what was lost: a sequence goes on 32 ahead.
    assertThat(LiveNode.holdsWithin(MET, () -> isBound(here, "after", edited))).isTrue();
    for (int i = 0; i < 40; i++) {
      here.auth.notifications().bind("n" + i, bound);
    }
    allServeWithin(MET, "edited", "kept");
    allServeWithin(MET, "moved", "bound");
    here.auth.notifications().bind("late", bound);
    allServe("late", "bound");
  }

  @Test
  void givesNoEpochOutAgainThatWasLost() throws Exception {
    LiveNode here = nodes.get(0);
    ProviderId edited = here.provider("kept");
    here.auth.notifications().bind("edited", edited);
    allServe("edited", "kept");
    pair.cutReplica();
    here.edit(edited, draft -> draft.clientId("lost").clientSecret("c4nary"));
    allServe("edited", "lost");
    failOver();

    LiveNode there = nodes.get(1);
    assertThat(LiveNode.holdsWithin(MET, () -> isRenamed(there, edited))).isTrue();
    there.edit(edited, draft -> draft.clientId("next").clientSecret("c4nary"));

    allServeWithin(MET, "edited", "next");
    for (LiveNode node : nodes) { // each can have a new token, too
      assertThat(LiveNode.holdsWithin(MET, () -> isObtained(node, edited))).isTrue();
    }
    allServe("edited", "next");
  }

  /** The server ends an authorization of which a used refresh token comes again. */
  private ProviderId ofRefreshToken(RotatingServer rotating) {
    ProviderSettings settings =
        ProviderSettings.refreshToken()
            .name("Authorized")
            .clientId("billing")
            .clientSecret("c4nary")
            .refreshToken(rotating.authorize("typed"))
            .tokenEndpoint(server.url("/token"))
            .anyOrigin()
            .build();
    return nodes.get(0).auth.providers().create(settings).id();
  }

  @Test
  void losesNoRefreshTokenThatASynchronousReplicaHas() throws Exception {
    RotatingServer rotating = new RotatingServer(server);
    ProviderId id = ofRefreshToken(rotating);
    pair.synchronizeReplica();

    nodes.get(0).auth.tokens().obtain(id);
    nodes.get(1).auth.tokens().obtain(id);
    pair.failOver();

    for (LiveNode node : nodes) {
      assertThat(LiveNode.holdsWithin(MET, () -> isObtained(node, id))).isTrue();
    }
    assertThat(rotating.sent()).startsWith("typed", "refresh-1", "refresh-2", "refresh-3");
    assertThat(rotating.reuses()).isZero();
  }

  @Test
  void tellsThatAnAuthorizationIsNeededWhoseRefreshTokenWasLost() throws Exception {
    RotatingServer rotating = new RotatingServer(server);
    ProviderId id = ofRefreshToken(rotating);
    nodes.get(0).auth.tokens().obtain(id);
    pair.cutReplica();
    nodes.get(1).auth.tokens().obtain(id); // brings refresh-2, which no other database hears of
    pair.failOver();

    LiveNode there = nodes.get(2);
    assertThat(LiveNode.holdsWithin(MET, () -> isAuthorizationNeeded(there, id))).isTrue();
    assertThat(rotating.sent()).containsExactly("typed", "refresh-1", "refresh-1");
    assertThat(rotating.reuses()).isEqualTo(1);

    there.edit(id, draft -> draft.refreshToken(rotating.authorize("typed again")));
    for (LiveNode node : nodes) {
      assertThat(LiveNode.holdsWithin(MET, () -> isObtained(node, id))).isTrue();
    }
    assertThat(rotating.reuses()).isEqualTo(1);
  }

  /** After what was heard of was read once more: else that alone would find out. */
  private void failOver() throws Exception {
    LiveNode.pass(READ_AGAIN);
    pair.failOver();
  }

  private void allServe(String notificationId, String client) {
    allServeWithin(HEARD, notificationId, client);
  }

  private void allServeWithin(int seconds, String notificationId, String client) {
    for (LiveNode node : nodes) {
      boolean serves =
          LiveNode.holdsWithin(seconds, () -> node.client(notificationId).equals(client));
      assertThat(serves)
          .as("node %d serves %s", nodes.indexOf(node), node.client(notificationId))
          .isTrue();
    }
  }

  private static boolean isBound(LiveNode node, String notificationId, ProviderId id) {
    return succeeds(() -> node.auth.notifications().bind(notificationId, id));
  }

  private static boolean isRenamed(LiveNode node, ProviderId id) {
    return succeeds(() -> node.edit(id, draft -> draft.name("Another name")));
  }

  private static boolean isObtained(LiveNode node, ProviderId id) {
    return succeeds(() -> node.auth.tokens().obtain(id));
  }

  private static boolean isAuthorizationNeeded(LiveNode node, ProviderId id) {
    try {
      node.auth.tokens().obtain(id);
      return false;
    } catch (AuthorizationNeededException over) {
      return !over.inDoubt();
    } catch (CalloutAuthException notYet) {
      return false;
    }
  }

  private static boolean succeeds(Runnable change) {
    try {
      change.run();
      return true;
    } catch (CalloutAuthException notYet) {
      return false;
    }
  }
}
