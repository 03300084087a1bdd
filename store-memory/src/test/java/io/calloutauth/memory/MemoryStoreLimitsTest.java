package io.calloutauth.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ChangeFeed.Changes;
import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.LeaseResult;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderName;
import io.calloutauth.store.ProviderStore.Creation;
import io.calloutauth.store.RevokeRequest;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.StoredToken;
import io.calloutauth.store.TokenContent;
import io.calloutauth.store.TokenRequestOutcome;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is special to the memory store: it forgets, its log is bounded, its clock can step back. */
class MemoryStoreLimitsTest {

  private static final ProviderKey KEY = new ProviderKey("acme", "p1");
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualClock clock = new ManualClock();
  private final MemoryStore store = MemoryStore.create(clock);

  @BeforeEach
  void createProvider() {
    assertThat(create("p1", "CRM")).isEqualTo(Creation.CREATED);
  }

  @Test
  void isNotDurable() {
    assertThat(store.durable()).isFalse();
    assertThat(MemoryStore.create().durable()).isFalse();
  }

  @Test
  void goesByTheSystemsClockUnlessItIsGivenAnother() {
    MemoryStore real = MemoryStore.create();
    real.providers().create(KEY, content("CRM"), 1);

    assertThat(real.providers().find(KEY).orElseThrow().createdAt())
        .isNotEqualTo(store.providers().find(KEY).orElseThrow().createdAt());
  }

  @Test
  void tellsOfAGapOnceMoreChangesWereMadeThanItKeeps() {
    String cursor = store.changes().changesSince(null).cursor();
    bind(10_000);

    assertThat(store.changes().changesSince(cursor).gap()).isFalse();
    bind(1);
    Changes changes = store.changes().changesSince(cursor);

    assertThat(changes.gap()).isTrue();
    assertThat(changes.more()).isFalse();
    bind(1);
    assertThat(store.changes().changesSince(changes.cursor()).changes())
        .containsExactly(new Change("acme", Kind.BINDING, "n0"));
  }

  @Test
  void tellsManyChangesInPagesOf5000() {
    bind(3_000);
    String cursor = store.changes().changesSince(null).cursor();
    bind(9_999);
    List<String> seen = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();

    Changes page;
    do {
      page = store.changes().changesSince(cursor);
      page.changes().forEach(change -> seen.add(change.subject()));
      sizes.add(page.changes().size());
      cursor = page.cursor();
    } while (page.more());

    assertThat(sizes).containsExactly(5_000, 4_999);
    assertThat(seen).doesNotHaveDuplicates().startsWith("n0", "n1").endsWith("n9998");
  }

  @Test
  void answersAnotherStoresCursorWithAGap() {
    String foreign = MemoryStore.create().changes().changesSince(null).cursor();
    String future = store.changes().changesSince(null).cursor() + "0";

    assertThat(store.changes().changesSince(foreign).gap()).isTrue();
    assertThat(store.changes().changesSince(future).gap()).isTrue();
  }

  @Test
  void tellsNothingOfWhatWasRefused() {
    String cursor = store.changes().changesSince(null).cursor();

    create("p2", "CRM");
    store.providers().update(KEY, 9, NewNumber.NONE, content("x"));
    store.bindings().bind(new ProviderKey("acme", "none"), "n1");
    store.bindings().unbind("acme", "n1");
    store.tokens().revoke(KEY, RevokeRequest.of(TokenRow.builder().fence(9).build()));
    store.purge("unknown");

    assertThat(store.changes().changesSince(cursor).changes()).isEmpty();
  }

  @Test
  void takesALeaseThatTheClockSteppedBackBehindForOver() {
    Lease before = leased();
    clock.advance(Duration.ofMillis(-1));

    assertThat(row().leaseFor()).isZero();
    assertThat(leased().fence()).isEqualTo(2);
    assertThat(store.tokens().complete(KEY, before, kept())).isFalse();
  }

  @Test
  void showsANegativeAgeAndNoPauseWhenTheClockStepsBack() {
    store.tokens().complete(KEY, leased(), kept());
    clock.advance(HOUR.negated());
    StoredToken token = Objects.requireNonNull(row().token());
    assertThat(token.age()).isEqualTo(HOUR.negated());
    assertThat(token.lifetime()).isEqualTo(HOUR);

    store
        .tokens()
        .complete(
            KEY,
            leased(),
            TokenRequestOutcome.failed(
                new TokenRequestOutcome.Failure("timeout", 1), Duration.ofSeconds(9)));
    store.tokens().revoke(KEY, RevokeRequest.of(row()));
    clock.advance(Duration.ofSeconds(-5));
    assertThat(row().pause()).as("so much clocks differ").isEqualTo(Duration.ofSeconds(9));
    clock.advance(HOUR.negated());

    assertThat(Objects.requireNonNull(row().failure()).since()).isZero();
    assertThat(row().sinceRevoked()).isZero();
    assertThat(row().pause()).as("it would begin anew for an hour").isZero();
  }

  @Test
  void endsALeaseExactlyWhenItsTimeIsOver() {
    lease();
    clock.advance(HOUR.minusNanos(1));
    assertThat(lease()).isEqualTo(LeaseResult.Refusal.HELD);
    assertThat(row().leaseFor()).isEqualTo(Duration.ofNanos(1));

    clock.advance(Duration.ofNanos(1));
    assertThat(leased().fence()).isEqualTo(2);
  }

  @Test
  void refusesAnIdThatIsInUseAndAPageOfNothing() {
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> create("p1", "Other"));
    assertThatIllegalArgumentException().isThrownBy(() -> store.providers().list("acme", null, 0));
  }

  private Creation create(String id, String name) {
    return store.providers().create(new ProviderKey("acme", id), content(name), 10);
  }

  private void bind(int count) {
    for (int i = 0; i < count; i++) {
      store.bindings().bind(KEY, "n" + i);
    }
  }

  private Lease leased() {
    return (Lease) lease();
  }

  private LeaseResult lease() {
    return store.tokens().lease(KEY, LeaseRequest.of(1, row(), HOUR));
  }

  private TokenRow row() {
    return store.tokens().find(KEY).orElseThrow();
  }

  private static ProviderContent content(String name) {
    return ProviderContent.builder(new ProviderName(name, name)).build();
  }

  private static TokenRequestOutcome kept() {
    return TokenRequestOutcome.kept(
        TokenContent.builder(Sealed.of("k1", "x"), HOUR).build(), Duration.ZERO);
  }
}
