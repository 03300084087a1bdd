package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.provider.Provider;
import io.calloutauth.seal.Opened;
import io.calloutauth.seal.SealContext;
import io.calloutauth.seal.SealedText;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.seal.SecretCipher;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.RecordedLog;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens when this node may not or cannot make an exchange: it does not try all the time. */
class ObstaclesTest extends OneNode {

  private final CountingCipher keys = new CountingCipher(SealingKeys.ephemeral());
  private BreakableStore store;
  private Provider crm;

  @Override
  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    ManualWorld time = new ManualWorld();
    store = new BreakableStore(MemoryStore.create(time.wallClock()));
    node = Node.over(store, keys, time, server);
    crm = node.bound(N);
  }

  /** Returns how often a secret was opened in a thousand callouts, in steps of time. */
  private int openings(Duration between) {
    int before = keys.secretsOpened.get();
    for (int i = 0; i < 1_000; i++) {
      assertThat(node.refusal(N)).isInstanceOf(SealedValueException.class);
      node.pass(between);
    }
    return keys.secretsOpened.get() - before;
  }

  private static long told(Node node, EventType type) {
    return node.events.stream().filter(event -> event.type() == type).count();
  }

  @Test
  void aThousandCalloutsTryASecretThatDoesNotOpenOnce() {
    keys.opening = false;
    assertThat(node.refusal(N)).isInstanceOf(SealedValueException.class);
    int asked = store.asked();

    assertThat(openings(Duration.ZERO)).isZero();

    assertThat(store.asked()).isEqualTo(asked);
    Eventually.holds(() -> told(node, EventType.VALUE_UNOPENED) == 1);
  }

  @Test
  void logEventExceptionAndStatusOfASecretThatDoesNotOpenShareOneId() {
    keys.opening = false;
    List<CalloutAuthException> told = new ArrayList<>();
    List<String> logged =
        RecordedLog.of(
            "io.calloutauth.engine.Clients",
            Level.WARN,
            () -> {
              told.add(node.refusal(N));
              node.pass(Duration.ofSeconds(60));
              told.add(node.refusal(N)); // tried once more: the same state
            });

    String id = node.auth.tokens().status(crm.id()).failure().orElseThrow().correlationId();
    assertThat(logged)
        .singleElement()
        .asString()
        .startsWith("WARN Provider CRM")
        .contains("(" + id + ")", node.auth.health().keyIds().get(0), "not among the sealing keys");
    assertThat(told).allSatisfy(why -> assertThat(why.correlationId()).contains(id));
    Eventually.holds(() -> told(node, EventType.VALUE_UNOPENED) == 2);
    assertThat(node.events)
        .filteredOn(event -> event.type() == EventType.VALUE_UNOPENED)
        .allSatisfy(event -> assertThat(event.correlationId()).contains(id));
  }

  @Test
  void theWaitDoublesFromAMinuteToAQuarterOfAnHour() {
    keys.opening = false;

    for (long wait : new long[] {60, 120, 240, 480, 900, 900}) {
      int tried = keys.secretsOpened.get();
      assertThat(node.refusal(N)).isInstanceOf(SealedValueException.class);
      node.pass(Duration.ofSeconds(wait).minusMillis(1));
      assertThat(node.refusal(N)).isInstanceOf(SealedValueException.class);
      assertThat(keys.secretsOpened.get()).isEqualTo(tried + 1);
      node.pass(Duration.ofMillis(1));
    }
  }

  @Test
  void keysThatAreOutOfReachForTheMomentAreTriedAgainSoon() {
    keys.refusal = Opened.Refusal.UNAVAILABLE;
    keys.opening = false;
    assertThat(node.refusal(N))
        .isInstanceOfSatisfying(
            TokenRequestException.class,
            told -> {
              assertThat(told.error()).isEqualTo(TokenError.NODE_FAULT);
              assertThat(told.retryable()).isTrue();
            });
    keys.opening = true;
    node.pass(Duration.ofSeconds(1));

    assertThat(node.token(N)).isEqualTo("token-1");
  }

  @Test
  void theKeyIsStillNamedWhileNothingIsTried() {
    keys.opening = false;
    SealedValueException first = (SealedValueException) node.refusal(N);

    assertThat(node.refusal(N))
        .hasMessage(first.getMessage())
        .isInstanceOfSatisfying(
            SealedValueException.class,
            again -> assertThat(again.keyId()).isEqualTo(first.keyId()).isNotEmpty());
  }

  @Test
  void aStaleTokenServesOnWithoutARenewalForEachCallout() {
    node.token(N);
    keys.opening = false;
    node.pass(Duration.ofSeconds(3_100));
    AtomicInteger reads = new AtomicInteger();
    store.holdsUp(reads::incrementAndGet);

    for (int i = 0; i < 100; i++) {
      assertThat(node.serves(N)).isTrue();
    }

    assertThat(keys.secretsOpened.get()).isEqualTo(2);
    assertThat(reads).as("reads of its row").hasValueLessThan(10);
    assertThat(node.auth.health().failing()).hasSize(1);
  }

  @Test
  void healthAndStatusSayThatItFailsAndWhy() {
    keys.opening = false;
    node.refusal(N);

    assertThat(node.auth.health().failing())
        .singleElement()
        .satisfies(
            failing -> {
              assertThat(failing.id()).isEqualTo(crm.id());
              assertThat(failing.failure().error()).isEqualTo(TokenError.SECRET_UNOPENED);
            });
    TokenStatus status = node.auth.tokens().status(crm.id());
    assertThat(status.state()).isEqualTo(TokenState.FAILING);
    assertThat(status.failure().orElseThrow().error()).isEqualTo(TokenError.SECRET_UNOPENED);
    assertThat(status.nextAttemptAt()).contains(node.time.instant().plusSeconds(60));
  }

  @Test
  void anAdministratorTriesAtOnceWithoutResettingTheWait() {
    keys.opening = false;
    node.refusal(N);

    assertThatThrownBy(() -> node.auth.tokens().obtain(crm.id()))
        .isInstanceOf(SealedValueException.class);
    assertThat(keys.secretsOpened.get()).isEqualTo(2);
    node.pass(Duration.ofSeconds(119));
    assertThat(openings(Duration.ZERO)).isZero();

    keys.opening = true;
    node.auth.tokens().obtain(crm.id());
    assertThat(node.token(N)).isEqualTo("token-1");
    assertThat(node.auth.health().failing()).isEmpty();
    assertThat(node.auth.tokens().status(crm.id()).state()).isEqualTo(TokenState.ACTIVE);
  }

  @Test
  void anEditOfTheSecretTriesAtOnce() {
    keys.opening = false;
    node.refusal(N);
    keys.opening = true;

    node.edit(crm.id(), draft -> draft.clientSecret("another"));

    assertThat(node.token(N)).isEqualTo("token-1");
  }

  @Test
  void aThousandCalloutsMeetAPolicyThatRefusesTheEndpointOnce() {
    PublicEndpoints strict = PublicEndpoints.builder().build();
    try (Node tightened =
        Node.over(store, node.time, server, host -> host.endpointPolicy(strict))) {
      assertThat(tightened.refusal(N)).isInstanceOf(EndpointRefusedException.class);
      int asked = store.asked();

      for (int i = 0; i < 1_000; i++) {
        assertThat(tightened.refusal(N)).isInstanceOf(EndpointRefusedException.class);
      }

      assertThat(store.asked()).isEqualTo(asked);
      Eventually.holds(() -> told(tightened, EventType.ENDPOINT_REFUSED) == 1);
      assertThat(tightened.auth.tokens().status(crm.id()).state()).isEqualTo(TokenState.FAILING);
      assertThat(tightened.auth.health().failing())
          .singleElement()
          .extracting(failing -> failing.failure().error())
          .isEqualTo(TokenError.ENDPOINT_REFUSED);
    }
  }

  /** Keys that are lost while a test says so, and that count the secrets they are to open. */
  private static final class CountingCipher implements SecretCipher {

    private final SecretCipher cipher;
    private final AtomicInteger secretsOpened = new AtomicInteger();
    private volatile boolean opening = true;
    private volatile Opened.Refusal refusal = Opened.Refusal.KEY_MISSING;

    CountingCipher(SecretCipher cipher) {
      this.cipher = cipher;
    }

    @Override
    public SealedText seal(SealContext context, String plainText) {
      return cipher.seal(context, plainText);
    }

    @Override
    public Opened open(SealContext context, String sealed) {
      Opened opened = cipher.open(context, sealed);
      if (context.name().equals("client_secret")) {
        secretsOpened.incrementAndGet();
        return opening ? opened : Opened.refused(refusal, opened.keyId());
      }
      return opened;
    }

    @Override
    public List<String> keyIds() {
      return cipher.keyIds();
    }
  }

  @Test
  void aSecretThatDoesNotOpenIsToldAsSuchAlsoWhileTheStoreIsDown() {
    node.token(N);
    store.down(true);
    keys.opening = false;
    node.pass(Duration.ofHours(1));

    assertThat(node.refusal(N)).isInstanceOf(SealedValueException.class);
    assertThat(server.exchanges()).isEqualTo(1);
  }
}
