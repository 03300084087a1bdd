package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.LONG;
import static io.calloutauth.store.ContractRows.MANY;
import static io.calloutauth.store.ContractRows.SOON;
import static io.calloutauth.store.ContractRows.newKey;
import static io.calloutauth.store.ContractRows.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.store.AuthorizationStore.Beginning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What it means to begin an authorization on one node, and to complete it on any, once. */
interface AuthorizationContract extends ContractStore {

  private static PendingAuthorization.Builder pending(ProviderKey provider) {
    Sealed verifier = Sealed.of("k1", "sealed.for." + provider.id());
    return PendingAuthorization.builder(provider, UUID.randomUUID().toString(), verifier, LONG);
  }

  private Beginning begin(PendingAuthorization pending) {
    return store().authorizations().begin(pending, MANY, MANY);
  }

  /** Begins an authorization and returns the state that it is found by. */
  private String begun(ProviderKey provider) {
    PendingAuthorization pending = pending(provider).build();
    if (begin(pending) != Beginning.BEGUN) {
      throw new AssertionError("An authorization for a test was not begun");
    }
    return pending.state();
  }

  private Optional<PendingAuthorization> take(String tenant, String state) {
    return store().authorizations().take(tenant, state);
  }

  @Test
  default void handsOutOnceWhatWasBegun() {
    ProviderKey key = provider(store(), "acme", "CRM");
    PendingAuthorization pending =
        pending(key).authorization(7).session("digest of a session").actor("alice").build();

    assertThat(begin(pending)).isEqualTo(Beginning.BEGUN);

    PendingAuthorization taken = take("acme", pending.state()).orElseThrow();
    assertThat(taken.toBuilder().endsIn(LONG).build()).isEqualTo(pending);
    assertThat(taken.endsIn()).isPositive().isLessThanOrEqualTo(LONG);
    assertThat(take("acme", pending.state())).isEmpty();
  }

  @Test
  default void letsOneOfManyTakeAnAuthorization() throws Exception {
    ProviderKey key = provider(store(), "acme", "CRM");
    for (int round = 0; round < ContractRace.ROUNDS / 4; round++) {
      String state = begun(key);

      List<Optional<PendingAuthorization>> taken = ContractRace.among(i -> take("acme", state));

      assertThat(taken.stream().filter(Optional::isPresent)).hasSize(1);
    }
  }

  @Test
  default void comparesTenantsAndStatesByteForByte() {
    for (String tenant : TenantContract.ALIKE) {
      ProviderKey key = provider(store(), tenant, "CRM");
      for (String state : TenantContract.ALIKE) {
        Sealed verifier = Sealed.of("k1", "sealed." + TenantContract.ALIKE.indexOf(state));
        begin(PendingAuthorization.builder(key, state, verifier, LONG).build());
      }
    }

    for (String tenant : TenantContract.ALIKE) {
      for (String state : TenantContract.ALIKE) {
        PendingAuthorization taken = take(tenant, state).orElseThrow();
        assertThat(taken.provider().tenant()).isEqualTo(tenant);
        assertThat(taken.state()).isEqualTo(state);
        assertThat(taken.sealed().text()).endsWith("." + TenantContract.ALIKE.indexOf(state));
      }
    }
  }

  @Test
  default void takesNothingThatNobodyBegan() {
    String state = begun(provider(store(), "acme", "CRM"));

    assertThat(take("globex", state)).isEmpty();
    assertThat(take("acme", "unknown")).isEmpty();
    assertThat(take("acme", "")).isEmpty();
    assertThat(take("acme", state)).isPresent();
  }

  @Test
  default void beginsNothingForAProviderThatIsNotThere() {
    ProviderKey yours = provider(store(), "ACME", "CRM");
    PendingAuthorization mine = pending(new ProviderKey("acme", yours.id())).build();

    assertThat(begin(mine)).isEqualTo(Beginning.NOT_FOUND);
    assertThat(begin(pending(newKey("ACME")).build())).isEqualTo(Beginning.NOT_FOUND);

    assertThat(take("acme", mine.state())).isEmpty();
    assertThat(take("ACME", mine.state())).isEmpty();
  }

  @Test
  default void beginsAsManyAsAProviderAndItsTenantMayHave() {
    ProviderKey crm = provider(store(), "acme", "CRM");
    ProviderKey erp = provider(store(), "acme", "ERP");
    ProviderKey yours = provider(store(), "ACME", "CRM");
    begun(yours);
    begun(yours);
    AuthorizationStore all = store().authorizations();

    PendingAuthorization first = pending(crm).build();
    assertThat(all.begin(first, 2, 3)).isEqualTo(Beginning.BEGUN);
    assertThat(all.begin(pending(crm).build(), 2, 3)).isEqualTo(Beginning.BEGUN);
    assertThat(all.begin(pending(crm).build(), 2, 3)).isEqualTo(Beginning.LIMIT_REACHED);
    assertThat(all.begin(pending(erp).build(), 2, 3)).isEqualTo(Beginning.BEGUN);
    PendingAuthorization refused = pending(erp).build();
    assertThat(all.begin(refused, 2, 3)).isEqualTo(Beginning.LIMIT_REACHED);

    assertThat(take("acme", refused.state())).isEmpty();
    assertThat(take("acme", first.state())).isPresent();
    assertThat(all.begin(pending(erp).build(), 2, 3)).isEqualTo(Beginning.BEGUN);
  }

