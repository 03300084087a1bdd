package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.LONG;
import static io.calloutauth.store.ContractRows.SHORT;
import static io.calloutauth.store.ContractRows.SOON;
import static io.calloutauth.store.ContractRows.newKey;
import static io.calloutauth.store.ContractRows.provider;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What it means that one node of all does a piece of work. */
interface ClaimContract extends ContractStore {

  private Optional<Claim> claim(ProviderKey provider, String name, Duration duration) {
    return store().claims().claim(provider, name, duration);
  }

  private Claim claimed(ProviderKey provider, String name, Duration duration) {
    return claim(provider, name, duration).orElseThrow();
  }

  @Test
  default void givesAPieceOfWorkToOneUntilItsClaimRunsOut() {
    ProviderKey key = provider(store(), "acme", "CRM");

    Claim first = claimed(key, "remind", SOON);
    assertThat(first.provider()).isEqualTo(key);
    assertThat(first.name()).isEqualTo("remind");
    assertThat(claim(key, "remind", LONG)).isEmpty();
    advance(SOON);

    Claim second = claimed(key, "remind", LONG);
    assertThat(second.owner()).isNotEqualTo(first.owner());
    assertThat(claim(key, "remind", LONG)).isEmpty();
  }

  @Test
  default void tellsPiecesOfWorkApartByteForByte() {
    for (String tenant : TenantContract.ALIKE) {
      ProviderKey key = provider(store(), tenant, "CRM");
      ProviderKey other = provider(store(), tenant, "ERP");
      for (String name : TenantContract.ALIKE) {
        assertThat(claim(key, name, LONG)).isPresent();
        assertThat(claim(other, name, LONG)).isPresent();
      }
      for (String name : TenantContract.ALIKE) {
        assertThat(claim(key, name, LONG)).isEmpty();
      }
    }
  }

  @Test
  default void letsOneOfManyClaimAPieceOfWork() throws Exception {
    ProviderKey key = provider(store(), "acme", "CRM");
    for (int round = 0; round < ContractRace.ROUNDS / 4; round++) {
      String name = "round " + round;

      List<Optional<Claim>> claims = ContractRace.among(i -> claim(key, name, LONG));

      assertThat(claims.stream().filter(Optional::isPresent)).hasSize(1);
    }
  }

  @Test
  default void letsOneOfManyTakeOverAClaimThatRanOut() throws Exception {
    ProviderKey key = provider(store(), "acme", "CRM");
    Claim before = claimed(key, "remind", Duration.ZERO);
    for (int round = 0; round < ContractRace.ROUNDS / 4; round++) {
      List<Optional<Claim>> claims = ContractRace.among(i -> claim(key, "remind", LONG));

      List<Claim> taken = claims.stream().flatMap(Optional::stream).toList();
      assertThat(taken).hasSize(1).doesNotContain(before);
      before = taken.get(0);
      assertThat(store().claims().extend(before, Duration.ZERO)).isTrue();
    }
  }

  @Test
  default void extendsAClaimAndGivesItBack() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Claim claim = claimed(key, "remind", SHORT);

    assertThat(store().claims().extend(claim, LONG)).isTrue();
    advance(SHORT);
    assertThat(claim(key, "remind", LONG)).isEmpty();

