package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.LONG;
import static io.calloutauth.store.ContractRows.MANY;
import static io.calloutauth.store.ContractRows.SHORT;
import static io.calloutauth.store.ContractRows.SOON;
import static io.calloutauth.store.ContractRows.content;
import static io.calloutauth.store.ContractRows.kept;
import static io.calloutauth.store.ContractRows.leased;
import static io.calloutauth.store.ContractRows.newKey;
import static io.calloutauth.store.ContractRows.provider;
import static io.calloutauth.store.ContractRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What it means to keep a revocation that a server was not told yet. */
interface PendingRevocationContract extends ContractStore {

  private static PendingRevocation untold(ProviderKey provider, Duration endsIn) {
    Sealed token = Sealed.of("k1", "sealed.of." + provider.id());
    return PendingRevocation.of(provider, UUID.randomUUID().toString(), token, endsIn);
  }

  /** Keeps a revocation that is due at once. */
  private PendingRevocation waiting(ProviderKey provider) {
    PendingRevocation untold = untold(provider, LONG);
    if (!revoke(untold, Duration.ZERO, MANY)) {
      throw new AssertionError("A revocation for a test was not kept");
    }
    return untold;
  }

  /** Drops the provider's token under the fence that its row has now. */
  private boolean revoke(PendingRevocation untold, Duration due, int limit) {
    TokenRow read = store().tokens().find(untold.provider()).orElse(TokenRow.EMPTY);
    return revoke(untold, read, due, limit);
  }

  private boolean revoke(PendingRevocation untold, TokenRow read, Duration due, int limit) {
    RevokeRequest request =
        RevokeRequest.builder(read).telling(List.of(untold), limit).due(due).build();
    return store().tokens().revoke(untold.provider(), request);
  }

  private Optional<PendingRevocation> claim(Duration duration) {
    return store().revocations().claim(duration, Set.of());
  }

  @Test
  default void keepsARevocationUntilItIsDue() {
    ProviderKey key = provider(store(), "acme", "CRM");
    PendingRevocation untold = untold(key, LONG);

    assertThat(revoke(untold, SOON, MANY)).isTrue();

    assertThat(claim(LONG)).isEmpty();
    advance(SOON);
    PendingRevocation due = claim(LONG).orElseThrow();
    assertThat(due.provider()).isEqualTo(key);
    assertThat(due.id()).isEqualTo(untold.id());
    assertThat(due.token()).isEqualTo(untold.token());
    assertThat(due.claims()).isEqualTo(1);
    assertThat(due.endsIn()).isPositive().isLessThanOrEqualTo(LONG.minus(SOON));
  }

  @Test
  default void keepsWhatOneRevocationLeavesToTellAsFarAsThereIsRoom() {
    ProviderKey key = provider(store(), "acme", "CRM");
    PendingRevocation first = untold(key, LONG).named("x".repeat(128));
    List<PendingRevocation> all = List.of(first, untold(key, LONG), untold(key, LONG));

    RevokeRequest request = RevokeRequest.builder(TokenRow.EMPTY).telling(all, 2).build();
    assertThat(store().tokens().revoke(key, request)).isTrue();

    Set<String> names = new HashSet<>();
    names.add(claim(LONG).orElseThrow().name());
    names.add(claim(LONG).orElseThrow().name());
    assertThat(names).containsExactlyInAnyOrder(first.name(), "");
    assertThat(claim(LONG)).isEmpty();
  }

  @Test
  default void countsForItsKeyUntilItIsOver() {
    ProviderKey key = provider(store(), "acme", "CRM");
    List<KeyUse> before = store().seals().keyUses();
    Sealed token = Sealed.of("k-untold", "sealed.of.the.revoked");
    revoke(PendingRevocation.of(key, "r", token, SOON), Duration.ZERO, MANY);

    assertThat(store().seals().keyUses()).contains(new KeyUse("k-untold", 0, 0, 1));
    advance(SOON);
    assertThat(store().seals().keyUses()).isEqualTo(before);
  }

  @Test
  default void hasARevocationThatIsOverToBeRemoved() {
    ProviderKey key = provider(store(), "acme", "CRM");
    revoke(untold(key, SHORT), Duration.ZERO, MANY);
    advance(SHORT);

    PendingRevocation over = claim(Duration.ZERO).orElseThrow();
    assertThat(over.endsIn()).isZero();
    store().revocations().remove(over);
    store().revocations().remove(over);

    assertThat(claim(LONG)).isEmpty();
  }

  @Test
  default void claimsARevocationAgainOnlyWhenItsClaimRanOut() {
    PendingRevocation untold = waiting(provider(store(), "acme", "CRM"));

    assertThat(claim(SOON)).isPresent();
    assertThat(claim(LONG)).isEmpty();
    advance(SOON);

    PendingRevocation again = claim(LONG).orElseThrow();
    assertThat(again.id()).isEqualTo(untold.id());
    assertThat(again.claims()).isEqualTo(2);
  }

