package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.MANY;
import static io.calloutauth.store.ContractRows.leased;
import static io.calloutauth.store.ContractRows.name;
import static io.calloutauth.store.ContractRows.newKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.store.ChangeFeed.Changes;
import io.calloutauth.store.ProviderStore.Update.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What finding and replacing sealed values by their key means. */
interface SealContract extends ContractStore {

  @Test
  default void countsWhatEachKeySealed() {
    assertThat(store().seals().keyUses()).isEmpty();
    ProviderKey both = sealed("acme", "Both", "k1", "k2");
    sealed("Acme", "Old", "k1", "k1");
    complete(both, "k3", Duration.ofHours(1));

    assertThat(store().seals().keyUses())
        .containsExactly(
            new KeyUse("k1", 3, 0, 0), new KeyUse("k2", 1, 0, 0), new KeyUse("k3", 0, 0, 1));

    store().tokens().revoke(both, RevokeRequest.of(ContractRows.row(store(), both)));
    store().providers().delete(both, 1);
    assertThat(store().seals().keyUses()).containsExactly(new KeyUse("k1", 2, 0, 0));
  }

  @Test
  default void namesTheKeysThatSealedSecretsOnceEach() {
    assertThat(store().seals().secretKeyIds()).isEmpty();
    ProviderKey both = sealed("acme", "Both", "k1", "K1");
    sealed("Acme", "Old", "k1", "k10");
    complete(both, "k3", Duration.ofHours(1));

    assertThat(store().seals().secretKeyIds()).containsExactlyInAnyOrder("K1", "k1", "k10");

    store().providers().delete(both, 1);
    assertThat(store().seals().secretKeyIds()).containsExactlyInAnyOrder("k1", "k10");
  }

  @Test
  default void doesNotCountATokenThatIsOver() {
    ProviderKey key = sealed("acme", "CRM", "k1", "k1");
    complete(key, "k2", Duration.ofMillis(100));
    advance(Duration.ofMillis(150));

    assertThat(store().seals().keyUses()).containsExactly(new KeyUse("k1", 2, 0, 0));
  }

  @Test
  default void pagesThroughTheProvidersOfAKeyInAllTenants() {
    Set<ProviderKey> old = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      old.add(sealed("acme", "CRM " + i, "old", i % 2 == 0 ? "old" : "new"));
      old.add(sealed("Acme", "CRM " + i, "new", "old"));
      sealed("acme", "ERP " + i, "new", "OLD");
    }

    List<ProviderKey> found = new ArrayList<>();
    @Nullable ProviderKey after = null;
    for (int page = 0; page < 4; page++) {
      for (SealedValues row : store().seals().sealedWith("old", after, 3)) {
        found.add(row.provider().key());
        after = row.provider().key();
      }
    }

