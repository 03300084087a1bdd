package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.keys.PublishedKey;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.AssertionVerifier;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.TokenServer.Answer;
import io.calloutauth.testkit.TokenServer.Arrived;
import io.calloutauth.testkit.TypedKeys;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An edit that replaces what a server refused and starts no token epoch: the next token request
 * need not wait for the end of the wait after the refusal.
 */
class ReplacedCredentialTest extends OneNode {

  private static final Answer REFUSED = Answer.error(401, "invalid_client");
  private static final Duration HEARD = Duration.ofSeconds(10);

  private volatile Answer refusal = REFUSED;
  private volatile String accepted = "";

  /** Makes a provider with a key that the server does not take. */
  private Provider refused() {
    server.answerTokens(
        n -> signer(n).equals(accepted) ? Answer.token("token-" + n, 3600) : refusal);
    Provider made = node.auth.providers().create(signing().build());
    node.auth.notifications().bind(N, made.id());
    assertThat(node.serves(N)).isFalse();
    assertThat(node.serves(N)).isFalse();
    assertThat(server.exchanges()).isEqualTo(1);
    return made;
  }

  private ProviderSettings.Builder signing() {
    return node.settings("signs")
        .issuer(server.url("/issuer"))
        .clientSecret(null)
        .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
        .assertion(a -> a.algorithm(SigningAlgorithm.ES256));
  }

  private String signer(int exchange) {
    Arrived request = server.arrivedAt("/token").toList().get(exchange - 1);
    try {
      return AssertionVerifier.of(request).getHeader().getKeyID();
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<PublishedKey> keys(Provider provider) {
    return node.auth.providers().publicKeys(provider.id()).orElseThrow().keys();
  }

  /** Types a key, which the server takes. */
  private Provider typed(Provider provider) {
    Provider edited =
        node.edit(
            provider.id(),
            draft -> draft.assertion(a -> a.privateKey(TypedKeys.pem(SigningAlgorithm.ES256))));
    accepted = keys(edited).get(0).kid();
    return edited;
  }

  private Provider added(Provider provider) {
    return node.auth.providers().addKey(provider.id(), provider.version(), null);
  }

  private TokenStatus status(Provider provider) {
    return node.auth.tokens().status(provider.id());
  }

  @Test
  void aTypedKeyIsTriedAtOnce() {
    Provider made = refused();
    assertThat(status(made).nextAttemptAt()).isPresent();

    typed(made);

    assertThat(status(made).failure()).isEmpty();
    assertThat(status(made).nextAttemptAt()).isEmpty();
    assertThat(node.token(N)).isEqualTo("token-2");
  }

  @Test
  void itIsTriedOnAnotherNodeAsSoonAsThatHearsOfIt() {
    Provider made = refused();
    try (Node other = node.another()) {
      assertThat(other.serves(N)).isFalse();

      typed(made);
      other.pass(HEARD);

      Eventually.holds(() -> other.serves(N));
    }
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @Test
  void itIsTriedAfterARestart() {
    typed(refused());
    node.close();
    node = node.another();

    assertThat(node.token(N)).isEqualTo("token-2");
  }

  @Test
  void itIsTriedAlsoAfterARefusalThatComesLater() {
    Provider made = refused();
    node.pass(Duration.ofMinutes(1));
    server.hold();
    CompletableFuture<CalloutCredentials> asked = node.later(N);
    server.awaitExchanges(2);

    typed(made);
    String kept = accepted;
    accepted = "";
    server.release();
    Eventually.holds(asked::isCompletedExceptionally);
    accepted = kept;

    assertThat(node.token(N)).isEqualTo("token-3");
  }

  @Test
  void aRefusedKeyIsWaitedForOnEveryNodeAsTheOneBefore() {
    Provider made = refused();
    typed(made);
    accepted = "";
    assertThat(node.serves(N)).isFalse();
    assertThat(node.serves(N)).isFalse();
    try (Node other = node.another()) {
      assertThat(other.serves(N)).isFalse();
    }

    assertThat(server.exchanges()).isEqualTo(2);
  }

  @Test
  void aNextKeyIsTriedAtOnceWhenItIsAddedAndWhenItIsPromoted() {
    refusal = Answer.error(400, "unauthorized_client"); // for which no other key is shown
    Provider made = refused();

    Provider rolled = added(made);
    assertThat(node.serves(N)).isFalse();
    assertThat(server.exchanges()).isEqualTo(2);
    accepted = keys(rolled).get(1).kid();
    assertThat(node.serves(N)).isFalse();
    node.auth.providers().promoteKey(rolled.id(), rolled.version(), accepted);

    assertThat(node.token(N)).isEqualTo("token-3");
  }

  @Test
  void theServerIsAskedAtOnceWhenAKeyIsDropped() {
    Provider rolled = added(refused());
    assertThat(node.serves(N)).isFalse();
    int before = server.exchanges();
    String current = keys(rolled).get(0).kid();

    node.auth.providers().dropKey(rolled.id(), rolled.version(), keys(rolled).get(1).kid());
    accepted = current;

    assertThat(node.serves(N)).isTrue();
    assertThat(server.exchanges()).isEqualTo(before + 1);
  }

  @Test
  void aNextSecretIsTriedAtOnceAndAgainWhenItIsPromoted() {
    Provider made = node.bound(N);
    server.answerTokens(n -> n <= 3 ? REFUSED : Answer.token("token-" + n, 3600));
    assertThat(node.serves(N)).isFalse();

    Provider rolled = node.auth.providers().addSecret(made.id(), made.version(), "tomorrow's");
    assertThat(node.serves(N)).isFalse();
    assertThat(server.exchanges()).isEqualTo(3); // both were shown
    assertThat(node.serves(N)).isFalse();
    node.auth.providers().promoteSecret(rolled.id(), rolled.version());

    assertThat(node.token(N)).isEqualTo("token-4");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEditOfNoCredentialLiftsNothing(boolean restarted) {
    Provider made = refused();

    node.edit(made.id(), draft -> draft.name("renamed").defaultLifetime(Duration.ofMinutes(7)));
    if (restarted) {
      node.close();
      node = node.another();
    }

    assertThat(node.serves(N)).isFalse();
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aServerThatThrottlesIsNotAskedEarlier(boolean restarted) {
    refusal = Answer.error(429, "invalid_client");
    typed(refused());
    if (restarted) {
      node.close();
      node = node.another();
    }

    assertThat(node.serves(N)).isFalse();
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void aUsableTokenIsKept() {
    Provider made = node.auth.providers().create(signing().build());
    node.auth.notifications().bind(N, made.id());
    accepted = keys(made).get(0).kid();
    server.answerTokens(
        n -> signer(n).equals(accepted) ? Answer.token("token-" + n, 3600) : refusal);
    node.token(N);
    accepted = "";
    node.pass(Duration.ofSeconds(3_000));
    assertThat(node.serves(N)).isTrue();
    assertThat(node.serves(N)).isTrue();
    assertThat(server.exchanges()).isEqualTo(2);

    typed(made);

    assertThat(node.token(N)).isEqualTo("token-1");
    node.awaitQuiet();
    assertThat(node.token(N)).isEqualTo("token-3");
  }
}
