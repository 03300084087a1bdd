package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.LONG;
import static io.calloutauth.store.ContractRows.MANY;
import static io.calloutauth.store.ContractRows.SHORT;
import static io.calloutauth.store.ContractRows.failed;
import static io.calloutauth.store.ContractRows.kept;
import static io.calloutauth.store.ContractRows.leased;
import static io.calloutauth.store.ContractRows.name;
import static io.calloutauth.store.ContractRows.newKey;
import static io.calloutauth.store.ContractRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.store.ContinuationOutcome.Ended;
import io.calloutauth.store.SealedPlace.OfRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What finding and replacing continuations and pending authorizations by their key means. */
interface AuthorizationSealContract extends ContractStore {

  /** Stores a provider without secrets. */
  private ProviderKey bare(String tenant, String name) {
    ProviderKey key = newKey(tenant);
    store().providers().create(key, ProviderContent.builder(name(name)).build(), MANY);
    return key;
  }

  private Sealed continuation(ProviderKey key, String keyId, @Nullable Duration endsIn) {
    Sealed sealed = Sealed.of(keyId, "continuation." + keyId);
    Continuation next =
        Continuation.builder(1, sealed).endsIn(endsIn).dueIn(SHORT).authorizedBy("alice").build();
    complete(key, kept("access").with(next));
    return sealed;
  }

  private void complete(ProviderKey key, TokenRequestOutcome outcome) {
    assertThat(store().tokens().complete(key, leased(store(), key), outcome)).isTrue();
  }

  private Sealed begin(ProviderKey key, String state, String keyId, Duration endsIn) {
    Sealed sealed = Sealed.of(keyId, "pending." + keyId);
    PendingAuthorization pending =
        PendingAuthorization.builder(key, state, sealed, endsIn).session("s").actor("bob").build();
    store().authorizations().begin(pending, MANY, MANY);
    return sealed;
  }

  private long counted(String keyId) {
    return store().seals().keyUses().stream()
        .filter(use -> use.keyId().equals(keyId))
        .mapToLong(KeyUse::authorizations)
        .sum();
  }

  private List<SealedValues> sealedWith(String keyId) {
    return store().seals().sealedWith(keyId, null, 10);
  }

  @Test
  default void findsAndCountsTheAuthorizationsThatAKeySealed() {
    ProviderKey key = bare("acme", "CRM");
    Sealed continuation = continuation(key, "k2", LONG);
    Sealed first = begin(key, "s1", "k2", LONG);
    begin(key, "s2", "k3", LONG);

    ProviderRow row = store().providers().find(key).orElseThrow();
    assertThat(sealedWith("k2"))
        .containsExactly(
            SealedValues.of(
                row,
                Map.of(OfRow.CONTINUATION, continuation, new SealedPlace.Pending("s1"), first)));
    assertThat(store().seals().keyUses())
        .containsExactly(
            new KeyUse("k1", 0, 0, 1), new KeyUse("k2", 0, 2, 0), new KeyUse("k3", 0, 1, 0));
    assertThat(sealedWith("k1")).as("access tokens are not found").isEmpty();
  }

  @Test
  default void findsNothingThatNobodyNeeds() {
    ProviderKey ended = bare("acme", "Ended");
    continuation(ended, "k2", null);
    complete(ended, failed("invalid_grant", 1).with(new Ended(1)));
    ProviderKey edited = bare("acme", "Edited");
    continuation(edited, "k2", null);
    ProviderContent content = store().providers().find(edited).orElseThrow().content();
    assertThat(counted("k2")).isEqualTo(1);

    store().providers().update(edited, 1, NewNumber.AUTHORIZATION, content);
    ProviderKey over = bare("acme", "Over");
    continuation(over, "k2", SHORT);
    begin(over, "s1", "k2", SHORT);
    advance(SHORT);

    assertThat(counted("k2")).isZero();
    assertThat(sealedWith("k2")).isEmpty();
  }

  @Test
  default void pagesThroughProvidersWhateverTheKeySealedOfThem() {
    Map<ProviderKey, Integer> sealed = new HashMap<>();
    for (int i = 0; i < 4; i++) {
      for (String tenant : List.of("acme", "ACME")) {
        ProviderKey key = newKey(tenant);
        Map<String, Sealed> secrets = i < 2 ? Map.of("a", Sealed.of("old", "s")) : Map.of();
        ProviderContent content =
            ProviderContent.builder(name("CRM " + i)).secrets(secrets).build();
        store().providers().create(key, content, MANY);
        continuation(key, i % 2 == 0 ? "new" : "old", null);
        begin(key, "s1" + key.id(), "old", LONG);
        begin(key, "s2" + key.id(), i == 3 ? "old" : "new", LONG);
        sealed.put(key, secrets.size() + i % 2 + (i == 3 ? 2 : 1));
      }
    }

    Map<ProviderKey, Integer> found = new HashMap<>();
    @Nullable ProviderKey after = null;
    List<Integer> sizes = new ArrayList<>();
    for (int page = 0; page < 4; page++) {
      List<SealedValues> rows = store().seals().sealedWith("old", after, 3);
      sizes.add(rows.size());
      for (SealedValues row : rows) {
        after = row.provider().key();
        assertThat(found.put(after, row.values().size())).as("found once").isNull();
      }
    }

    assertThat(found).isEqualTo(sealed);
    assertThat(sizes).containsExactly(3, 3, 2, 0);
  }