    assertThat(found).hasSize(10).containsExactlyInAnyOrderElementsOf(old);
    assertThat(store().seals().sealedWith("old", after, 3)).isEmpty();
    assertThat(store().seals().sealedWith("none", null, 3)).isEmpty();
  }

  @Test
  default void showsTheProvidersWholeAndWhatTheKeySealed() {
    ProviderKey key = sealed("acme", "CRM", "k1", "k2");
    complete(key, "k2", Duration.ofHours(1));

    ProviderRow row = store().providers().find(key).orElseThrow();
    assertThat(store().seals().sealedWith("k2", null, 10))
        .containsExactly(
            SealedValues.of(row, Map.of(new SealedPlace.Secret("b"), secret(row, "b"))));
  }

  @Test
  default void replacesASecretWithoutAnythingElse() {
    ProviderKey key = sealed("acme", "CRM", "old", "old");
    complete(key, "old", Duration.ofHours(1));
    ProviderRow before = store().providers().find(key).orElseThrow();
    TokenRow token = ContractRows.row(store(), key);
    String cursor = store().changes().changesSince(null).cursor();
    Sealed now = Sealed.of("new", "sealed.anew");

    assertThat(replace(key, "a", secret(before, "a"), now)).isTrue();

    ProviderRow after = store().providers().find(key).orElseThrow();
    assertThat(after.content().secrets())
        .containsExactlyInAnyOrderEntriesOf(Map.of("a", now, "b", secret(before, "b")));
    assertThat(after.version()).isEqualTo(before.version());
    assertThat(after.epoch()).isEqualTo(before.epoch());
    assertThat(after.updatedAt()).isEqualTo(before.updatedAt());
    assertThat(after.content().settings()).isEqualTo(before.content().settings());
    assertThat(ContractRows.row(store(), key).fence()).isEqualTo(token.fence());
    Changes heard = store().changes().changesSince(cursor);
    assertThat(heard.changes()).isEmpty();
    assertThat(store().seals().keyUses())
        .containsExactly(new KeyUse("new", 1, 0, 0), new KeyUse("old", 1, 0, 1));
    assertThat(update(key, before, "later")).isEqualTo(Outcome.UPDATED);
  }

  @Test
  default void replacesOnlyWhatWasRead() {
    ProviderKey key = sealed("acme", "CRM", "old", "old");
    ProviderRow before = store().providers().find(key).orElseThrow();
    Sealed read = secret(before, "a");
    Sealed now = Sealed.of("new", "sealed.anew");
    ProviderKey stranger = new ProviderKey("Acme", key.id());

    assertThat(replace(stranger, "a", read, now)).isFalse();
    assertThat(replace(newKey("acme"), "a", read, now)).isFalse();
    assertThat(replace(key, "A", read, now)).isFalse();
    assertThat(replace(key, "c", read, now)).isFalse();
    assertThat(replace(key, "b", read, now)).isFalse();
    assertThat(store().providers().find(key)).contains(before);

    assertThat(update(key, before, "edited")).isEqualTo(Outcome.UPDATED);
    assertThat(replace(key, "a", read, now)).isFalse();
    assertThat(secret(store().providers().find(key).orElseThrow(), "a").text()).isEqualTo("edited");
  }

  @Test
  default void letsOneOfManyReplacementsThrough() throws Exception {
    ProviderKey key = sealed("acme", "CRM", "k0", "k0");
    for (int round = 0; round < ContractRace.ROUNDS / 4; round++) {
      Sealed read = secret(store().providers().find(key).orElseThrow(), "a");
      String text = "round." + round + ".by.";

      List<Boolean> done =
          ContractRace.among(i -> replace(key, "a", read, Sealed.of("k" + i, text + i)));

      assertThat(Collections.frequency(done, true)).isEqualTo(1);
      assertThat(secret(store().providers().find(key).orElseThrow(), "a").text())
          .isEqualTo(text + done.indexOf(true));
    }
  }

  @Test
  default void neverPutsAnOldSecretOverAnEdit() throws Exception {
    ProviderKey key = sealed("acme", "CRM", "old", "old");
    for (int round = 0; round < ContractRace.ROUNDS; round++) {
      ProviderRow before = store().providers().find(key).orElseThrow();
      Sealed read = secret(before, "a");
      String edited = "edit." + round;

      ContractRace.among(
          2,
          i ->
              i == 0
                  ? update(key, before, edited) == Outcome.UPDATED
                  : replace(key, "a", read, Sealed.of("new", "old." + edited)));

      assertThat(secret(store().providers().find(key).orElseThrow(), "a").text()).isEqualTo(edited);
    }
  }

  private boolean replace(ProviderKey key, String name, Sealed read, Sealed now) {
    return store().seals().replace(key, new SealedPlace.Secret(name), read, now);
  }

  private Outcome update(ProviderKey key, ProviderRow before, String text) {
    ProviderContent content = before.content();
    Map<String, Sealed> secrets = Map.of("a", Sealed.of("old", text), "b", secret(before, "b"));
    return store()
        .providers()
        .update(key, before.version(), NewNumber.NONE, content.toBuilder().secrets(secrets).build())
        .outcome();
  }

  private void complete(ProviderKey key, String keyId, Duration lifetime) {
    TokenContent token = TokenContent.builder(Sealed.of(keyId, "t"), lifetime).build();
    store()
        .tokens()
        .complete(key, leased(store(), key), TokenRequestOutcome.kept(token, Duration.ZERO));
  }

  /** Stores a provider with two secrets, a and b, of a key each. */
  private ProviderKey sealed(String tenant, String name, String keyOfA, String keyOfB) {
    ProviderKey key = newKey(tenant);
    Map<String, Sealed> secrets =
        Map.of("a", Sealed.of(keyOfA, "a." + key.id()), "b", Sealed.of(keyOfB, "b." + key.id()));
    store()
        .providers()
        .create(
            key,
            ProviderContent.builder(name(name)).settings(Map.of("x", "y")).secrets(secrets).build(),
            MANY);
    return key;
  }

  private static Sealed secret(ProviderRow row, String slot) {
    Sealed sealed = row.content().secrets().get(slot);
    if (sealed == null) {
      throw new AssertionError("no secret in slot " + slot);
    }
    return sealed;
  }
}
