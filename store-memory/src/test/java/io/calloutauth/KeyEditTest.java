package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.AssertionVerifier;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.MeddledStore;
import io.calloutauth.testkit.TokenServer;
import io.calloutauth.testkit.TypedKeys;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** An edit that keeps the token and replaces what the next one is asked for with. */
class KeyEditTest {

  private final CountDownLatch over = new CountDownLatch(1);

  /** Holds up whoever reads providers on a thread of the node's. */
  private void holdUpOthers(MeddledStore store) {
    Thread own = Thread.currentThread();
    store.before(
        "ProviderStore.find",
        0,
        () -> {
          if (Thread.currentThread() == own) {
            holdUpOthers(store);
          } else {
            awaitEnd();
          }
        });
  }

  private void awaitEnd() {
    try {
      over.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theFirstTokenRequestAfterItSignsWithTheNewKey() throws Exception {
    ManualWorld time = new ManualWorld();
    MeddledStore store = new MeddledStore(MemoryStore.create(time.wallClock()));
    try (TokenServer server = new TokenServer();
        Node node = Node.over(store, time, server)) {
      Provider made =
          node.auth
              .providers()
              .create(
                  node.settings("signs")
                      .issuer(server.url("/issuer"))
                      .clientSecret(null)
                      .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
                      .assertion(a -> a.algorithm(SigningAlgorithm.ES256))
                      .build());
      node.auth.tokens().obtain(made.id());
      time.pass(Duration.ofSeconds(10)); // the least time between two commands
      holdUpOthers(store);

      Provider edited =
          node.edit(
              made.id(),
              draft -> draft.assertion(a -> a.privateKey(TypedKeys.pem(SigningAlgorithm.ES256))));
      node.auth.tokens().obtain(made.id());

      TokenServer.Arrived last = server.arrivedAt("/token").toList().get(1);
      assertThat(AssertionVerifier.of(last).getHeader().getKeyID())
          .isEqualTo(
              node.auth.providers().publicKeys(edited.id()).orElseThrow().keys().get(0).kid());
    } finally {
      over.countDown();
    }
  }
}