  @Test
  default void countsNoneThatIsOver() {
    ProviderKey key = provider(store(), "acme", "CRM");
    AuthorizationStore all = store().authorizations();
    all.begin(pending(key).endsIn(SOON).build(), 1, 1);
    assertThat(all.begin(pending(key).build(), 1, 1)).isEqualTo(Beginning.LIMIT_REACHED);

    advance(SOON);

    assertThat(all.begin(pending(key).build(), 1, 1)).isEqualTo(Beginning.BEGUN);
  }

  @Test
  default void handsOutOneThatIsOverUntilItIsSwept() {
    ProviderKey key = provider(store(), "acme", "CRM");
    String running = begun(key);
    PendingAuthorization taken = pending(key).endsIn(SOON).build();
    PendingAuthorization swept = pending(provider(store(), "globex", "CRM")).endsIn(SOON).build();
    begin(taken);
    begin(swept);
    assertThat(store().authorizations().sweep()).isZero();
    advance(SOON);

    assertThat(take("acme", taken.state()).orElseThrow().endsIn()).isZero();
    assertThat(store().authorizations().sweep()).isEqualTo(1);

    assertThat(take("globex", swept.state())).isEmpty();
    assertThat(take("acme", running)).isPresent();
    assertThat(store().authorizations().sweep()).isZero();
  }

  @Test
  default void keepsTheFirstOfTwoWithOneState() {
    ProviderKey key = provider(store(), "acme", "CRM");
    PendingAuthorization first = pending(key).actor("alice").build();
    begin(first);

    StoreException used =
        catchThrowableOfType(
            StoreException.class, () -> begin(first.toBuilder().actor("mallory").build()));

    assertThat(used.retryable()).isFalse();
    assertThat(used).hasMessageNotContaining(first.state());
    assertThat(take("acme", first.state()).orElseThrow().actor()).isEqualTo("alice");
  }

  @Test
  default void keepsAnAuthorizationAsItWasBegunThroughAnEdit() {
    ProviderKey key = provider(store(), "acme", "CRM");
    String state = begun(key);

    ProviderContent content = store().providers().find(key).orElseThrow().content();
    store().providers().update(key, 1, NewNumber.AUTHORIZATION, content);

    assertThat(take("acme", state).orElseThrow().authorization()).isEqualTo(1);
  }

  @Test
  default void dropsTheAuthorizationsOfAProviderWithIt() {
    ProviderKey deleted = provider(store(), "acme", "CRM");
    ProviderKey detached = provider(store(), "acme", "ERP");
    ProviderKey other = provider(store(), "acme", "HR");
    store().bindings().bind(detached, "n1");
    List<String> gone = List.of(begun(deleted), begun(deleted), begun(detached));
    String left = begun(other);

    store().providers().delete(deleted, 0);
    store().providers().deleteAndDetach(detached);

    gone.forEach(state -> assertThat(take("acme", state)).isEmpty());
    assertThat(take("acme", left)).isPresent();
  }

  @Test
  default void dropsTheAuthorizationsOfATenantWithIt() {
    String gone = begun(provider(store(), "acme", "CRM"));
    String left = begun(provider(store(), "ACME", "CRM"));

    store().purge("acme");

    provider(store(), "acme", "CRM");
    assertThat(take("acme", gone)).isEmpty();
    assertThat(take("ACME", left)).isPresent();
  }

  @Test
  default void leavesNoAuthorizationOfAProviderThatIsDeletedAtThatMoment() throws Exception {
    for (int round = 0; round < ContractRace.ROUNDS / 4; round++) {
      ProviderKey key = provider(store(), "acme", "CRM");
      List<PendingAuthorization> begun = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        begun.add(pending(key).build());
      }

      ContractRace.among(
          5,
          i ->
              i == 4
                  ? store().providers().delete(key, 0).deleted()
                  : begin(begun.get(i)) == Beginning.BEGUN);

      assertThat(store().providers().find(key)).isEmpty();
      begun.forEach(pending -> assertThat(take("acme", pending.state())).isEmpty());
    }
  }

  @Test
  default void tellsNobodyOfAuthorizationsThatAreBegunTakenOrSwept() {
    ProviderKey key = provider(store(), "acme", "CRM");
    ProviderRow before = store().providers().find(key).orElseThrow();
    String cursor = store().changes().changesSince(null).cursor();

    take("acme", begun(key));
    begin(pending(key).endsIn(Duration.ZERO).build());
    store().authorizations().sweep();

    assertThat(store().changes().changesSince(cursor).changes()).isEmpty();
    assertThat(store().providers().find(key)).contains(before);
  }

  @Test
  default void keepsLongAuthorizationsAsTheyAre() {
    ProviderKey key = provider(store(), "acme", "CRM");
    String state = SizeContract.ASTRAL.repeat(64);
    Sealed verifier = Sealed.of("k".repeat(255), "s".repeat(99_999) + "!");
    PendingAuthorization pending =
        PendingAuthorization.builder(key, state, verifier, LONG)
            .session("x".repeat(64))
            .actor(SizeContract.ASTRAL.repeat(255))
            .authorization(Long.MAX_VALUE)
            .build();

    begin(pending);

    PendingAuthorization taken = take("acme", state).orElseThrow();
    assertThat(taken.toBuilder().endsIn(LONG).build()).isEqualTo(pending);
  }
}
