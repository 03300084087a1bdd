package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.keys.PublishedKey;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.AssertionVerifier;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.TokenServer.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** While callouts are made without end, keys and secrets are rolled, and none of them fails. */
class RolloverUnderLoadTest extends NodeTest {

  private static final String N = OneNode.N;
  private static final int CALLERS = 8;
  private static final int LIFETIME = 60;
  private static final int STEP = 5;

  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong callouts = new AtomicLong();
  private volatile Set<String> accepted = Set.of("one");
  private volatile boolean over;

  /** Rolls while callers ask without end, and tells whether all of them were served. */
  private void underLoad(Runnable rollover) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      running.add(threads.submit(this::callOut));
    }
    try {
      Eventually.holds(() -> callouts.get() > CALLERS);
      rollover.run();
    } finally {
      over = true;
      threads.shutdown();
      assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
    for (Future<?> caller : running) {
      caller.get();
    }
    assertThat(failures).isEmpty();
    assertThat(callouts.get()).isGreaterThan(CALLERS);
  }

  private void callOut() {
    while (!over) {
      try {
        node.token(N);
        callouts.incrementAndGet();
      } catch (RuntimeException failed) {
        failures.add(failed);
        return;
      }
    }
  }

  /** Lets the token's life pass, in steps that no token request is late by. */
  private void renew() {
    int requests = server.exchanges();
    int step = 0;
    while (failures.isEmpty() && (step++ < LIFETIME / STEP || server.exchanges() == requests)) {
      long before = callouts.get();
      node.pass(Duration.ofSeconds(STEP));
      Eventually.holds(() -> !failures.isEmpty() || callouts.get() > before + CALLERS);
      node.awaitQuiet();
    }
  }

  private Provider now(Provider provider) {
    return providers().find(provider.id()).orElseThrow();
  }

  @Test
  void aSecretIsRolled() throws Exception {
    server.answerTokens(
        n ->
            accepted.contains(
                    secret(server.arrivedAt("/token").toList().get(n - 1).authorization()))
                ? Answer.token("token-" + n, LIFETIME)
                : Answer.error(401, "unauthorized_client"));
    Provider made = providers().create(node.settings("rolls").clientSecret("one").build());
    node.auth.notifications().bind(N, made.id());

    underLoad(
        () -> {
          providers().addSecret(made.id(), made.version(), "two");
          renew();
          accepted = Set.of("two"); // the server's is changed at once
          renew();
          renew();
          providers().promoteSecret(made.id(), now(made).version());
          renew();
        });

    assertThat(server.arrivedAt("/token").map(each -> secret(each.authorization())).toList())
        .startsWith("one")
        .endsWith("two")
        .doesNotContainSequence("two", "one");
  }

  private static String secret(String authorization) {
    byte[] pair = Base64.getDecoder().decode(authorization.substring("Basic ".length()));
    return new String(pair, StandardCharsets.UTF_8).split(":", 2)[1];
  }

  @Test
  void aKeyIsRolledAlsoWhereItIsPromotedTooEarly() throws Exception {
    AssertionVerifier verifier =
        new AssertionVerifier(server.url("/issuer"), node.time.wallClock());
    server.answerTokens(
        n ->
            verifier.accepts(server.arrivedAt("/token").toList().get(n - 1))
                ? Answer.token("token-" + n, LIFETIME)
                : Answer.error(400, "invalid_client"));
    Provider made =
        providers()
            .create(
                node.settings("rolls")
                    .issuer(server.url("/issuer"))
                    .clientSecret(null)
                    .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
                    .assertion(a -> a.algorithm(SigningAlgorithm.ES256))
                    .build());
    node.auth.notifications().bind(N, made.id());
    verifier.register(set(made).jwks());
    String old = set(made).keys().get(0).kid();

    underLoad(
        () -> {
          providers().addKey(made.id(), made.version(), null);
          String next = set(made).keys().get(1).kid();
          renew();
          providers().promoteKey(made.id(), now(made).version(), next);
          renew(); // the server knows the previous one alone
          assertThat(works(made)).isEqualTo("private_key:" + old);
          verifier.register(jwksOf(set(made).keys().get(0))); // and now the new one alone
          renew();
          assertThat(works(made)).isEqualTo("private_key:" + next);
          providers().dropKey(made.id(), now(made).version(), old);
          renew();
        });

    assertThat(set(made).keys()).hasSize(1);
  }

  private PublicKeySet set(Provider provider) {
    return providers().publicKeys(provider.id()).orElseThrow();
  }

  private static String jwksOf(PublishedKey key) {
    return new PublicKeySet("served", List.of(key)).jwks();
  }

  private String works(Provider provider) {
    return node.auth.tokens().status(provider.id()).credential().orElseThrow();
  }
}