  @Test
  default void putsOffARevocation() {
    waiting(provider(store(), "acme", "CRM"));
    PendingRevocation claimed = claim(LONG).orElseThrow();

    assertThat(store().revocations().putOff(claimed, SOON)).isTrue();

    assertThat(claim(LONG)).isEmpty();
    advance(SOON);
    assertThat(claim(LONG).orElseThrow().claims()).isEqualTo(2);
  }

  @Test
  default void putsOffARevocationThatWasNotClaimedYet() {
    ProviderKey key = provider(store(), "acme", "CRM");
    PendingRevocation untold = untold(key, LONG);
    revoke(untold, LONG, MANY);

    assertThat(store().revocations().putOff(untold, SOON)).isTrue();

    assertThat(claim(LONG)).isEmpty();
    advance(SOON);
    assertThat(claim(LONG).orElseThrow().claims()).isEqualTo(1);
  }

  @Test
  default void putsNothingOffForAClaimThatRanOut() {
    waiting(provider(store(), "acme", "CRM"));
    PendingRevocation late = claim(Duration.ZERO).orElseThrow();
    PendingRevocation claimed = claim(LONG).orElseThrow();

    assertThat(store().revocations().putOff(late, Duration.ZERO)).isFalse();

    assertThat(claim(LONG)).isEmpty();
    assertThat(store().revocations().putOff(claimed, Duration.ZERO)).isTrue();
    assertThat(claim(LONG)).isPresent();
  }

  @Test
  default void putsNothingOffThatIsGone() {
    PendingRevocation gone = waiting(provider(store(), "acme", "CRM"));
    store().revocations().remove(gone);

    assertThat(store().revocations().putOff(gone, Duration.ZERO)).isFalse();
    assertThat(claim(LONG)).isEmpty();
  }

  @Test
  default void keepsNoRevocationOfAProviderThatIsNotThere() {
    ProviderKey yours = provider(store(), "ACME", "CRM");
    ProviderKey mine = new ProviderKey("acme", yours.id());

    assertThat(revoke(untold(mine, LONG), Duration.ZERO, MANY)).isFalse();
    assertThat(claim(LONG)).isEmpty();
  }

  @Test
  default void keepsAsManyRevocationsOfAProviderAsItMayHaveAndDropsEveryToken() {
    ProviderKey key = provider(store(), "acme", "CRM");
    ProviderKey other = provider(store(), "acme", "ERP");
    waiting(other);

    assertThat(revoke(untold(key, LONG), Duration.ZERO, 2)).isTrue();
    assertThat(revoke(untold(key, LONG), LONG, 2)).isTrue();
    assertThat(revoke(untold(key, LONG), Duration.ZERO, 2)).isTrue();
    assertThat(row(store(), key).fence()).isEqualTo(3);

    Set<ProviderKey> claimed = new HashSet<>();
    claimed.add(claim(LONG).orElseThrow().provider());
    claimed.add(claim(LONG).orElseThrow().provider());
    assertThat(claimed).containsExactlyInAnyOrder(key, other);
    assertThat(claim(LONG)).isEmpty();
  }

  @Test
  default void claimsOfTheTenantsWhoseTurnItIsOnly() {
    waiting(provider(store(), "acme", "CRM"));
    waiting(provider(store(), "acme", "ERP"));
    ProviderKey globex = provider(store(), "globex", "CRM");
    waiting(globex);

    assertThat(store().revocations().claim(LONG, Set.of("acme", "hooli")).orElseThrow().provider())
        .isEqualTo(globex);
    assertThat(store().revocations().claim(LONG, Set.of("acme", "hooli"))).isEmpty();
    assertThat(store().revocations().claim(LONG, Set.of("globex"))).isPresent();
  }

  @Test
  default void removesOneRevocationAndNoOther() {
    ProviderKey key = provider(store(), "acme", "CRM");
    PendingRevocation first = waiting(key);
    PendingRevocation second = waiting(key);

    store().revocations().remove(first);

    assertThat(claim(LONG).orElseThrow().id()).isEqualTo(second.id());
    assertThat(claim(LONG)).isEmpty();
  }

  @Test
  default void dropsTheRevocationsOfAProviderWithIt() {
    ProviderKey key = provider(store(), "acme", "CRM");
    ProviderKey bound = provider(store(), "acme", "ERP");
    store().bindings().bind(bound, "n1");
    waiting(key);
    waiting(bound);
    ProviderKey other = provider(store(), "ACME", "CRM");
    waiting(other);

    assertThat(store().providers().delete(key, 0).deleted()).isTrue();
    assertThat(store().providers().deleteAndDetach(bound)).isPresent();

    assertThat(claim(LONG).orElseThrow().provider()).isEqualTo(other);
    assertThat(claim(LONG)).isEmpty();
  }