  @Test
  default void replacesAContinuationWithoutAnythingElse() {
    ProviderKey key = bare("acme", "CRM");
    Sealed read = continuation(key, "old", LONG);
    TokenRow before = row(store(), key);
    String cursor = store().changes().changesSince(null).cursor();
    Sealed now = Sealed.of("new", "sealed.anew");

    assertThat(store().seals().replace(key, OfRow.CONTINUATION, read, now)).isTrue();

    StoredAuthorization after = row(store(), key).authorization();
    assertThat(after.continuation()).isEqualTo(now);
    assertThat(after.number()).isEqualTo(before.authorization().number());
    assertThat(after.authorizedBy()).isEqualTo("alice");
    assertThat(after.endsIn()).isPositive().isLessThanOrEqualTo(LONG);
    assertThat(row(store(), key).fence()).isEqualTo(before.fence());
    assertThat(Objects.requireNonNull(row(store(), key).token()).sealed().text())
        .isEqualTo("access");
    assertThat(store().changes().changesSince(cursor).changes()).isEmpty();
    assertThat(counted("old")).isZero();
    assertThat(counted("new")).isEqualTo(1);
    advance(SHORT);
    assertThat(store().tokens().claimDue(LONG, Set.of())).contains(key);
  }

  @Test
  default void replacesAPendingAuthorizationWithoutAnythingElse() {
    ProviderKey key = bare("acme", "CRM");
    Sealed read = begin(key, "s1", "old", LONG);
    begin(key, "s2", "old", LONG);
    Sealed now = Sealed.of("new", "sealed.anew");

    SealedPlace place = new SealedPlace.Pending("s1");
    assertThat(store().seals().replace(key, place, read, now)).isTrue();

    PendingAuthorization taken = store().authorizations().take("acme", "s1").orElseThrow();
    assertThat(taken.toBuilder().endsIn(LONG).build())
        .isEqualTo(
            PendingAuthorization.builder(key, "s1", now, LONG).session("s").actor("bob").build());
    assertThat(taken.endsIn()).isPositive().isLessThanOrEqualTo(LONG);
    assertThat(store().seals().replace(key, place, now, read)).isFalse();
    assertThat(store().authorizations().take("acme", "s2").orElseThrow().sealed()).isEqualTo(read);
  }

  @Test
  default void replacesOnlyTheAuthorizationThatWasRead() {
    ProviderKey key = bare("acme", "CRM");
    ProviderKey other = bare("acme", "ERP");
    ProviderKey stranger = new ProviderKey("ACME", key.id());
    Sealed continuation = continuation(key, "old", null);
    Sealed pending = begin(key, "s1", "old", LONG);
    Sealed now = Sealed.of("new", "sealed.anew");
    SealedPlace place = new SealedPlace.Pending("s1");
    SealStore seals = store().seals();

    assertThat(seals.replace(key, OfRow.CONTINUATION, pending, now)).isFalse();
    assertThat(seals.replace(other, OfRow.CONTINUATION, continuation, now)).isFalse();
    assertThat(seals.replace(stranger, OfRow.CONTINUATION, continuation, now)).isFalse();
    assertThat(seals.replace(key, place, continuation, now)).isFalse();
    assertThat(seals.replace(other, place, pending, now)).isFalse();
    assertThat(seals.replace(stranger, place, pending, now)).isFalse();
    assertThat(seals.replace(key, new SealedPlace.Pending("S1"), pending, now)).isFalse();

    assertThat(counted("new")).isZero();
    assertThat(counted("old")).isEqualTo(2);
  }

  @Test
  default void letsOneOfManyReplaceAContinuation() throws Exception {
    ProviderKey key = bare("acme", "CRM");
    continuation(key, "k0", null);
    for (int round = 0; round < ContractRace.ROUNDS / 4; round++) {
      Sealed read = Objects.requireNonNull(row(store(), key).authorization().continuation());
      String text = "round." + round + ".by.";

      List<Boolean> done =
          ContractRace.among(
              i ->
                  store()
                      .seals()
                      .replace(key, OfRow.CONTINUATION, read, Sealed.of("k" + i, text + i)));

      assertThat(Collections.frequency(done, true)).isEqualTo(1);
      assertThat(Objects.requireNonNull(row(store(), key).authorization().continuation()).text())
          .isEqualTo(text + done.indexOf(true));
    }
  }

  @Test
  default void neverPutsAnOldContinuationOverTheNext() throws Exception {
    ProviderKey key = bare("acme", "CRM");
    continuation(key, "old", null);
    for (int round = 0; round < ContractRace.ROUNDS / 4; round++) {
      Sealed read = Objects.requireNonNull(row(store(), key).authorization().continuation());
      Sealed next = Sealed.of("old", "next." + round);
      Lease lease = leased(store(), key);

      ContractRace.among(
          2,
          i ->
              i == 0
                  ? store()
                      .tokens()
                      .complete(key, lease, kept("x").with(Continuation.builder(1, next).build()))
                  : store().seals().replace(key, OfRow.CONTINUATION, read, Sealed.of("new", "o")));

      assertThat(row(store(), key).authorization().continuation()).isEqualTo(next);
    }
  }
}