    assertThat(store().claims().extend(claim, Duration.ZERO)).isTrue();
    assertThat(claim(key, "remind", LONG)).isPresent();
  }

  @Test
  default void extendsAClaimThatRanOutOnlyUntilAnotherCame() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Claim first = claimed(key, "remind", Duration.ZERO);
    assertThat(store().claims().extend(first, Duration.ZERO)).isTrue();
    Claim second = claimed(key, "remind", LONG);

    assertThat(store().claims().extend(first, Duration.ZERO)).isFalse();

    assertThat(claim(key, "remind", LONG)).isEmpty();
    assertThat(store().claims().extend(second, Duration.ZERO)).isTrue();
  }

  @Test
  default void claimsNothingOfAProviderThatIsNotThere() {
    ProviderKey yours = provider(store(), "ACME", "CRM");
    ProviderKey mine = new ProviderKey("acme", yours.id());

    assertThat(claim(mine, "remind", LONG)).isEmpty();
    assertThat(claim(newKey("ACME"), "remind", LONG)).isEmpty();
    assertThat(store().claims().extend(new Claim(mine, "remind", 1), LONG)).isFalse();

    assertThat(claim(yours, "remind", LONG)).isPresent();
  }

  @Test
  default void dropsTheClaimsOfAProviderWithIt() {
    ProviderKey deleted = provider(store(), "acme", "CRM");
    ProviderKey detached = provider(store(), "acme", "ERP");
    ProviderKey other = provider(store(), "ACME", "CRM");
    store().bindings().bind(detached, "n1");
    List<Claim> gone = List.of(claimed(deleted, "remind", LONG), claimed(detached, "remind", LONG));
    Claim left = claimed(other, "remind", LONG);

    assertThat(store().providers().delete(deleted, 0).deleted()).isTrue();
    assertThat(store().providers().deleteAndDetach(detached)).isPresent();

    gone.forEach(
        claim -> {
          assertThat(store().claims().extend(claim, LONG)).isFalse();
          assertThat(claim(claim.provider(), "remind", LONG)).isEmpty();
        });
    assertThat(store().claims().extend(left, LONG)).isTrue();
  }

  @Test
  default void dropsTheClaimsOfATenantWithIt() {
    Claim gone = claimed(provider(store(), "acme", "CRM"), "remind", LONG);
    Claim left = claimed(provider(store(), "ACME", "CRM"), "remind", LONG);

    store().purge("acme");

    assertThat(store().claims().extend(gone, LONG)).isFalse();
    assertThat(store().claims().extend(left, LONG)).isTrue();
  }

  @Test
  default void leavesNoClaimOfAProviderThatIsDeletedAtThatMoment() throws Exception {
    for (int round = 0; round < ContractRace.ROUNDS / 4; round++) {
      ProviderKey key = provider(store(), "acme", "CRM");

      List<Optional<Claim>> claims =
          ContractRace.among(
              5,
              i -> {
                if (i < 4) {
                  return claim(key, "remind " + i, LONG);
                }
                store().providers().delete(key, 0);
                return Optional.empty();
              });

      assertThat(store().providers().find(key)).isEmpty();
      claims.stream()
          .flatMap(Optional::stream)
          .forEach(claim -> assertThat(store().claims().extend(claim, LONG)).isFalse());
    }
  }

  @Test
  default void sweepsTheClaimsThatRanOut() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Claim over = claimed(key, "over", SOON);
    Claim running = claimed(key, "running", LONG);
    claimed(provider(store(), "globex", "CRM"), "over", SOON);
    assertThat(store().claims().sweep()).isZero();
    advance(SOON);

    assertThat(store().claims().sweep()).isEqualTo(2);

    assertThat(store().claims().extend(over, LONG)).isFalse();
    assertThat(store().claims().extend(running, LONG)).isTrue();
    assertThat(claim(key, "over", LONG)).isPresent();
  }

  @Test
  default void tellsNobodyOfClaims() {
    ProviderKey key = provider(store(), "acme", "CRM");
    ProviderRow before = store().providers().find(key).orElseThrow();
    String cursor = store().changes().changesSince(null).cursor();

    store().claims().extend(claimed(key, "remind", LONG), Duration.ZERO);
    store().claims().sweep();

    assertThat(store().changes().changesSince(cursor).changes()).isEmpty();
    assertThat(store().providers().find(key)).contains(before);
  }

  @Test
  default void keepsNamesOfClaimsOf128Characters() {
    ProviderKey key = provider(store(), "acme", "CRM");
    String name = SizeContract.ASTRAL.repeat(128);

    assertThat(claim(key, name, LONG)).isPresent();
    assertThat(claim(key, name, LONG)).isEmpty();
    assertThat(claim(key, SizeContract.ASTRAL.repeat(127), LONG)).isPresent();
  }
}