  @Test
  default void dropsTheRevocationsOfATenantWithIt() {
    waiting(provider(store(), "acme", "CRM"));
    ProviderKey other = provider(store(), "ACME", "CRM");
    waiting(other);

    store().purge("acme");

    assertThat(claim(LONG).orElseThrow().provider()).isEqualTo(other);
    assertThat(claim(LONG)).isEmpty();
  }

  @Test
  default void dropsTheTokenInTheSameStep() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Lease held = leased(store(), key);
    store().tokens().complete(key, held, kept("x"));
    ProviderRow before = store().providers().find(key).orElseThrow();
    String cursor = store().changes().changesSince(null).cursor();

    PendingRevocation untold = waiting(key);

    assertThat(row(store(), key).token()).isNull();
    assertThat(row(store(), key).fence()).isEqualTo(held.fence() + 1);
    assertThat(row(store(), key).sinceRevoked()).isNotNull();
    assertThat(store().providers().find(key)).contains(before);
    assertThat(store().changes().changesSince(cursor).changes())
        .containsOnly(new ChangeFeed.Change("acme", ChangeFeed.Kind.PROVIDER, key.id()));
    assertThat(claim(LONG).orElseThrow().id()).isEqualTo(untold.id());
  }

  @Test
  default void dropsAndKeepsNothingUnderAnotherFenceOrOwner() {
    ProviderKey key = provider(store(), "acme", "CRM");
    store().tokens().complete(key, leased(store(), key), kept("x"));

    for (TokenRow other : ContractRows.othersThan(row(store(), key))) {
      assertThat(revoke(untold(key, LONG), other, Duration.ZERO, MANY)).isFalse();
    }

    assertThat(row(store(), key).token()).isNotNull();
    assertThat(claim(LONG)).isEmpty();
  }

  @Test
  default void keepsOneOfManyRevocationsOfOneFence() throws Exception {
    ProviderKey key = provider(store(), "acme", "CRM");
    for (int round = 0; round < ContractRace.ROUNDS / 4; round++) {
      TokenRow read = row(store(), key);

      List<Boolean> done =
          ContractRace.among(i -> revoke(untold(key, LONG), read, Duration.ZERO, MANY));

      assertThat(Collections.frequency(done, true)).isEqualTo(1);
      store().revocations().remove(claim(LONG).orElseThrow());
      assertThat(claim(LONG)).isEmpty();
    }
  }

  @Test
  default void keepsTheRevocationOfALongToken() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Sealed token = Sealed.of("k".repeat(255), "x".repeat(100_000));
    PendingRevocation untold = PendingRevocation.of(key, UUID.randomUUID().toString(), token, LONG);

    revoke(untold, Duration.ZERO, MANY);

    assertThat(claim(LONG).orElseThrow().token()).isEqualTo(token);
  }

  @Test
  default void letsOneOfManyClaimARevocation() throws Exception {
    ProviderKey key = provider(store(), "acme", "CRM");
    for (int round = 0; round < ContractRace.ROUNDS / 4; round++) {
      PendingRevocation untold = waiting(key);

      List<Optional<PendingRevocation>> claims = ContractRace.among(i -> claim(LONG));

      assertThat(claims.stream().filter(Optional::isPresent)).hasSize(1);
      store().revocations().remove(untold);
    }
  }

  @Test
  default void givesEachOfManyClaimsARevocationOfItsOwn() throws Exception {
    ProviderKey key = provider(store(), "acme", "CRM");
    for (int i = 0; i < ContractRace.THREADS; i++) {
      waiting(key);
    }

    List<Optional<PendingRevocation>> claims = ContractRace.among(i -> claim(LONG));

    assertThat(claims).allMatch(Optional::isPresent);
    assertThat(claims.stream().map(claim -> claim.orElseThrow().id())).doesNotHaveDuplicates();
  }

  @Test
  default void leavesNoRevocationOfAProviderThatIsDeletedAtThatMoment() throws Exception {
    for (int round = 0; round < ContractRace.ROUNDS / 4; round++) {
      ProviderKey key = newKey("acme");
      store().providers().create(key, content("CRM"), MANY);
      List<PendingRevocation> untold = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        untold.add(untold(key, LONG));
      }

      ContractRace.among(
          4,
          i ->
              i == 0
                  ? store().providers().delete(key, 0).deleted()
                  : revoke(untold.get(i), Duration.ZERO, MANY));

      assertThat(store().providers().find(key)).isEmpty();
      assertThat(claim(LONG)).isEmpty();
    }
  }
}
